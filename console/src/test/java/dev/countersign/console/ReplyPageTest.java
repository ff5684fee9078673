package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyPageTest {
  private static final ProposalId ID =
      ProposalId.parse("prop_01J0000000000000000000000A").orElseThrow();

  /// The words are the core's: whoever changes them there sees here that a link is gone.
  @Test
  void whatTheCoreAsksLeadsToAPage() {
    assertThat(drawn(Commands.review(ID))).contains("href=\"/requests/" + ID + "\"");
    assertThat(drawn(Commands.queue())).contains("href=\"/\"");
    assertThat(drawn(Commands.more(Optional.empty(), ID))).contains("href=\"/?after=" + ID + "\"");
    assertThat(drawn(Commands.recent())).contains("href=\"/decisions\"");
    assertThat(drawn(Commands.moreDecided(ID))).contains("href=\"/decisions?after=" + ID + "\"");
  }

  @Test
  void whatNoPageAnswersIsNoLink() {
    assertThat(drawn(Commands.mute("agreed"))).doesNotContain("href");
  }

  private static String drawn(Reply.Ask ask) {
    StringBuilder out = new StringBuilder();
    ReplyPage.of("Title", new Reply.Listing("Title", "Title", List.of(new Part.Asks(List.of(ask)))))
        .forEach(part -> part.write(out));
    return out.toString();
  }
}

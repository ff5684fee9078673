package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Reply;
import dev.countersign.ledger.PlaceAlerts;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which operators hear of a place that takes no cards, and where.
class PlaceNewsTest {
  private static final ChatAddress IN_SLACK = new ChatAddress(Surface.SLACK, "T01", "C0OPS");
  private static final ChatAddress IN_TEAMS =
      new ChatAddress(Surface.TEAMS, "tenant", "19:ops@thread.tacv2");
  private static final ChatAddress LEADS = new ChatAddress(Surface.SLACK, "T01", "C0LEADS");
  private static final String HOSTILE = "<!channel>_*x*";

  private final RecordingChat slack = new RecordingChat();
  private final RecordingChat teams = new RecordingChat();
  private final Rows rows = new Rows();
  private final PlaceNews news =
      new PlaceNews(
          rows,
          Map.of(Surface.SLACK, slack, Surface.TEAMS, teams),
          Map.of(Surface.SLACK, IN_SLACK, Surface.TEAMS, IN_TEAMS));

  @Test
  void theChannelInTheOtherChatIsToldFirst() {
    rows.due.add(refusing(LEADS));

    news.tell();

    assertThat(teams.told()).containsExactly(IN_TEAMS + ": ⚠️ Cards are not taken at 1 place");
    assertThat(slack.told()).isEmpty();
    assertThat(rows.due).isEmpty();
  }

  @Test
  void whereThatOneDoesNotTakeItTheOtherDoes() {
    rows.due.add(refusing(LEADS));
    teams.failReplies(new Sent.Refused(Obstacle.PLACE, "conversation_gone"));

    news.tell();

    assertThat(slack.told()).hasSize(1);
    assertThat(rows.due).isEmpty();
  }

  @Test
  void whereNobodyTakesItItStaysToBeTold() {
    rows.due.add(refusing(LEADS));
    teams.failReplies(new Sent.Later(Duration.ofSeconds(1), "unreachable"));
    slack.failReplies(new Sent.Refused(Obstacle.PLACE, "account_inactive"));

    news.tell();
    assertThat(rows.due).hasSize(1);
    assertThat(rows.givenBack).as("it does not count").hasSize(1);

    news.tell();
    assertThat(rows.due).isEmpty();
    assertThat(rows.givenBack).hasSize(1);
  }

  @Test
  void severalAreToldInOneMessageWithWhatToDo() {
    rows.due.add(refusing(LEADS));
    rows.due.add(refusing(new ChatAddress(Surface.TEAMS, "tenant", "19:leads@thread.tacv2")));
    rows.due.add(
        new PlaceAlerts.Alert(
            new ChatAddress(Surface.SLACK, "T01", "C0MENDED"), true, "is_archived", Instant.EPOCH));

    news.tell();

    assertThat(slack.told()).containsExactly(IN_SLACK + ": ⚠️ Cards are not taken at 2 places");
    assertThat(((Reply.Listing) slack.news().getFirst()).parts().toString())
        .contains("C0LEADS", "19:leads@thread.tacv2", "C0MENDED", "Invite the app", "Mended");
  }

  @Test
  void whatAChatSaysStandsWhereNothingIsParsed() {
    rows.due.add(refusing(LEADS));

    news.tell();

    Reply.Listing told = (Reply.Listing) teams.news().getFirst();
    assertThat(told.text() + told.heading()).doesNotContain(HOSTILE);
    assertThat(told.parts().toString()).contains("Supplied[text=" + HOSTILE);
  }

  @Test
  void withoutAChannelNothingIsLookedAt() {
    new PlaceNews(rows, Map.of(Surface.SLACK, slack), Map.of()).tell();

    assertThat(rows.looks).isZero();
  }

  private static PlaceAlerts.Alert refusing(ChatAddress place) {
    return new PlaceAlerts.Alert(place, false, HOSTILE, Instant.EPOCH);
  }

  private static final class Rows implements PlaceAlerts {
    private final List<Alert> due = new ArrayList<>();
    private final List<Message> givenBack = new ArrayList<>();
    private int looks;

    @Override
    public void look() {
      looks++;
    }

    @Override
    public Optional<Message> take(int most, int mostInAnHour) {
      return Optional.of(new Message(due, Instant.EPOCH)).filter(_ -> !due.isEmpty());
    }

    @Override
    public void told(Message message) {
      due.removeAll(message.alerts());
    }

    @Override
    public void notTold(Message message) {
      givenBack.add(message);
    }
  }
}

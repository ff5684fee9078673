package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Reply;
import dev.countersign.card.Run;
import dev.countersign.catalogue.Reading;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a deed is about, in lists and in notifications.
class DeedObjectTest {
  private final TestGate gate = TestGate.with(Map.of(), TestGate.ONE_LEAD, TestGate.PEOPLE);

  @ParameterizedTest
  @ValueSource(strings = {"charge_3001", "4711", "INV-2026-0042", "7f3a"})
  void aPlainIdIsNamedInTheRowAndInTheNotification(String id) {
    ProposalId request = ask(id);

    assertThat(row("ULENA")).contains(Run.supplied(id, Run.Emphasis.STRONG));
    assertThat(gate.queue.queue(lena(), "", "").text())
        .contains("Refund EUR 42.50 · " + id + " (" + request);
    assertThat(composed(request)).contains("Refund EUR 42.50 · " + id + " (" + request);

    gate.press("ULENA", Decision.APPROVE);
    assertThat(composed(request)).contains("Refund EUR 42.50 · " + id + " (" + request);
    assertThat(gate.homes.recent(lena(), "").text())
        .contains("Refund EUR 42.50 · " + id + " (" + request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!channel> 1",
        "<https://evil.example/1|charge>",
        "evil1.example",
        ":bomb1:",
        "*1*",
        "_charge_1_",
        "charge__1",
        "@here1",
        "approved",
        "approved by the CFO 1",
        "[charge 1](https://evil.example)",
        "charge\u0430_1"
      })
  void whateverElseTheBytesNameStandsWhereNoChatParsesIt(String object) {
    ProposalId request = ask(object);

    assertThat(row("ULENA")).contains(Run.supplied(object, Run.Emphasis.STRONG));
    assertThat(composed(request) + gate.queue.queue(lena(), "", "").text()).doesNotContain(object);
    gate.press("ULENA", Decision.APPROVE);
    assertThat(composed(request) + gate.homes.recent(lena(), "").text()).doesNotContain(object);
  }

  @ParameterizedTest
  @ValueSource(strings = {"charge\u202e1", "1\n2", "\u200b", ""})
  void whatDoesNotShowIsLeftOutOfLists(String object) {
    ask(object);

    assertThat(row("ULENA")).noneMatch(Run.Supplied.class::isInstance);
    assertThat(gate.queue.queue(lena(), "", "").text()).contains("Refund EUR 42.50 (");
  }

  @Test
  void aLongOneIsCutAndNotInTheNotification() {
    String object = "charge_1" + "0".repeat(Ruling.MOST_OBJECT);
    ask(object);

    assertThat(row("ULENA"))
        .contains(Run.supplied(object.substring(0, Ruling.MOST_OBJECT) + "…", Run.Emphasis.STRONG));
    assertThat(gate.queue.queue(lena(), "", "").text()).doesNotContain("charge_1");
  }

  private ProposalId ask(String object) {
    gate.executor.read(_ ->
        Optional.of(
            new Reading(
                "refund",
                "Refund EUR 42.50",
                Optional.of(object),
                List.of(),
                Optional.empty(),
                Optional.empty())));
    return gate.ask();
  }

  private List<Run> row(String user) {
    var listing =
        (Reply.Listing) gate.queue.queue(new AccountId(Surface.SLACK, TestGate.TEAM, user), "", "");
    return ((Reply.Part.Row) listing.parts().getFirst()).below();
  }

  private String composed(ProposalId request) {
    return new CardComposer(gate.directory).compose(gate.record(request)).summary();
  }

  private static AccountId lena() {
    return new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA");
  }
}

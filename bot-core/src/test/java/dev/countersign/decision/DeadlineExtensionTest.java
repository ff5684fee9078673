package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineExtensionTest {
  private static final Instant FOUR_HOURS = TestGate.START.plus(Duration.ofHours(4));

  private final TestGate gate =
      TestGate.inMemory(
          TestGate.ONE_LEAD.replace(
              "\"expires\":\"4h\"", "\"expires\":\"4h\",\"extend\":{\"by\":\"2h\",\"times\":2}"));

  @Test
  void whoMayDecideHasMoreTimeAsOftenAsThePolicyLets() {
    ProposalId id = gate.ask();

    assertThat(extend("ULENA", id))
        .isEqualTo("You have until 2026-11-23 21:00 UTC now. It can be put off once more.");
    assertThat(extend("UMARC", id))
        .isEqualTo("You have until 2026-11-23 23:00 UTC now. It cannot be put off again.");
    assertThat(extend("ULENA", id)).contains("as often as the policy lets it be");

    assertThat(gate.record(id).request().deadline())
        .isEqualTo(FOUR_HOURS.plus(Duration.ofHours(4)));
    List<JsonObject> told = gate.audit(id, EntryType.EXTENDED);
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().text("actor")).isEqualTo("person:lena");
    assertThat(told.getFirst().object("data").text("from")).isEqualTo(FOUR_HOURS.toString());
  }

  @Test
  void theCardSaysSoAndItsButtonsLiveUntilThen() {
    ProposalId id = gate.ask();
    extend("ULENA", id);
    gate.showCards();

    assertThat(gate.chat.only().card().body().text("summary")).contains("2026-11-23 21:00 UTC");
    gate.clock.advance(Duration.ofHours(5));
    gate.due.run();
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void itEndsAtTheNewDeadline() {
    ProposalId id = gate.ask();
    extend("ULENA", id);
    gate.clock.advance(Duration.ofHours(5));
    gate.due.run();
    assertThat(gate.state(id)).isInstanceOf(Pending.class);

    gate.clock.advance(Duration.ofHours(1));
    gate.due.run();
    assertThat(gate.state(id)).isInstanceOf(Expired.class);
    assertThat(extend("ULENA", id)).contains("would be yours to decide");
  }

  @Test
  void whoMayNotDecideLearnsNothingAndMovesNothing() {
    ProposalId id = gate.ask();
    String unknown = extend("ULENA", new ProposalId("prop_01KAQ0000000000000000000AA"));

    assertThat(extend("UPIA", id)).as("not asked").isEqualTo(unknown);
    assertThat(extend("UOTTO", id)).as("owns the agent").isEqualTo(unknown);
    assertThat(extend("UNOBODY", id)).contains("not linked");
    assertThat(gate.record(id).request().deadline()).isEqualTo(FOUR_HOURS);
  }

  @Test
  void atTheDeadlineItIsTooLate() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(4));

    assertThat(extend("ULENA", id)).contains("The time to decide is over");
    assertThat(gate.record(id).request().deadline()).isEqualTo(FOUR_HOURS);
  }

  @Test
  void withoutARuleForItTheDeadlineStays() {
    gate.policy.set(TestGate.policy(TestGate.ONE_LEAD));
    ProposalId id = gate.ask();

    assertThat(extend("ULENA", id)).contains("The policy does not let this deadline be put off");
  }

  @Test
  void approvalsStillHaveToComeWithinTheirWindow() {
    gate.policy.set(
        TestGate.policy(
            TestGate.ONE_LEAD
                .replace(":1}]", ":2}],\"vote_window\":\"1h\"")
                .replace(
                    "\"expires\":\"4h\"",
                    "\"expires\":\"4h\",\"extend\":{\"by\":\"2h\",\"times\":2}")));
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    assertThat(gate.record(id).request().deadline())
        .isEqualTo(TestGate.START.plus(Duration.ofHours(1)));

    assertThat(extend("UMARC", id)).contains("approvals have to come close together");
  }

  private String extend(String user, ProposalId id) {
    return gate.deadlines.extend(new AccountId(Surface.SLACK, TestGate.TEAM, user), id.value());
  }
}

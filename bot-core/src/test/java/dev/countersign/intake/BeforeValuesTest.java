package dev.countersign.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.RecordLook;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What people are asked about is what the gate read, where a connection lets it read first.
class BeforeValuesTest {
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"records","when":"action.class == \\"record_change\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final String CHANGE =
      """
      {"action_type":"account.change","target_system":"crm","target_id":"acme","proposed_changes":{
        "class":"record_change","operation":"%s","record_type":"account","changes":[%s]}}
      """;
  private static final byte[] UPDATE =
      CHANGE.formatted("update", "{\"path\":\"/note\",\"to\":\"new\"}").getBytes(UTF_8);

  private final TestGate gate = TestGate.inMemory(LEADS);
  private final AtomicInteger looks = new AtomicInteger();

  private void showing(RecordLook look) {
    gate.executor.showBefore(_ -> {
      looks.incrementAndGet();
      return look;
    });
  }

  private static RecordLook held(String note, Optional<String> version) {
    return new RecordLook.Held(new RecordImage(Map.of("/note", Json.of(note)), version));
  }

  private IntakeResult submit(byte[] body, String key) {
    return gate.intake.submit(gate.agent(), body, Optional.of(key));
  }

  private Action action(ProposalId id) {
    return gate.record(id).proposal().action();
  }

  @Test
  void whatTheGateReadIsFrozenWithTheAction() {
    showing(held("old", Optional.empty()));
    ProposalId id = gate.propose(UPDATE);
    Action action = action(id);

    assertThat(((RecordChange) action.changes()).fields().getFirst().from())
        .contains(Json.of("old"));
    assertThat(new CardComposer(gate.directory).compose(gate.record(id)).sections().toString())
        .contains("when Countersign read it: ", "read by Countersign at ")
        .doesNotContain("the agent says it is now");
    assertThat(gate.record(id).ruling().circumstances().recordRead())
        .as("kept with what was ruled")
        .hasValueSatisfying(at ->
            assertThat(Duration.between(at, gate.record(id).proposal().at()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(1)));
    assertThat(action.preconditions().members()).isEmpty();
  }

  @Test
  void aVersionThatWasReadIsAPrecondition() {
    showing(new RecordLook.Held(new RecordImage(Map.of(), Optional.of("\"v1\""))));
    Action action = action(gate.propose(CHANGE.formatted("delete", "").getBytes(UTF_8)));

    assertThat(action.preconditions().text("if_match")).isEqualTo("\"v1\"");
  }

  @Test
  void aRepeatGetsWhatItGotAndAsksTheTargetNothing() {
    showing(held("old", Optional.empty()));
    Recorded first = (Recorded) submit(UPDATE, "k");
    showing(held("another", Optional.empty()));

    assertThat(submit(UPDATE, "k")).isEqualTo(new Recorded(first.id(), true));
    assertThat(looks).hasValue(1);
    assertThat(
            submit(
                CHANGE.formatted("update", "{\"path\":\"/note\",\"to\":\"x\"}").getBytes(UTF_8),
                "k"))
        .isInstanceOfSatisfying(
            Declined.class,
            it -> assertThat(it.reason().code()).isEqualTo("idempotency_key_reused"));
    assertThat(looks).hasValue(1);
  }

  @Test
  void whatCannotBeReadByNowIsToBeProposedLater() {
    showing(new RecordLook.NotRead("timeout"));
    assertThat(submit(UPDATE, "k"))
        .isInstanceOfSatisfying(
            Declined.class,
            it -> {
              assertThat(it.reason().kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(it.reason().code()).isEqualTo("record_not_read");
              assertThat(it.again()).isPresent();
            });
    showing(held("old", Optional.empty()));
    assertThat(submit(UPDATE, "k")).isInstanceOf(Recorded.class);
  }

  /// Nothing of it stays: no request, and nothing under its key.
  @Test
  void whatIsReadTooOftenIsToBeProposedLaterWithTheSameKey() {
    showing(new RecordLook.NotYet(Duration.ofSeconds(40)));
    assertThat(submit(UPDATE, "k"))
        .isInstanceOfSatisfying(
            Declined.class,
            it -> {
              assertThat(it.reason().kind()).isEqualTo(Kind.TOO_MANY);
              assertThat(it.reason().code()).isEqualTo("records_read_too_often");
              assertThat(it.again()).contains(Duration.ofSeconds(40));
            });
    assertThat(gate.ledger.list(gate.agent().id(), Optional.empty(), Optional.empty(), 9))
        .isEmpty();

    showing(held("old", Optional.empty()));
    assertThat(submit(UPDATE, "k"))
        .isInstanceOfSatisfying(Recorded.class, it -> assertThat(it.replayed()).isFalse());
  }

  @Test
  void whatNobodyCanBeAskedAboutIsRefusedAsTheConnectionSays() {
    showing(new RecordLook.Not(new Inadmissible("record_not_found", "/target_id", "none")));
    assertThat(submit(UPDATE, "k"))
        .isInstanceOfSatisfying(
            Declined.class, it -> assertThat(it.reason().code()).isEqualTo("record_not_found"));
  }

  @Test
  void whatTheConnectionDoesNotAllowAsksTheTargetNothing() {
    showing(held("old", Optional.empty()));
    gate.executor.refuse("field_not_allowed");
    assertThat(submit(UPDATE, "k")).isInstanceOf(Declined.class);
    assertThat(looks).hasValue(0);
  }

  @Test
  void anActionThatGrowsTooLargeIsRefused() {
    showing(held("x".repeat(15_000), Optional.empty()));
    String large = "{\"path\":\"/note\",\"to\":\"" + "y".repeat(60_000) + "\"}";
    assertThat(submit(CHANGE.formatted("update", large).getBytes(UTF_8), "k"))
        .isInstanceOfSatisfying(
            Declined.class, it -> assertThat(it.reason().code()).isEqualTo("action_too_large"));
  }

  @Test
  void anEvaluationAsksTheTargetNothing() {
    showing(held("old", Optional.empty()));
    assertThat(gate.intake.evaluate(gate.agent(), UPDATE))
        .isInstanceOf(IntakeEvaluation.Ruled.class);
    assertThat(looks).hasValue(0);
  }
}

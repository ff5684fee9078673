package dev.countersign.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of an approved change whose record is not as people saw it.
class ChangedRecordsTest {
  private static final String LEADS = policy("ask");
  private static final Json TO_TERMS = Json.of("NET60");
  private static final Json TO_LIMIT = new JsonNumber("250000");

  private final TestGate gate = TestGate.inMemory(LEADS);

  private static String policy(String effect) {
    return """
    {"version":1,"rules":[{"id":"records","when":"action.class == \\"record_change\\"","gate":"%s"%s}]}
    """
        .formatted(
            effect,
            effect.equals("ask")
                ? ",\"stages\":[{\"group\":\"support-leads\",\"approvals\":1}],\"sla\":{\"expires\":\"4h\"}"
                : "");
  }

  private static RecordImage image(Json terms, Json limit) {
    return new RecordImage(
        Map.of("/billing_terms", terms, "/credit_limit", limit), Optional.empty());
  }

  private void found(Json terms, Json limit) {
    gate.executor.answer(_ -> new Outcome.RecordChanged(image(terms, limit)));
  }

  private ProposalId approved() {
    return approved(SampleProposals.billingTermsBody());
  }

  private ProposalId approved(byte[] body) {
    ProposalId id = gate.propose(body);
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private Optional<ProposalId> asked(ProposalId id) {
    gate.execute();
    gate.work(DeliveryKind.ASK_ANEW);
    gate.showCards();
    return gate.state(id).successor();
  }

  private RecordChange change(ProposalId id) {
    return (RecordChange) gate.record(id).proposal().action().changes();
  }

  @Test
  void nothingIsExecutedAndTheSameChangeIsAskedFromWhatTheGateRead() {
    ProposalId first = approved();
    found(Json.of("NET45"), JsonNull.NULL);

    ProposalId next = asked(first).orElseThrow();

    assertThat(gate.state(first))
        .isInstanceOfSatisfying(
            Approved.class,
            state ->
                assertThat(state.execution())
                    .isInstanceOfSatisfying(
                        Failed.class, end -> assertThat(end.code()).isEqualTo("record_changed")));
    assertThat(gate.state(next)).isInstanceOf(Pending.class);
    assertThat(change(next).fields())
        .containsExactly(
            new RecordChange.Field(
                "/billing_terms", Optional.of(Json.of("NET45")), Optional.of(TO_TERMS)),
            new RecordChange.Field(
                "/credit_limit", Optional.of(JsonNull.NULL), Optional.of(TO_LIMIT)));
    assertThat(gate.record(next).request().action())
        .isNotEqualTo(gate.record(first).request().action());
    assertThat(gate.record(next).request().revision()).isEqualTo(2);
    assertThat(gate.record(next).proposal().context().revisionOf())
        .hasValueSatisfying(
            of -> assertThat(of.because()).contains(RevisionOf.Cause.RECORD_CHANGED));
    JsonObject proposed = gate.audit(next, EntryType.PROPOSED).getFirst();
    assertThat(proposed.text("actor")).isEqualTo("gate");
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void theCardSaysWhyAndWhatTheRecordHasNow() {
    ProposalId first = approved();
    found(Json.of("NET45"), JsonNull.NULL);
    ProposalId next = asked(first).orElseThrow();

    assertThat(new CardComposer(gate.directory).compose(gate.record(next)).sections().toString())
        .contains(
            "the record was not as people saw it",
            "when Countersign read it",
            "as the record has it",
            "NET30",
            "NET45")
        .contains("that approval is void")
        .doesNotContain("the agent says it is now");
    assertThat(new CardComposer(gate.directory).compose(gate.record(first)).sections().toString())
        .contains("nothing was changed", "revision 2 follows as " + next);
  }

  @Test
  void theOldApprovalCountsForNothingAndWhoeverGaveItMayDecideAnew() {
    ProposalId first = approved();
    found(Json.of("NET45"), JsonNull.NULL);
    ProposalId next = asked(first).orElseThrow();

    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(gate.record(next).request().votes()).isEmpty();

    gate.executor.answer(
        order -> new Outcome.Succeeded(0, order.action().digest(), order.action().digest()));
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("counted");
    gate.execute();
    assertThat(gate.executor.sent().getLast().action())
        .isEqualTo(gate.record(next).proposal().action());
  }

  @Test
  void aVersionBecomesTheOneThatTheGateRead() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.billingTermsBody());
    JsonObject byVersion =
        (JsonObject)
            CanonicalJson.parse(
                CanonicalJson.text(body)
                    .replace(",\"from\":\"NET30\"", "")
                    .replace("\"from\":\"NET30\",", "")
                    .getBytes(UTF_8));
    ProposalId first =
        approved(
            CanonicalJson.bytes(
                byVersion.with(
                    "preconditions", JsonObject.builder().put("if_match", "7").build())));
    gate.executor.answer(_ ->
        new Outcome.RecordChanged(
            new RecordImage(
                Map.of("/billing_terms", Json.of("NET45"), "/credit_limit", JsonNull.NULL),
                Optional.of("8"))));

    ProposalId next = asked(first).orElseThrow();

    assertThat(gate.record(next).proposal().action().preconditions().text("if_match"))
        .isEqualTo("8");
    assertThat(change(next).fields().getFirst().from()).contains(Json.of("NET45"));
  }

  @Test
  void afterThreeTimesItStaysAsItIs() {
    ProposalId last = approved();
    for (int times = 0; times < RevisionOf.MOST_BY_GATE; times++) {
      found(Json.of("NET" + times), JsonNull.NULL);
      last = asked(last).orElseThrow();
      gate.press("ULENA", Decision.APPROVE);
    }
    found(Json.of("NET99"), JsonNull.NULL);

    assertThat(asked(last)).isEmpty();
    assertThat(((Failed) ((Approved) gate.state(last)).execution()).code())
        .isEqualTo("record_changed");
  }

  @Test
  void aRecordThatHoldsWhatWasWantedIsNotAskedAbout() {
    ProposalId first = approved();
    found(TO_TERMS, TO_LIMIT);

    assertThat(asked(first)).isEmpty();
  }

  @Test
  void whatThePolicyAllowedIsNotAskedAndItsEntriesSayNothingOfTheRecord() {
    gate.policy.set(TestGate.policy(policy("allow")));
    ProposalId first = gate.propose(SampleProposals.billingTermsBody());
    found(Json.of("NET45"), JsonNull.NULL);

    assertThat(asked(first)).isEmpty();
    assertThat(gate.ledger.audit(first).toString() + gate.audit(first, EntryType.EXECUTION_FAILED))
        .doesNotContain("NET45");
  }

  @Test
  void whatThePolicyWouldAllowNowIsNotAskedAndNotExecuted() {
    ProposalId first = approved();
    found(Json.of("NET45"), JsonNull.NULL);
    gate.execute();
    gate.policy.set(TestGate.policy(policy("allow")));

    gate.work(DeliveryKind.ASK_ANEW);

    assertThat(gate.state(first).successor()).isEmpty();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void aWorkerThatDiesAfterwardsAsksOnce() {
    ProposalId first = approved();
    found(Json.of("NET45"), JsonNull.NULL);
    gate.execute();
    var delivery =
        gate.deliveries.claim(DeliveryKind.ASK_ANEW, 1, Duration.ofMinutes(1)).getFirst();

    gate.changed.deliver(delivery);
    Optional<ProposalId> next = gate.state(first).successor();
    gate.changed.deliver(delivery);

    assertThat(next).isPresent();
    assertThat(gate.state(first).successor()).isEqualTo(next);
    assertThat(gate.audit(first, EntryType.SUPERSEDED)).hasSize(1);
  }

  @Test
  void itsAgentDoesNotReviseWhatWasApproved() {
    ProposalId first = approved();
    found(Json.of("NET45"), JsonNull.NULL);
    gate.execute();
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.billingTermsBody());

    IntakeResult result =
        gate.intake.submit(
            gate.agent(),
            CanonicalJson.bytes(body.with("supersedes", Json.of(first.value()))),
            Optional.empty());

    assertThat(result)
        .isInstanceOfSatisfying(
            IntakeResult.Declined.class,
            declined -> assertThat(declined.reason().code()).isEqualTo("not_supersedable"));
  }
}

package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.execution.Order;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.people.Agent;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is approved, and sent, are the bytes that the agent handed in.
class HeldAttachmentsTest {
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"messages","when":"action.class == \\"message\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"40h"}}]}
      """;
  private static final byte[] PDF = "%PDF as approved".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.of(PDF);

  private final TestGate gate = TestGate.inMemory(LEADS);
  private final Agent other = gate.directory.agent(new AgentId("other-bot")).orElseThrow();

  @BeforeEach
  void mailIsSentFromHere() {
    gate.executor.attach();
  }

  private static byte[] body(String attachment) {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes = body.object("proposed_changes");
    String list =
        "{\"list\":[" + attachment.formatted(HexFormat.of().formatHex(DIGEST.hash())) + "]}";
    return CanonicalJson.bytes(
        body.with(
            "proposed_changes",
            changes.with("attachments", Objects.requireNonNull(TestGate.json(list).get("list")))));
  }

  private static byte[] body() {
    return body("{\"name\":\"a.pdf\",\"sha256\":\"%s\"}");
  }

  private String declined(Agent agent, byte[] body) {
    return gate.intake.submit(agent, body, Optional.empty()) instanceof Declined declined
        ? declined.reason().code() + " " + declined.pointer()
        : "taken";
  }

  private ProposalId asked() {
    gate.attachments.keep(gate.agent().id(), PDF);
    ProposalId id = gate.propose(body());
    gate.showCards();
    return id;
  }

  @Test
  void whatTheGateDoesNotHaveIsNotAskedAbout() {
    assertThat(declined(gate.agent(), body()))
        .isEqualTo("attachment_not_held /proposed_changes/attachments/0/sha256");
    gate.attachments.keep(gate.agent().id(), PDF);
    assertThat(declined(gate.agent(), body())).isEqualTo("taken");
  }

  @Test
  void anotherAgentsBytesAreNobodyElsesToSend() {
    gate.attachments.keep(gate.agent().id(), PDF);
    assertThat(declined(other, body()))
        .isEqualTo("attachment_not_held /proposed_changes/attachments/0/sha256");
  }

  @Test
  void aSizeThatIsSaidIsTheirs() {
    gate.attachments.keep(gate.agent().id(), PDF);
    String said =
        "{\"name\":\"a.pdf\",\"size\":" + "%d".formatted(PDF.length) + ",\"sha256\":\"%s\"}";
    assertThat(declined(gate.agent(), body(said.replace("16", "17"))))
        .isEqualTo("attachment_size_mismatch /proposed_changes/attachments/0/size");
    assertThat(declined(gate.agent(), body(said))).isEqualTo("taken");
  }

  /// What somebody outside carries out may be fetched from elsewhere.
  @Test
  void whereNothingIsAttachedFromHereItNeedNotBeHeld() {
    TestGate outside = TestGate.inMemory(LEADS);
    ProposalId id = outside.propose(body());
    assertThat(outside.record(id).ruling().circumstances().attachmentsHeld()).isFalse();
  }

  @Test
  void theBytesOfTheDigestThatPeopleApprovedAreSent() {
    ProposalId id = asked();
    assertThat(gate.record(id).ruling().circumstances().attachmentsHeld()).isTrue();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    Order sent = gate.executor.sent().getLast();
    assertThat(sent.attachments()).containsOnlyKeys(DIGEST);
    assertThat(sent.attachments().get(DIGEST)).isEqualTo(PDF);
  }

  @Test
  void theyStayForAsLongAsTheRequest() {
    ProposalId id = asked();
    gate.clock.advance(HeldAttachments.UNHELD.plusHours(1));
    gate.attachments.forget();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(gate.attachments.find(id, DIGEST)).isInstanceOf(HeldAttachments.Found.Whole.class);
  }

  /// Whoever writes into the database after the approval.
  @Test
  void otherBytesAreNeverSentAndTheGrantIsNotSpent() {
    ProposalId id = asked();
    gate.press("ULENA", Decision.APPROVE);
    gate.attachments.damage(DIGEST);
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.executor.held()).isZero();
    assertThat(gate.state(id))
        .isInstanceOfSatisfying(
            Approved.class,
            approved ->
                assertThat(approved.execution())
                    .isInstanceOfSatisfying(
                        Execution.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo("attachment_damaged")));
    assertThat(gate.ledger.audit(id))
        .noneMatch(
            entry -> entry.document().text("type").equals(WireName.of(EntryType.GRANT_REDEEMED)));
  }
}

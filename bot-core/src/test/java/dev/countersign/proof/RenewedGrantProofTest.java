package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.people.Surface;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.token.Approver;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantTokens;
import dev.countersign.token.GrantVerifier;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A policy that was relaxed before a grant was renewed: the renewed one names the approvals that
/// the policy of that moment asks for, and its entry says which.
class RenewedGrantProofTest {
  private final TestGate gate = TestGate.inMemory(TestGate.ONE_LEAD.replace(":1}]", ":2}]"));
  private final GrantVerifier grants = new GrantVerifier(TestKeys.RING, gate.issuer);
  private final ProposalId id = gate.ask();

  private IssuedGrant renewed() {
    gate.press("ULENA", Decision.APPROVE);
    gate.press("UMARC", Decision.APPROVE);
    gate.clock.advance(Grant.LONGEST_LIFETIME);
    gate.policy.set(TestGate.policy(TestGate.ONE_LEAD));
    gate.runner.run(new Delivery(id, DeliveryKind.EXECUTE, "", 1, 1, UUID.randomUUID()));
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED))
        .extracting(entry -> entry.object("data").texts("approvers"))
        .containsExactly(List.of("lena", "marc"), List.of("lena"));
    return gate.record(id).grant().orElseThrow();
  }

  /// The grant that had expired.
  private String first() {
    return gate.audit(id, EntryType.GRANT_ISSUED).getFirst().object("data").text("grant");
  }

  @Test
  void aGrantThatNamesTheApprovalsOfItsEntryIsSound() {
    IssuedGrant renewed = renewed();

    assertThat(found(renewed, renewed.token())).isEmpty();
  }

  @Test
  void aGrantThatNamesMoreThanItsEntryTellsIsAltered() {
    assertAltered("lena", "marc");
  }

  @Test
  void aGrantThatNamesAnotherApproverThanItsEntryTellsIsAltered() {
    assertAltered("marc");
  }

  private void assertAltered(String... approvers) {
    IssuedGrant renewed = renewed();
    assertThat(found(renewed, signed(renewed, approvers)))
        .extracting(Damage::place, Damage::kind)
        .containsExactly(tuple("grant " + renewed.id(), Kind.ALTERED));
  }

  /// The same grant, on other approvals.
  private String signed(IssuedGrant renewed, String... approvers) {
    if (!(grants.evidence(renewed.token()) instanceof GrantEvidence.Genuine(var grant, _, _))) {
      throw new AssertionError("not genuine");
    }
    return new GrantTokens(TestKeys.RING, gate.issuer)
        .sign(
            new Grant(
                grant.id(),
                grant.request(),
                grant.revision(),
                grant.action(),
                grant.policy(),
                grant.mode(),
                grant.subject(),
                grant.audience(),
                grant.issuedAt(),
                grant.notBefore(),
                grant.expiresAt(),
                List.of(approvers).stream()
                    .map(person ->
                        new Approver(
                            new PersonId(person),
                            Optional.empty(),
                            Surface.SLACK,
                            grant.issuedAt()))
                    .toList()));
  }

  /// What is found at this grant; of the other rows none are given to the proof.
  private List<Damage> found(IssuedGrant renewed, String token) {
    Evidence evidence =
        new Evidence(
            id,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(
                new Evidence.GrantRow(
                    renewed.id().value(),
                    renewed.revision(),
                    renewed.issuedAt(),
                    renewed.expiresAt(),
                    token,
                    Optional.of(first()))),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            gate.ledger.audit(id).stream()
                .map(entry ->
                    new Evidence.EntryRow(
                        entry.seq(), entry.body(), entry.hash().hash(), entry.seal()))
                .toList());
    Findings findings = new Findings(id);
    Chain chain = Chain.check(evidence, TestKeys.EVIDENCE, findings).orElseThrow();
    // The test's people are of no import.
    new FoldCheck(evidence, chain, findings, grants, TestKeys.EVIDENCE, _ -> Optional.empty())
        .check();
    return findings.list().stream()
        .filter(damage -> damage.place().equals("grant " + renewed.id()))
        .toList();
  }
}

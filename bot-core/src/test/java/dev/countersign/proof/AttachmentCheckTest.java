package dev.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `verify` tells of attachments that are not as they were handed in.
class AttachmentCheckTest {
  private static final byte[] PDF = "%PDF".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Digest.of(PDF);

  private final TestGate gate =
      TestGate.inMemory(
          """
          {"version":1,"rules":[{"id":"all","when":"true","gate":"ask",
            "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
          """);

  private ProposalId asked() {
    JsonObject attachment =
        JsonObject.builder()
            .put("name", "a.pdf")
            .put("sha256", HexFormat.of().formatHex(DIGEST.hash()))
            .build();
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    return gate.propose(
        CanonicalJson.bytes(
            body.with(
                "proposed_changes",
                body.object("proposed_changes")
                    .with("attachments", new JsonArray(List.of(attachment))))));
  }

  private List<Damage> found(ProposalId id, Map<Digest, Digest> stored) {
    RequestRecord record = gate.record(id);
    Evidence evidence =
        new Evidence(
            id,
            Optional.of(
                new Evidence.Frozen(
                    record.proposal().agent().value(),
                    record.proposal().owner().value(),
                    record.proposal().action().canonical(),
                    record.proposal().action().digest().hash(),
                    record.proposal().context().canonical(),
                    record.proposal().context().digest().hash(),
                    CanonicalJson.bytes(record.ruling().toJson()),
                    record.ruling().deed(),
                    record.ruling().object(),
                    record.request().conflicted().stream().map(PersonId::value).toList(),
                    record.proposal().at())),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of());
    Findings findings = new Findings(id);
    AttachmentCheck.check(evidence, new Held(stored), findings);
    return findings.list();
  }

  /// A store that holds nothing but these.
  private record Held(Map<Digest, Digest> stored) implements EvidenceStore {
    @Override
    public Optional<Evidence> evidence(ProposalId id) {
      return Optional.empty();
    }

    @Override
    public Map<Digest, Digest> attachments(ProposalId id) {
      return stored;
    }

    @Override
    public DeploymentEvidence deployment() {
      throw new AssertionError("not asked for");
    }

    @Override
    public List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
      return List.of();
    }
  }

  @Test
  void otherBytesAndMissingOnesAreTold() {
    gate.attachments.keep(gate.agent().id(), PDF);
    ProposalId id = asked();

    assertThat(found(id, Map.of(DIGEST, DIGEST))).isEmpty();
    assertThat(found(id, Map.of(DIGEST, Digest.of("other"))))
        .extracting(Damage::place, Damage::kind)
        .containsExactly(tuple("attachment 0", Kind.ALTERED));
    assertThat(found(id, Map.of()))
        .extracting(Damage::place, Damage::kind)
        .containsExactly(tuple("attachment 0", Kind.INCOMPLETE));
  }

  @Test
  void whatTheGateNeverHadIsNotMissed() {
    assertThat(found(asked(), Map.of())).isEmpty();
  }
}

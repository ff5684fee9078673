package dev.countersign.proof;

import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The port to what is stored, as it is stored.
public interface EvidenceStore {

  /// Everything that is stored of a request, read in one snapshot; empty when nothing is.
  Optional<Evidence> evidence(ProposalId id);

  /// The attachments that a request holds: of each the digest by which it is named, and the one of
  /// the bytes that are stored.
  Map<Digest, Digest> attachments(ProposalId id);

  /// Everything that is stored of the deployment itself, read in one snapshot.
  DeploymentEvidence deployment();

  /// The ids after `after` of which anything is stored, in id order.
  List<ProposalId> idsAfter(Optional<ProposalId> after, int most);
}

package dev.countersign.proof;

import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/// The port to what is stored, as it is stored.
public interface EvidenceStore {

  /// Everything that is stored of a request, read in one snapshot; empty when nothing is.
  Optional<Evidence> evidence(ProposalId id);

  /// Everything that is stored of the deployment itself, read in one snapshot.
  DeploymentEvidence deployment();

  /// The ids after `after` of which anything is stored, in id order.
  List<ProposalId> idsAfter(Optional<ProposalId> after, int most);
}

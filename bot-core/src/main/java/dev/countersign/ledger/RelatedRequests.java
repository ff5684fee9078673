package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;

/// What an agent has proposed already that a new proposal may repeat.
///
/// @param same the newest one with exactly this action that people were asked about or that ran
/// @param onTarget the newest one that waits for people and names the same target, see
///   [dev.countersign.proposal.Action#target]
/// @param imported the digest of the import of people that was in force then, where that is known
public record RelatedRequests(
    Optional<ProposalId> same, Optional<ProposalId> onTarget, Optional<Digest> imported) {}

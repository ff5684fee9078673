package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.time.Instant;

/// A delivery that was put aside because it failed too often: nobody claims it until an operator
/// releases it, or the request moves.
///
/// @param code stable: `record_unsound`, `record_unreadable` or `failed`
/// @param why ids, places and names of faults, never a stored value
/// @param failures how often it had failed by then
public record Held(
    ProposalId request,
    DeliveryKind kind,
    String target,
    String code,
    String why,
    int failures,
    Instant since) {}

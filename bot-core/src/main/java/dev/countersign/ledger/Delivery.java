package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.util.UUID;

/// A delivery that one worker holds until its lease ends.
///
/// @param wanted grows with every order for it; settling an older number leaves it open
/// @param attempts how often it was claimed, this time included
/// @param lease proves the claim; a worker whose lease was lost can no longer settle it
public record Delivery(
    ProposalId request, DeliveryKind kind, String target, long wanted, int attempts, UUID lease) {}

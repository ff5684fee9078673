package dev.countersign.ledger;

/// Something to be brought about after a commit, written in the same commit.
///
/// There is at most one open delivery per request, kind and target: an order for one that is open
/// raises what it wants, and makes it due at once unless a worker holds it, so that workers
/// converge on the latest state instead of replaying every step.
///
/// @param target a chat address, an executor outside of this gate, or empty
public record DeliveryOrder(DeliveryKind kind, String target) {}

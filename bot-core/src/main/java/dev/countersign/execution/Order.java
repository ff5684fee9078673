package dev.countersign.execution;

import dev.countersign.proposal.Action;

/// One action with the authority to send it: the idempotency key is derived from the request and
/// its revision, so that one approval stays one effect at a target that honours it.
public record Order(Action action, String idempotencyKey) {}

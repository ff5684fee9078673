package dev.countersign.execution;

import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import java.util.Map;

/// One action with the authority to send it: the idempotency key is derived from the request and
/// its revision, so that one approval stays one effect at a target that honours it.
///
/// @param attachments the bytes of what the action attaches, where the gate has them; compared with
///   their digests when they were read
public record Order(Action action, String idempotencyKey, Map<Digest, byte[]> attachments) {
  public Order {
    attachments = Map.copyOf(attachments);
  }

  /// Of an action that attaches nothing.
  public Order(Action action, String idempotencyKey) {
    this(action, idempotencyKey, Map.of());
  }
}

package dev.countersign.execution;

import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// One action with the authority to send it: the idempotency key is derived from the request and
/// its revision, so that one approval stays one effect at a target that honours it.
///
/// @param attachments the bytes of what the action attaches, where the gate has them; compared with
///   their digests when they were read
/// @param mayRepeat asked right before the same bytes leave once more under the key: no while a
///   freeze covers the action, and where nobody can say
public record Order(
    Action action,
    String idempotencyKey,
    Map<Digest, byte[]> attachments,
    BooleanSupplier mayRepeat) {
  public Order {
    attachments = Map.copyOf(attachments);
  }
}

package dev.countersign.courier;

import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.people.Surface;

/// Counts what became of cards on their way.
@FunctionalInterface
public interface CourierMetrics {
  void sent(Surface surface, Sent result);

  /// A request ended because no place could be reached.
  default void unreached() {}
}

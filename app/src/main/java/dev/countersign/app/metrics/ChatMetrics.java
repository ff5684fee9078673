package dev.countersign.app.metrics;

import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.function.Predicate;

/// Whether each chat that the gate is connected to takes it.
public final class ChatMetrics {
  private ChatMetrics() {}

  /// From the start on, with 0, for what must alarm.
  public static void register(
      MeterRegistry registry, Collection<Surface> chats, Predicate<Surface> isDown) {
    for (Surface chat : chats) {
      Gauge.builder("countersign.chat.down", () -> isDown.test(chat) ? 1 : 0)
          .tag("surface", WireName.of(chat))
          .register(registry);
    }
  }
}

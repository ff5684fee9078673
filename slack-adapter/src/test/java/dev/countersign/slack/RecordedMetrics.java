package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what was counted.
final class RecordedMetrics implements CallbackMetrics {
  private final List<CallbackResult> callbacks = new CopyOnWriteArrayList<>();

  @Override
  public void callback(Surface chat, CallbackResult result, Duration took) {
    callbacks.add(result);
  }

  @Override
  public void callerRefused(Surface chat, String reason) {}

  @Override
  public void privateReply(Surface chat, PrivateReply result) {}

  List<CallbackResult> callbacks() {
    return List.copyOf(callbacks);
  }
}

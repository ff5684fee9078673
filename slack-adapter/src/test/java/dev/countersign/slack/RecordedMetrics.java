package dev.countersign.slack;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what was counted.
final class RecordedMetrics implements SlackMetrics {
  private final List<CallbackResult> callbacks = new CopyOnWriteArrayList<>();

  @Override
  public void callback(CallbackResult result, Duration took) {
    callbacks.add(result);
  }

  @Override
  public void privateReply(PrivateReply result) {}

  List<CallbackResult> callbacks() {
    return List.copyOf(callbacks);
  }
}

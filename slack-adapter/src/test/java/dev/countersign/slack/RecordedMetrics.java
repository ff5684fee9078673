package dev.countersign.slack;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what was counted.
final class RecordedMetrics implements SlackMetrics {
  private final List<Callback> callbacks = new CopyOnWriteArrayList<>();

  @Override
  public void callback(Callback result, Duration took) {
    callbacks.add(result);
  }

  @Override
  public void privateReply(PrivateReply result) {}

  List<Callback> callbacks() {
    return List.copyOf(callbacks);
  }
}

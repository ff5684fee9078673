package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Metrics that a test can read.
final class RecordedTeamsMetrics implements CallbackMetrics {
  private final List<CallbackResult> callbacks = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final List<PrivateReply> replies = new CopyOnWriteArrayList<>();

  List<CallbackResult> callbacks() {
    return List.copyOf(callbacks);
  }

  List<String> refusals() {
    return List.copyOf(refusals);
  }

  List<PrivateReply> replies() {
    return List.copyOf(replies);
  }

  @Override
  public void callback(Surface chat, CallbackResult result, Duration took) {
    callbacks.add(result);
  }

  @Override
  public void callerRefused(Surface chat, String reason) {
    refusals.add(reason);
  }

  @Override
  public void privateReply(Surface chat, PrivateReply result) {
    replies.add(result);
  }

  @Override
  public void connection(Surface chat, Connection change) {
    throw new AssertionError("the gate opens no connection to Teams for callbacks");
  }
}

package dev.countersign.teams;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Metrics that a test can read.
final class RecordedTeamsMetrics implements TeamsMetrics {
  private final List<Callback> callbacks = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final List<Reply> replies = new CopyOnWriteArrayList<>();

  List<Callback> callbacks() {
    return List.copyOf(callbacks);
  }

  List<String> refusals() {
    return List.copyOf(refusals);
  }

  List<Reply> replies() {
    return List.copyOf(replies);
  }

  @Override
  public void teamsCallback(Callback result, Duration took) {
    callbacks.add(result);
  }

  @Override
  public void callerRefused(String reason) {
    refusals.add(reason);
  }

  @Override
  public void teamsReply(Reply result) {
    replies.add(result);
  }
}

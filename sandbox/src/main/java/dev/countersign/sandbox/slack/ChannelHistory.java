package dev.countersign.sandbox.slack;

import dev.countersign.sandbox.wire.Rung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Everything said so far, by channel, and what only one person saw. Waiting wakes at every change.
final class ChannelHistory {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Map<String, PostedMessage>> messages = new LinkedHashMap<>();
  private final List<Ephemeral> ephemerals = new ArrayList<>();
  private final List<Rung> rung = new ArrayList<>();

  void add(PostedMessage message) {
    change(() ->
        messages
            .computeIfAbsent(message.channel(), _ -> new LinkedHashMap<>())
            .put(message.ts(), message));
  }

  void add(Ephemeral ephemeral) {
    change(() -> ephemerals.add(ephemeral));
  }

  void rings(Rung notification) {
    change(() -> rung.add(notification));
  }

  /// Every notification so far, oldest first.
  List<Rung> rung() {
    return locked(() -> List.copyOf(rung));
  }

  /// Empty for a message that never was, or is no more.
  Optional<PostedMessage> find(String channel, String ts) {
    return locked(() -> findLocked(channel, ts));
  }

  /// The message after the change; empty as for [#find].
  Optional<PostedMessage> change(
      String channel, String ts, UnaryOperator<PostedMessage> operation) {
    return locked(() -> {
      Optional<PostedMessage> after = findLocked(channel, ts).map(operation);
      after.ifPresent(message -> {
        inChannel(channel).put(ts, message);
        changed.signalAll();
      });
      return after;
    });
  }

  /// What people in the channel see, oldest first.
  List<PostedMessage> visible(String channel) {
    return locked(
        () -> inChannel(channel).values().stream().filter(message -> !message.deleted()).toList());
  }

  List<Ephemeral> ephemerals(String channel) {
    return locked(
        () -> ephemerals.stream().filter(seen -> seen.channel().equals(channel)).toList());
  }

  Optional<PostedMessage> awaitMessage(
      String channel, Predicate<PostedMessage> wanted, Duration atMost) {
    return await(() -> visible(channel).stream().filter(wanted).findFirst(), atMost);
  }

  Optional<Ephemeral> awaitEphemeral(String channel, Predicate<Ephemeral> wanted, Duration atMost) {
    return await(() -> ephemerals(channel).stream().filter(wanted).findFirst(), atMost);
  }

  private <T> Optional<T> await(Supplier<Optional<T>> look, Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      Optional<T> seen = look.get();
      while (seen.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        seen = look.get();
      }
      return seen;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<PostedMessage> findLocked(String channel, String ts) {
    return Optional.ofNullable(inChannel(channel).get(ts)).filter(message -> !message.deleted());
  }

  private Map<String, PostedMessage> inChannel(String channel) {
    return messages.getOrDefault(channel, Map.of());
  }

  private void change(Runnable operation) {
    locked(() -> {
      operation.run();
      changed.signalAll();
      return Optional.empty();
    });
  }

  private <T> T locked(Supplier<T> operation) {
    lock.lock();
    try {
      return operation.get();
    } finally {
      lock.unlock();
    }
  }
}

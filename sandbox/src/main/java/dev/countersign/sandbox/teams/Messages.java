package dev.countersign.sandbox.teams;

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
import java.util.function.UnaryOperator;

/// Everything posted so far, by conversation. Waiting wakes at every change.
final class Messages {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Map<String, PostedActivity>> byConversation = new LinkedHashMap<>();
  private final List<Rung> rung = new ArrayList<>();

  void add(PostedActivity message) {
    lock.lock();
    try {
      byConversation
          .computeIfAbsent(message.conversation(), _ -> new LinkedHashMap<>())
          .put(message.id(), message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void rings(Rung notification) {
    lock.lock();
    try {
      rung.add(notification);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Every notification so far, oldest first.
  List<Rung> rung() {
    lock.lock();
    try {
      return List.copyOf(rung);
    } finally {
      lock.unlock();
    }
  }

  /// Empty for a message that never was, or is no more.
  Optional<PostedActivity> find(String conversation, String id) {
    lock.lock();
    try {
      return Optional.ofNullable(in(conversation).get(id)).filter(message -> !message.deleted());
    } finally {
      lock.unlock();
    }
  }

  /// The message after the change; empty as for [#find].
  Optional<PostedActivity> change(
      String conversation, String id, UnaryOperator<PostedActivity> operation) {
    lock.lock();
    try {
      Optional<PostedActivity> after = find(conversation, id).map(operation);
      after.ifPresent(message -> {
        in(conversation).put(id, message);
        changed.signalAll();
      });
      return after;
    } finally {
      lock.unlock();
    }
  }

  /// Oldest first, targeted ones too.
  List<PostedActivity> all(String conversation) {
    lock.lock();
    try {
      return in(conversation).values().stream().filter(message -> !message.deleted()).toList();
    } finally {
      lock.unlock();
    }
  }

  Optional<PostedActivity> await(
      String conversation, Predicate<PostedActivity> wanted, Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      Optional<PostedActivity> seen = all(conversation).stream().filter(wanted).findFirst();
      while (seen.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        seen = all(conversation).stream().filter(wanted).findFirst();
      }
      return seen;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Map<String, PostedActivity> in(String conversation) {
    return byConversation.getOrDefault(conversation, Map.of());
  }
}

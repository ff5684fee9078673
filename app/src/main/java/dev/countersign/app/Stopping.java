package dev.countersign.app;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes the parts of a gate. One that fails is named in the log and keeps no other from closing:
/// whoever waits behind a door that hangs still gets to say what it knows.
final class Stopping {
  private static final Logger log = LoggerFactory.getLogger(Stopping.class);

  private Stopping() {}

  /// @param takes the time that it gives itself to close
  record Part(String name, AutoCloseable part, Duration takes) {}

  static Part part(String name, AutoCloseable part) {
    return part(name, part, Duration.ZERO);
  }

  static Part part(String name, AutoCloseable part, Duration takes) {
    return new Part(name, part, takes);
  }

  /// What is made on a ground, which is closed where that fails: nobody else could.
  static <T> T unlessMade(List<Part> ground, Supplier<T> made) {
    try {
      return made.get();
    } catch (RuntimeException | Error e) {
      inOrder(ground);
      throw e;
    }
  }

  /// What a part may take beyond the time that it gives itself.
  static final Duration BEYOND = Duration.ofSeconds(30);

  /// One after the other.
  static void inOrder(List<Part> parts) {
    parts.forEach(part -> sideBySide(List.of(part), BEYOND));
  }

  /// All at once; returns when the slowest has ended.
  static void sideBySide(List<Part> parts) {
    sideBySide(parts, BEYOND);
  }

  /// All at once; returns when the slowest has ended. What still hangs when its own time and
  /// `beyond` are over is left behind, so that the ground closes under it and nothing else waits.
  static void sideBySide(List<Part> parts, Duration beyond) {
    long start = System.nanoTime();
    Map<Part, Thread> closing = new LinkedHashMap<>();
    parts.forEach(part ->
        closing.put(part, Thread.ofVirtual().name("stop " + part.name()).start(() -> close(part))));
    closing.entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().takes()))
        .forEach(each ->
            await(
                each.getKey(),
                each.getValue(),
                start + each.getKey().takes().plus(beyond).toNanos()));
  }

  private static void await(Part part, Thread thread, long end) {
    try {
      if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        log.warn("{} did not stop in time and is left behind", part.name());
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Part part) {
    try {
      part.part().close();
    } catch (Exception | Error e) {
      log.warn("{} did not stop in order: {}", part.name(), e.toString());
    }
  }
}

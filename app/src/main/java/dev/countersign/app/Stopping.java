package dev.countersign.app;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes the parts of a gate. One that fails is named in the log and keeps no other from closing:
/// whoever waits behind a door that hangs still gets to say what it knows.
final class Stopping {
  private static final Logger log = LoggerFactory.getLogger(Stopping.class);

  private Stopping() {}

  record Part(String name, AutoCloseable part) {}

  static Part part(String name, AutoCloseable part) {
    return new Part(name, part);
  }

  /// One after the other.
  static void inOrder(List<Part> parts) {
    parts.forEach(Stopping::close);
  }

  /// All at once; returns when the slowest has ended.
  static void sideBySide(List<Part> parts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      parts.forEach(part -> threads.execute(() -> close(part)));
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

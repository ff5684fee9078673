package dev.countersign.trial;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, to be stopped in the opposite order, once, whoever asks first.
final class TrialStack implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrialStack.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  /// Stops it at once when everything is being stopped already.
  synchronized <T extends AutoCloseable> T add(T part) {
    if (closed) {
      stop(part);
      throw new TrialException("Stopped while starting.");
    }
    started.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      stop(started.pop());
    }
  }

  private static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      log.warn("{} did not stop in order", part.getClass().getSimpleName(), e);
    }
  }
}

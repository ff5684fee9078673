package dev.countersign.executors.sending;

import dev.countersign.execution.Outcome;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The moment from which a send may have an effect: the honest part of an attempt.
///
/// Whoever sends says [#depart] right before that moment. Whoever gives up before wins the race for
/// it, and then nothing ever has an effect.
public final class Departure {
  private enum Stage {
    PREPARING,
    DEPARTED,
    RECALLED
  }

  private static final Logger log = LoggerFactory.getLogger(Departure.class);

  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.PREPARING);
  private volatile @Nullable Socket socket;

  /// @param opened what is closed when the send is given up
  public void watch(Socket opened) {
    socket = opened;
    if (stage.get() == Stage.RECALLED) {
      Dialler.closeQuietly(opened);
    }
  }

  /// @throws NotSent when it was given up before
  public void depart() throws NotSent {
    if (!stage.compareAndSet(Stage.PREPARING, Stage.DEPARTED)) {
      throw new NotSent("timeout_before_send");
    }
  }

  public boolean hasDeparted() {
    return stage.get() == Stage.DEPARTED;
  }

  /// Of a send that ended with a fault. Logs the kind of the fault and never its message, which may
  /// quote what the target wrote.
  ///
  /// @param connection its name
  /// @param code as of [#recall]
  public Outcome lost(String connection, Exception fault, String code, int status) {
    if (fault instanceof RuntimeException) {
      log.error("connection {}: {}", connection, origin(fault));
    } else {
      log.info("connection {}: {}", connection, fault.getClass().getSimpleName());
    }
    return recall(code, status);
  }

  private static String origin(Exception fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /// Closes the connection; what comes of it depends on which side of the moment that was.
  ///
  /// @param code as of [SendAttempt#abandon]
  /// @param status what the target has answered so far, 0 for nothing
  public Outcome recall(String code, int status) {
    stage.compareAndSet(Stage.PREPARING, Stage.RECALLED);
    boolean nothingSent =
        stage.get() == Stage.RECALLED; // also where somebody else gave it up first
    Socket open = socket;
    if (open != null) {
      Dialler.closeQuietly(open);
    }
    return nothingSent
        ? new Outcome.Failed(code + "_before_send", 0)
        : new Outcome.Unknown(code, status);
  }
}

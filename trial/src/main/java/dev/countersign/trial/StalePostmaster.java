package dev.countersign.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a trial that was killed leaves behind: a server that still runs on the data, or only the
/// file `postmaster.pid` that keeps the next one from starting.
///
/// The caller holds the folder's lock, so no living trial needs that server.
final class StalePostmaster {
  /// For connections of the dead trial to end, and for the last checkpoint.
  static final Duration STOP = Duration.ofSeconds(20);

  /// The file has whole seconds, the system its own idea of when a process began.
  private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

  private static final int PID = 0;
  private static final int STARTED = 2;

  private StalePostmaster() {}

  /// Stops it and removes its file.
  ///
  /// @return whether anything was left behind
  static boolean clear(Path data) {
    Path file = data.resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file);
      Optional<ProcessHandle> process = process(lines);
      if (process.isPresent()) {
        stop(process.get());
      }
      Files.deleteIfExists(file);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new TrialException("The file " + file + " cannot be read or removed.", e);
    }
  }

  /// The server that wrote the file. A process that merely got the same number later began at
  /// another time, or is something else.
  private static Optional<ProcessHandle> process(List<String> lines) {
    if (lines.size() <= STARTED) {
      return Optional.empty();
    }
    try {
      long pid = Long.parseLong(lines.get(PID).strip());
      Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(STARTED).strip()));
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(StalePostmaster::isPostgres)
          .filter(process -> began(process, started));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
        .isPresent();
  }

  private static boolean began(ProcessHandle process, Instant started) {
    return process
        .info()
        .startInstant()
        .filter(at -> Duration.between(at, started).abs().compareTo(CLOCKS_APART) <= 0)
        .isPresent();
  }

  private static void stop(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new TrialException(
          "The database of an earlier trial still runs as process "
              + process.pid()
              + " and did not stop within "
              + STOP.toSeconds()
              + " s; stop it by hand.",
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrialException("Interrupted while stopping the database of an earlier trial.", e);
    }
  }
}

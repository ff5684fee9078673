package dev.countersign.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Another engine's command, which goes the same way with its own means and tells how often it got
/// to the end.
///
/// It is run once in each round by `/bin/sh -c`, with `BENCH_CALLERS` (how many work at once) and
/// `BENCH_SECONDS` (for how long) in its environment, and ends with status 0. The last line that it
/// prints is one number: items per second. What it prints before is passed on as progress.
final class Peer {
  /// Beyond the length of the turn: for starting and warming up.
  static final Duration GRACE = Duration.ofMinutes(2);

  private static final int MOST_OUTPUT = 64 * 1024;

  private final String command;
  private final Duration grace;
  private final Consumer<String> progress;

  /// @param grace beyond the length of a turn
  Peer(String command, Duration grace, Consumer<String> progress) {
    this.command = command;
    this.grace = grace;
    this.progress = progress;
  }

  /// @throws BenchRefusedException when the command does not keep to what is agreed
  double perSecond(BenchTurn turn) throws InterruptedException, IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true);
    builder.environment().put("BENCH_CALLERS", Integer.toString(turn.callers()));
    builder.environment().put("BENCH_SECONDS", Double.toString(turn.length().toMillis() / 1_000.0));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      CompletableFuture<String> output = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
      String printed = awaited(output, turn.length().plus(grace));
      int status = process.waitFor();
      if (status != 0) {
        throw new BenchRefusedException("the peer command ended with status " + status);
      }
      return number(printed);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void read(InputStream from, CompletableFuture<String> output) {
    try {
      byte[] printed = from.readNBytes(MOST_OUTPUT + 1);
      if (printed.length > MOST_OUTPUT) {
        throw new IOException("too much");
      }
      output.complete(new String(printed, StandardCharsets.UTF_8));
    } catch (IOException e) {
      output.completeExceptionally(e);
    }
  }

  private static String awaited(CompletableFuture<String> output, Duration most)
      throws InterruptedException {
    try {
      return output.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new BenchRefusedException(
          "the peer command ran for more than " + most.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new BenchRefusedException(
          "the peer command prints more than " + MOST_OUTPUT + " bytes, or what cannot be read");
    }
  }

  private double number(String printed) {
    List<String> lines = printed.strip().lines().toList();
    lines.stream().limit(Math.max(0, lines.size() - 1)).map("peer: "::concat).forEach(progress);
    String last = lines.isEmpty() ? "" : lines.getLast().strip();
    try {
      double perSecond = Double.parseDouble(last);
      if (Double.isFinite(perSecond) && perSecond >= 0) {
        return perSecond;
      }
    } catch (NumberFormatException e) {
      // Said below, with all else that is no rate.
    }
    throw new BenchRefusedException(
        "the peer command's last line is to be its items per second, a number");
  }
}

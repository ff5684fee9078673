package dev.countersign.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Processor times as Linux counts them in `/proc`, see proc(5).
final class MachineTimes {
  private static final Path PROC = Path.of("/proc");

  /// Linux tells programs a hundred ticks a second, whatever it uses itself.
  private static final long TICK = Duration.ofMillis(10).toNanos();

  /// Where the words of a process's line stand, counted from behind its name.
  private static final int PARENT = 1;

  private static final int OWN_USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  /// Of a machine's line: after user, nice and system.
  private static final int IDLE = 3;

  private static final int WAITING_FOR_DISK = 4;

  /// Time of guests stands behind these, and is part of the first two.
  private static final int WORDS = 8;

  private MachineTimes() {}

  /// @param all what there was
  /// @param busy what was taken, by whomever, or taken away by the host
  record Machine(long all, long busy) {}

  /// Empty where there is no such file.
  static Optional<Machine> machine() {
    Path file = PROC.resolve("stat");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String line = read(file).lines().findFirst().orElseThrow();
    long[] ticks =
        Arrays.stream(line.substring("cpu".length()).strip().split(" +"))
            .limit(WORDS)
            .mapToLong(Long::parseLong)
            .toArray();
    long all = Arrays.stream(ticks).sum();
    return Optional.of(
        new Machine(all * TICK, (all - ticks[IDLE] - ticks[WAITING_FOR_DISK]) * TICK));
  }

  /// Of a process and its children, also of those that have ended: a Postgres server is one parent
  /// and all that serve its connections.
  static OptionalLong tree(long parent) {
    if (stat(PROC.resolve(Long.toString(parent))).isEmpty()) {
      return OptionalLong.empty();
    }
    long sum = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        Optional<String[]> words = stat(process);
        if (words.isPresent() && isOf(process, words.get(), parent)) {
          sum += time(words.get());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return OptionalLong.of(sum);
  }

  /// The parent of a process.
  static OptionalLong parent(long process) {
    return stat(PROC.resolve(Long.toString(process))).stream()
        .mapToLong(words -> Long.parseLong(words[PARENT]))
        .findFirst();
  }

  private static boolean isOf(Path process, String[] words, long parent) {
    return process.getFileName().toString().equals(Long.toString(parent))
        || words[PARENT].equals(Long.toString(parent));
  }

  private static long time(String[] words) {
    return Arrays.stream(words, OWN_USER, CHILDREN_SYSTEM + 1).mapToLong(Long::parseLong).sum()
        * TICK;
  }

  /// The words behind the name, which may itself hold spaces and brackets. Empty when the process
  /// has ended.
  private static Optional<String[]> stat(Path process) {
    try {
      String line = Files.readString(process.resolve("stat"));
      return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

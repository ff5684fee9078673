package dev.countersign.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The JVM's own threads as Linux sees them, since no bean of the platform tells their time.
///
/// A compiler thread that was idle for long ends; what it did until it was last looked at stays
/// counted.
final class JvmThreads {
  private static final Path TASKS = Path.of("/proc/self/task");

  /// Linux keeps fifteen characters of a name.
  private static final Pattern COMPILERS = Pattern.compile("C[12] CompilerThre");

  private static final Pattern COLLECTORS =
      Pattern.compile("GC Thread#.*|G1 .*|Z[A-Z].*|Shenandoah.*|VM Thread|VM Periodic.*");

  private final Map<String, Long> compilers = new HashMap<>();
  private final Map<String, Long> collectors = new HashMap<>();

  /// @param compilers processor time in nanoseconds
  /// @param collectors processor time in nanoseconds
  record Times(long compilers, long collectors) {}

  /// Empty where there is no such folder.
  Optional<Times> look() {
    if (!Files.isDirectory(TASKS)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        look(task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(new Times(sum(compilers), sum(collectors)));
  }

  private void look(Path task) throws IOException {
    try {
      String name = Files.readString(task.resolve("comm")).strip();
      String id = task.getFileName().toString();
      if (COMPILERS.matcher(name).matches()) {
        compilers.put(id, nanos(task));
      } else if (COLLECTORS.matcher(name).matches()) {
        collectors.put(id, nanos(task));
      }
    } catch (NoSuchFileException e) {
      // It ended while we looked.
    }
  }

  /// The first number there: nanoseconds on a processor.
  private static long nanos(Path task) throws IOException {
    String times = Files.readString(task.resolve("schedstat"));
    return Long.parseLong(times.substring(0, times.indexOf(' ')));
  }

  private static long sum(Map<String, Long> times) {
    return times.values().stream().mapToLong(Long::longValue).sum();
  }
}

package dev.countersign.executors.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Programs that print a credential and end. Each is run without arguments, without input, and with
/// `PATH` and `HOME` alone: what else the gate knows is none of their business. What they write to
/// their error output is dropped, since it may hold anything.
final class CredentialPrograms {
  static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(CredentialPrograms.class);

  private final Path folder;
  private final Duration deadline;

  CredentialPrograms(Path folder) {
    this(folder, DEADLINE);
  }

  /// @param deadline for all of one run
  CredentialPrograms(Path folder, Duration deadline) {
    this.folder = folder;
    this.deadline = deadline;
  }

  /// Empty when it is not there, does not end well in time, or prints more than a credential has.
  Optional<String> run(String name) {
    Path program = folder.resolve(name).toAbsolutePath();
    if (!Files.isExecutable(program) || Files.isDirectory(program)) {
      log.warn("there is no program {} that prints a credential", name);
      return Optional.empty();
    }
    try {
      Process process = start(program);
      try {
        return printed(process, name);
      } finally {
        end(process);
      }
    } catch (IOException e) {
      log.warn("the program {} did not start", name);
      return Optional.empty();
    }
  }

  private static Process start(Path program) throws IOException {
    var builder =
        new ProcessBuilder(program.toString())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(Set.of("PATH", "HOME"));
    return builder.start();
  }

  private Optional<String> printed(Process process, String name) {
    var reading = new FutureTask<Optional<String>>(() -> ended(process));
    Thread.ofVirtual().name("credential-" + name).start(reading);
    try {
      Optional<String> printed = reading.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      if (printed.isEmpty()) {
        log.warn("the program {} did not print a credential and end with 0", name);
      }
      return printed;
    } catch (TimeoutException | ExecutionException e) {
      log.warn("the program {} did not end within {}", name, deadline);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> ended(Process process) throws IOException, InterruptedException {
    try (InputStream out = process.getInputStream()) {
      byte[] bytes = out.readNBytes(CredentialResolver.MAX_BYTES + 1);
      return bytes.length <= CredentialResolver.MAX_BYTES && process.waitFor() == 0
          ? Optional.of(new String(bytes, StandardCharsets.UTF_8))
          : Optional.empty();
    }
  }

  /// With whatever it started itself.
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

package dev.countersign.json;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The optional folder of third-party vectors, `shared/fixtures` beside any ancestor of the working
/// directory. A test that asks for what is not there is skipped, never failed.
public final class Fixtures {
  private Fixtures() {}

  public static Path require(String path) {
    Optional<Path> found = find(path);
    assumeTrue(found.isPresent(), "fixtures not present");
    return found.orElseThrow();
  }

  /// The regular files of a folder, by name.
  public static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(require(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> find(String path) {
    Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    return Stream.iterate(start, p -> p != null, Path::getParent)
        .map(ancestor -> ancestor.resolve("shared/fixtures").resolve(path))
        .filter(Files::exists)
        .findFirst();
  }
}

package dev.countersign.token;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Published test vectors, read from `shared/fixtures` beside any directory above; without them the
/// test is skipped.
final class Vectors {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Vectors() {}

  static JsonNode read(String name) {
    Optional<Path> file = locate(name);
    assumeTrue(file.isPresent(), "fixtures not present");
    return MAPPER.readTree(file.orElseThrow());
  }

  private static Optional<Path> locate(String name) {
    Path here = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    return Stream.iterate(here, dir -> dir != null, Path::getParent)
        .map(dir -> dir.resolve("shared/fixtures/vectors").resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}

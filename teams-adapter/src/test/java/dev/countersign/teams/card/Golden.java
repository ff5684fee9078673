package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Json;
import dev.countersign.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares with the files in `src/test/resources/golden`. Run with the environment variable
/// `GOLDEN_UPDATE=1` to write them anew, then read the difference.
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  static void check(String name, Json drawn) {
    Path file = FOLDER.resolve(name + ".json");
    String pretty = JsonText.indented(drawn) + "\n";
    try {
      if (System.getenv("GOLDEN_UPDATE") != null) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, pretty, StandardCharsets.UTF_8);
      }
      assertThat(Files.readString(file, StandardCharsets.UTF_8)).as(name).isEqualTo(pretty);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
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
    try {
      if (System.getenv("GOLDEN_UPDATE") != null) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, pretty(drawn), StandardCharsets.UTF_8);
      }
      assertThat(pretty(CanonicalJson.parse(Files.readAllBytes(file)))).isEqualTo(pretty(drawn));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pretty(Json json) {
    return new GsonBuilder()
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .create()
            .toJson(JsonParser.parseString(CanonicalJson.text(json)))
        + "\n";
  }
}

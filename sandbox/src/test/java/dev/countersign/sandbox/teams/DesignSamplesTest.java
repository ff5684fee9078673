package dev.countersign.sandbox.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The optional samples of `shared/design/messages/teams`.
class DesignSamplesTest {
  @Test
  void everySampleCardIsTakenAndRendered() throws IOException {
    List<Path> files = samples();
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String name = file.getFileName().toString();
      var card = (JsonObject) CanonicalJson.parse(Files.readAllBytes(file));
      assertThat(AdaptiveCardCheck.check(card)).as(name).isEmpty();
      assertThat(AdaptiveCardText.render(card))
          .as(name)
          .isNotEmpty()
          .doesNotContainPattern("[\\p{Cc}&&[^\n]]");
    }
  }

  private static List<Path> samples() throws IOException {
    Optional<Path> folder =
        SharedFolder.find("design").map(design -> design.resolve("messages/teams"));
    assumeTrue(folder.filter(Files::isDirectory).isPresent(), "design samples not present");
    try (Stream<Path> files = Files.list(folder.orElseThrow())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}

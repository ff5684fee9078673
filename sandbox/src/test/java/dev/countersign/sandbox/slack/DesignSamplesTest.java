package dev.countersign.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The optional samples of `shared/design/messages/slack`.
class DesignSamplesTest {
  @Test
  void everySampleMessageIsTakenAndRendered() throws IOException {
    List<Path> files = samples();
    for (Path file : files) {
      var sample = (JsonObject) CanonicalJson.parse(Files.readAllBytes(file));
      if (sample.has("type")) {
        assertThat(BlockKit.checkView(sample)).as(file.getFileName().toString()).isEmpty();
      } else {
        var blocks = (JsonArray) Optional.ofNullable(sample.get("blocks")).orElseThrow();
        assertThat(BlockKit.checkMessage(blocks)).as(file.getFileName().toString()).isEmpty();
        String text = CardText.render(BlockIds.complete(blocks));
        assertThat(text)
            .as(file.getFileName().toString())
            .doesNotContainPattern("[\\p{Cc}&&[^\n]]");
      }
    }
  }

  private static List<Path> samples() throws IOException {
    Optional<Path> folder =
        SharedFolder.find("design").map(design -> design.resolve("messages/slack"));
    assumeTrue(folder.filter(Files::isDirectory).isPresent(), "design samples not present");
    try (Stream<Path> files = Files.list(folder.orElseThrow())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}

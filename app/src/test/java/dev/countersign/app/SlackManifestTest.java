package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.file.Reading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The manifest that operators paste says what the code does.
final class SlackManifestTest {
  private static final JsonObject MANIFEST = read();

  @Test
  void clicksAreSentWhereTheGateListens() {
    JsonObject interactivity = MANIFEST.object("settings").object("interactivity");

    assertThat(interactivity.bool("is_enabled")).isTrue();
    assertThat(URI.create(interactivity.text("request_url")).getPath())
        .isEqualTo(Wiring.SLACK_PATH);
  }

  /// What `chat.postMessage`, `chat.update` and `chat.postEphemeral` need, the only methods used.
  @Test
  void itAsksForNoRightThatTheCodeDoesNotUse() {
    assertThat(MANIFEST.object("oauth_config").object("scopes").texts("bot"))
        .containsExactly("chat:write");
  }

  private static JsonObject read() {
    Path file =
        Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
            .map(folder -> folder.resolve("manifests/slack/manifest.yaml"))
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow();
    return switch (YamlDocument.read(file)) {
      case Reading.Read<YamlDocument>(var yaml) -> yaml.root();
      case Reading.Unreadable<YamlDocument>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}

package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.file.Reading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.manifest.GateAddress;
import dev.countersign.app.manifest.SlackManifest;
import dev.countersign.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The manifest that operators paste says what the code does.
final class SlackManifestTest {
  private static final String GATE = "https://gate.example.org/approvals";
  private static final String TEXT = SlackManifest.of(new GateAddress(GATE));
  private static final JsonObject MANIFEST = read();

  @Test
  void clicksAreSentWhereTheGateListens() {
    JsonObject interactivity = MANIFEST.object("settings").object("interactivity");

    assertThat(interactivity.bool("is_enabled")).isTrue();
    assertThat(interactivity.text("request_url")).isEqualTo(GATE + Chats.SLACK_PATH);
  }

  @Test
  void nothingIsLeftToFillIn() {
    assertThat(TEXT).doesNotContain("example.com");
  }

  /// What `chat.postMessage`, `chat.update` and `chat.postEphemeral` need, the only methods used.
  @Test
  void itAsksForNoRightThatTheCodeDoesNotUse() {
    assertThat(MANIFEST.object("oauth_config").object("scopes").texts("bot"))
        .containsExactly("chat:write");
  }

  private static JsonObject read() {
    return switch (YamlDocument.read("manifest.yaml", TEXT.getBytes(StandardCharsets.UTF_8))) {
      case Reading.Read<YamlDocument>(var yaml) -> yaml.root();
      case Reading.Unreadable<YamlDocument>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}

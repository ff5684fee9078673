package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.manifest.GateAddress;
import dev.countersign.app.manifest.SlackManifest;
import dev.countersign.card.Command;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.SlackSandbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The manifest that operators paste says what the code does.
final class SlackManifestTest {
  private static final String GATE = "https://gate.example.org/approvals";
  private static final String TEXT = SlackManifest.at(new GateAddress(GATE)).text();
  private static final JsonObject MANIFEST = read(TEXT);

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

  @Test
  void theOfficialSchemaAcceptsIt() {
    Schema schema = officialSchema();

    assertThat(schema.validate(CanonicalJson.text(MANIFEST), InputFormat.JSON)).isEmpty();
    String wrong = CanonicalJson.text(MANIFEST).replace("\"command\"", "\"komando\"");
    assertThat(schema.validate(wrong, InputFormat.JSON)).isNotEmpty();
  }

  private static Schema officialSchema() {
    byte[] schema =
        Fixtures.bytes(Fixtures.require("platforms/slack/manifest/manifest.schema.2.0.0.json"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(new String(schema, StandardCharsets.UTF_8));
  }

  @Test
  void theCommandsAreSentWhereTheGateListensAndHintAtAllThatOneCanAsk() {
    List<JsonObject> commands = MANIFEST.object("features").objects("slash_commands", one -> one);

    assertThat(commands)
        .allSatisfy(one -> assertThat(one.text("url")).isEqualTo(GATE + Chats.SLACK_PATH));
    assertThat(commands.subList(1, commands.size()))
        .extracting(one -> one.text("command") + " " + one.text("usage_hint"))
        .containsExactlyElementsOf(
            Command.ofTheirOwn().stream().map(one -> "/" + one.usage()).toList());
    JsonObject command = commands.getFirst();
    assertThat(command.text("command")).isEqualTo("/countersign").hasSizeBetween(2, 32);
    assertThat(command.text("url")).isEqualTo(GATE + Chats.SLACK_PATH);
    assertThat(command.text("description")).hasSizeBetween(1, 2_000);
    assertThat(command.text("usage_hint")).isEqualTo(Command.hint()).hasSizeBetween(1, 1_000);
    assertThat(Command.values())
        .allSatisfy(
            one -> assertThat(command.text("usage_hint").split(" \\| ", -1)).contains(one.usage()));
  }

  /// What `chat.postMessage`, `chat.update` and `chat.postEphemeral` need, the only methods used,
  /// and what Slack wants for a slash command.
  @Test
  void itAsksForNoRightThatTheCodeDoesNotUse() {
    assertThat(MANIFEST.object("oauth_config").object("scopes").texts("bot"))
        .containsExactly("chat:write", "commands")
        .as("what the emulated Slack gives")
        .containsExactlyInAnyOrderElementsOf(SlackSandbox.SCOPES);
  }

  @Test
  void itHasAPageOfItsOwnAndHearsNothingButThatItIsOpenedAndThatTheAppIsGone() {
    JsonObject events = MANIFEST.object("settings").object("event_subscriptions");

    assertThat(MANIFEST.object("features").object("app_home").bool("home_tab_enabled")).isTrue();
    assertThat(events.text("request_url")).isEqualTo(GATE + Chats.SLACK_PATH);
    assertThat(events.texts("bot_events"))
        .containsExactly("app_uninstalled", "tokens_revoked", "app_home_opened");
    assertThat(
            read(SlackManifest.bySocket().text())
                .object("settings")
                .object("event_subscriptions")
                .texts("bot_events"))
        .containsExactly("app_uninstalled", "tokens_revoked", "app_home_opened");
  }

  @Test
  void anAppThatTheGateOpensASocketToHasNoAddress() {
    String text = SlackManifest.bySocket().text();
    JsonObject manifest = read(text);

    assertThat(text).doesNotContain("http", "example.com");
    assertThat(manifest.object("settings").bool("socket_mode_enabled")).isTrue();
    assertThat(manifest.object("settings").object("interactivity").bool("is_enabled")).isTrue();
    assertThat(MANIFEST.object("settings").bool("socket_mode_enabled")).isFalse();
    assertThat(officialSchema().validate(CanonicalJson.text(manifest), InputFormat.JSON)).isEmpty();
  }

  @Test
  void channelsAreSeenOnlyWhereSomebodyAskedForIt() {
    JsonObject seeing = read(SlackManifest.bySocket().seeingChannels().text());

    assertThat(seeing.object("oauth_config").object("scopes").texts("bot"))
        .containsExactly("chat:write", "commands", "channels:read", "groups:read");
    assertThat(seeing.object("settings").object("event_subscriptions").texts("bot_events"))
        .as("each is acted on")
        .containsExactly(
            "app_uninstalled",
            "tokens_revoked",
            "app_home_opened",
            "channel_shared",
            "channel_unshared",
            "channel_archive",
            "channel_unarchive",
            "channel_rename",
            "channel_deleted",
            "channel_left",
            "group_archive",
            "group_unarchive",
            "group_rename",
            "group_deleted",
            "group_left",
            "member_joined_channel",
            "member_left_channel",
            "channel_id_changed");
  }

  private static JsonObject read(String text) {
    return switch (YamlDocument.read("manifest.yaml", text.getBytes(StandardCharsets.UTF_8))) {
      case FileReading.Read<YamlDocument>(var yaml) -> yaml.root();
      case FileReading.Unreadable<YamlDocument>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}

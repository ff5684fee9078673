package dev.countersign.teams.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Fixtures;
import dev.countersign.teams.caller.ActivityReading.Fault;
import dev.countersign.teams.caller.ActivityReading.Malformed;
import dev.countersign.teams.caller.ActivityReading.Read;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ActivityReaderTest {
  private final ActivityReader reader = new ActivityReader();

  @Test
  void aPressIsReadAsTeamsSendsIt() {
    Activity press = read(SampleActivities.PRESS);
    assertThat(press.isInvoke("adaptiveCard/action")).isTrue();
    assertThat(press.id()).isEqualTo("f:1");
    assertThat(press.sentAt()).contains(Instant.parse("2026-11-23T15:00:00.123Z"));
    assertThat(Objects.requireNonNull(press.from()).person())
        .contains("0a1b2c3d-0000-4000-8000-00000000000a");
    assertThat(Objects.requireNonNull(press.conversation()).place())
        .contains("19:approvals@thread.tacv2");
    assertThat(Objects.requireNonNull(press.value()).path("action").path("verb").asString())
        .isEqualTo("approve");
    assertThat(press.replyToId()).isEqualTo("1700000000000");
    assertThat(Objects.requireNonNull(press.recipient()).targeted()).isFalse();
    assertThat(press.membersAdded()).isEmpty();
  }

  @Test
  void aCommandMentionsTheBotAndMayBeTargeted() {
    Activity command = read(SampleActivities.COMMAND);
    assertThat(Objects.requireNonNull(command.recipient()).targeted()).isTrue();
    assertThat(command.mentions())
        .containsExactly(new Activity.Mention("28:bot", "<at>Countersign</at>"));
    assertThat(command.text()).isEqualTo("<at>Countersign</at> queue");
  }

  @Test
  void anInstallationNamesTeamChannelAndMembers() {
    Activity installed = read(SampleActivities.INSTALLED);
    Activity.ChannelData data = Objects.requireNonNull(installed.channelData());
    assertThat(data.eventType()).isEqualTo("teamMemberAdded");
    assertThat(Objects.requireNonNull(data.team()).id()).isEqualTo("19:team@thread.tacv2");
    assertThat(data.settings())
        .isEqualTo(new Activity.Settings(new Activity.Named("19:approvals@thread.tacv2", null)));
    assertThat(Objects.requireNonNull(installed.membersAdded()))
        .extracting(Activity.Account::id)
        .containsExactly("28:bot", "29:mira");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "{\"type\":\"a\",}",
        "{'type':'a'}",
        "{\"type\":\"a\",\"type\":\"a\"}",
        "{\"type\":\"a\",\"unknown\":{\"x\":1,\"x\":2}}",
        "{\"type\":\"a\"} x",
        "\uFEFF{\"type\":\"a\"}",
        "{\"type\":NaN}",
        "{/**/\"type\":\"a\"}"
      })
  void whatIsNotOneJsonValueIsRefused(String body) {
    assertFault(body, Fault.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"message\"",
        "7",
        "{\"type\":7}",
        "{\"type\":true}",
        "{\"type\":[\"message\"]}",
        "{\"type\":{\"x\":1}}",
        "{\"type\":\"a\",\"id\":1.5}",
        "{\"type\":\"a\",\"from\":\"29:x\"}",
        "{\"type\":\"a\",\"from\":[]}",
        "{\"type\":\"a\",\"recipient\":{\"isTargeted\":\"true\"}}",
        "{\"type\":\"a\",\"recipient\":{\"isTargeted\":1}}",
        "{\"type\":\"a\",\"conversation\":{\"isGroup\":\"yes\"}}",
        "{\"type\":\"a\",\"channelData\":\"x\"}",
        "{\"type\":\"a\",\"channelData\":{\"tenant\":\"x\"}}",
        "{\"type\":\"a\",\"channelData\":{\"tenant\":{\"id\":{\"x\":\"y\"}}}}",
        "{\"type\":\"a\",\"membersAdded\":{\"id\":\"x\"}}",
        "{\"type\":\"a\",\"membersAdded\":[null]}",
        "{\"type\":\"a\",\"membersAdded\":[\"x\"]}",
        "{\"type\":\"a\",\"entities\":\"x\"}"
      })
  void nothingIsConvertedIntoWhatWeExpect(String body) {
    assertFault(body, Fault.WRONG_SHAPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"{}", "{\"type\":null}", "{\"type\":\"\"}", "{\"Type\":\"message\"}"})
  void anActivityHasAType(String body) {
    assertFault(body, Fault.NO_TYPE);
  }

  @Test
  void everythingHasABound() {
    assertFault("{\"type\":\"" + "x".repeat(Activity.MAX_ID + 1) + "\"}", Fault.WRONG_SHAPE);
    int within = ActivityReader.MAX_BYTES - 21;
    assertThat(reader.read(bytes("{\"type\":\"a\",\"text\":\"" + "x".repeat(within - 2) + "\"}")))
        .isInstanceOf(Read.class);
    assertFault(" ".repeat(ActivityReader.MAX_BYTES + 1), Fault.TOO_LARGE);
    assertThat(reader.read(bytes(nested(StrictJson.MAX_DEPTH - 1)))).isInstanceOf(Read.class);
    assertFault(nested(StrictJson.MAX_DEPTH), Fault.NOT_JSON);
    assertFault("{\"type\":\"a\",\"value\":" + "9".repeat(200) + "}", Fault.NOT_JSON);
  }

  @Test
  void bytesAreUtf8() {
    assertThat(reader.read(new byte[] {'{', '"', (byte) 0xff, '"', '}'}))
        .isEqualTo(new Malformed(Fault.NOT_UTF8));
    assertThat(reader.read("{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(Malformed.class);
    assertThat(reader.read("{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_16)))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void everyBeginningOfAnActivityIsRefused() {
    String body = SampleActivities.PRESS.strip();
    for (int end = 0; end < body.length(); end++) {
      assertFault(body.substring(0, end), Fault.NOT_JSON);
    }
  }

  @Test
  void idsOfPeopleAreGuids() {
    assertThat(new Activity.Account("29:x", "user-id-0", null).person()).isEmpty();
    assertThat(new Activity.Account("29:x", null, null).person()).isEmpty();
  }

  @Test
  void theSpecificationsExamplesAreReadOrRefusedByName() {
    int read = 0;
    for (String file : List.of("protocol-activity.md", "protocol-cards.md")) {
      String text = text(Fixtures.require("platforms/botframework/spec/" + file));
      Matcher examples = Pattern.compile("```json\\s*\\R(.*?)```", Pattern.DOTALL).matcher(text);
      while (examples.find()) {
        read += reader.read(bytes(examples.group(1))) instanceof Read ? 1 : 0;
      }
    }
    assertThat(read).isGreaterThan(5);
  }

  @Test
  void recordedActivitiesAreReadWithTheirValues() {
    int read = 0;
    for (Path file : Fixtures.files("platforms/botframework/connector-recordings")) {
      for (JsonNode call : JsonMapper.shared().readTree(text(file)).path("networkCallRecords")) {
        String body = call.path("Body").asString("");
        if (reader.read(bytes(body)) instanceof Read(Activity activity)) {
          JsonNode sent = JsonMapper.shared().readTree(body);
          assertThat(activity.type()).isEqualTo(sent.path("type").asString());
          assertThat(Objects.requireNonNullElse(activity.text(), ""))
              .isEqualTo(sent.path("text").asString(""));
          read++;
        }
      }
    }
    assertThat(read).isGreaterThan(5);
  }

  private static String nested(int depth) {
    return "{\"type\":\"a\",\"value\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private Activity read(String body) {
    return switch (reader.read(bytes(body))) {
      case Read(Activity activity) -> activity;
      case Malformed malformed -> throw new AssertionError(malformed);
    };
  }

  private void assertFault(String body, Fault fault) {
    assertThat(reader.read(bytes(body))).as(body).isEqualTo(new Malformed(fault));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Path file) {
    return new String(Fixtures.bytes(file), StandardCharsets.UTF_8);
  }

  @Test
  void aMentionOfNothingIsNoneAndOnlySoManyAreLookedAt() {
    String mentions =
        "{\"type\":\"mention\",\"mentioned\":{\"id\":\"28:a\"},\"text\":\"\"},".repeat(50)
            + "{\"type\":\"mention\",\"mentioned\":{\"id\":\"28:a\"},\"text\":\"<at>a</at>\"},"
                .repeat(50);
    String body =
        "{\"type\":\"message\",\"entities\":["
            + mentions.substring(0, mentions.length() - 1)
            + "]}";

    ActivityReading reading = new ActivityReader().read(body.getBytes(StandardCharsets.UTF_8));

    assertThat(((ActivityReading.Read) reading).activity().mentions())
        .hasSize(Activity.MAX_MENTIONS)
        .allSatisfy(mention -> assertThat(mention.text()).isNotEmpty());
  }
}

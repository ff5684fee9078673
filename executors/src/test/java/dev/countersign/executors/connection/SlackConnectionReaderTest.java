package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ReferencePage;
import dev.countersign.executors.Calls;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackConnectionReaderTest {
  static final Set<String> KEYS =
      Set.of(
          "kind",
          "channels",
          "audience",
          "dry_run",
          "credential",
          "base_url",
          "allow_private_addresses",
          "ca",
          "proxy",
          "proxy_credential",
          "environment",
          "limits",
          "operations");

  private static final ReferencePage PAGE =
      ReferencePage.read("connections.md").section("Keys of Slack");

  private static final String LEAST =
      "{\"support\":{\"kind\":\"slack\",\"channels\":[\"C0123456789\"],\"credential\":\"env:SLACK\"}}";

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  @Test
  void whatIsLeftOutHasCautiousDefaults() {
    assertThat(((ConnectionsResult.Read) read(LEAST)).connections().find("support"))
        .contains(
            new SlackConnection(
                "support",
                new BaseUrl("https", "slack.com", 443),
                Set.of("C0123456789"),
                AllowedReaders.ANY,
                false,
                Optional.of(new CredentialReference.Environment("SLACK")),
                Limits.DEFAULT,
                NetworkAccess.PUBLIC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "C0123456789"               | "#support"                                      | bad_name
          "C0123456789"               | "U0123456789"                                   | bad_name
          "C0123456789"               | "D0123456789"                                   | bad_name
          "channels":["C0123456789"], |                                                 | required
          ,"credential":"env:SLACK"   |                                                 | required
          "env:SLACK"                 | "xoxb-secret"                                   | bad_credential
          "env:SLACK"                 | "env:SLACK","team":"T0"                         | unknown_key
          "env:SLACK" | "env:SLACK","audience":"internal " | unknown_audience
          "env:SLACK" | "env:SLACK","audience":"public" | unknown_audience
          "env:SLACK" | "env:SLACK","dry_run":"yes" | wrong_type
          "env:SLACK"                 | "env:SLACK","base_url":"http://slack.com"       | bad_base_url
          "env:SLACK"                 | "env:SLACK","base_url":"https://slack.com/api"  | bad_base_url
          "env:SLACK"                 | "env:SLACK","base_url":"https://169.254.169.254" | closed_address
          """)
  void eachMistakeHasItsCode(String from, String to, String code) {
    assertThat(LEAST).contains(from);
    assertThat(read(LEAST.replace(from, to == null ? "" : to)))
        .isInstanceOfSatisfying(
            ConnectionsResult.Invalid.class,
            invalid ->
                assertThat(invalid.errors())
                    .extracting(ConnectionError::code)
                    .containsExactly(code));
  }

  @Test
  void thePageNamesEveryKeyAndNoOther() {
    assertThat(PAGE.rows().stream().map(row -> row.words(0).getFirst()))
        .containsExactlyInAnyOrderElementsOf(KEYS.stream().map(key -> "*." + key).toList());
    assertThat(PAGE.row("*.channels").words(3)).contains("" + SlackConnection.MAX_CHANNELS);
  }

  @Test
  void theTableNamesEveryKeyThatTheReaderKnows() {
    String unknown = LEAST.replace("{\"kind\"", "{\"zzz\":1,\"limits\":{},\"kind\"");
    String detail = ((ConnectionsResult.Invalid) read(unknown)).errors().getFirst().detail();
    assertThat(detail.substring(detail.indexOf(": ") + 2, detail.length() - 1).split(", "))
        .containsExactlyInAnyOrderElementsOf(KEYS);
  }
}

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

class TeamsConnectionReaderTest {
  static final Set<String> KEYS =
      Set.of(
          "kind",
          "tenant",
          "app_id",
          "channels",
          "audience",
          "dry_run",
          "credential",
          "base_url",
          "login_url",
          "allow_private_addresses",
          "ca",
          "proxy",
          "proxy_credential",
          "environment",
          "limits",
          "operations");

  private static final ReferencePage PAGE =
      ReferencePage.read("connections.md").section("Keys of Teams");

  private static final String TENANT = "7f3a1c52-9b0e-4d6f-8a21-5c4e9d0b7a10";
  private static final String APP = "1b0c1f9e-6a64-4a4b-9b7e-0f7f3f2f9a11";
  private static final String CHANNEL = "19:sales@thread.tacv2";

  private static final String LEAST =
      "{\"sales\":{\"kind\":\"teams\",\"tenant\":\"%s\",\"app_id\":\"%s\",\"channels\":[\"%s\"],\"credential\":\"env:TEAMS\"}}"
          .formatted(TENANT, APP, CHANNEL);

  private static ConnectionsResult read(String json) {
    return ConnectionsReader.read((JsonObject) Calls.json(json));
  }

  @Test
  void whatIsLeftOutHasCautiousDefaults() {
    assertThat(((ConnectionsResult.Read) read(LEAST)).connections().find("sales"))
        .contains(
            new TeamsConnection(
                "sales",
                new BaseUrl("https", "smba.trafficmanager.net", 443),
                new BaseUrl("https", "login.microsoftonline.com", 443),
                TENANT,
                APP,
                Set.of(CHANNEL),
                AllowedReaders.ANY,
                false,
                Optional.of(new CredentialReference.Environment("TEAMS")),
                Limits.DEFAULT,
                NetworkAccess.PUBLIC));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "19:sales@thread.tacv2"                 | "sales"                                         | bad_name
          "19:sales@thread.tacv2"                 | "19:sales@thread.tacv2;messageid=1"             | bad_name
          "19:sales@thread.tacv2"                 | "19:../../@thread.tacv2"                        | bad_name
          "19:sales@thread.tacv2"                 | "a:personal"                                    | bad_name
          "7f3a1c52-9b0e-4d6f-8a21-5c4e9d0b7a10"  | "contoso.com"                                   | bad_name
          "1b0c1f9e-6a64-4a4b-9b7e-0f7f3f2f9a11"  | "../common"                                     | bad_name
          "channels":["19:sales@thread.tacv2"],   |                                                 | required
          ,"credential":"env:TEAMS"               |                                                 | required
          "env:TEAMS"                             | "a-secret"                                      | bad_credential
          "env:TEAMS"                             | "env:TEAMS","team":"T0"                         | unknown_key
          "env:TEAMS" | "env:TEAMS","audience":"internal " | unknown_audience
          "env:TEAMS" | "env:TEAMS","audience":"public" | unknown_audience
          "env:TEAMS" | "env:TEAMS","dry_run":"yes" | wrong_type
          "env:TEAMS"                             | "env:TEAMS","base_url":"http://smba.example"    | bad_base_url
          "env:TEAMS"                             | "env:TEAMS","login_url":"http://login.example"  | bad_base_url
          "env:TEAMS"                             | "env:TEAMS","login_url":"https://169.254.169.254" | closed_address
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
    assertThat(PAGE.row("*.channels").words(3)).contains("" + TeamsConnection.MAX_CHANNELS);
  }

  @Test
  void theTableNamesEveryKeyThatTheReaderKnows() {
    String unknown = LEAST.replace("{\"kind\"", "{\"zzz\":1,\"limits\":{},\"kind\"");
    String detail = ((ConnectionsResult.Invalid) read(unknown)).errors().getFirst().detail();
    assertThat(detail.substring(detail.indexOf(": ") + 2, detail.length() - 1).split(", "))
        .containsExactlyInAnyOrderElementsOf(KEYS);
  }
}

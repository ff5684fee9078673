package dev.countersign.executors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.countersign.executors.connection.Connection;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.smtp.MailServer;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.setup.SetupFinding;
import dev.countersign.setup.SetupFinding.Grade;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConnectionsCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private static List<SetupFinding> check(Connection connection, Instant now) {
    return new ConnectionsCheck(
            new Outbound(
                SetCredentials.of(
                    Map.of("BILLING", "Bearer canary", "MAIL", Mail.PASSWORD, "CRM", Crm.PASSWORD)),
                host ->
                    host.endsWith("example")
                        ? List.of(InetAddress.getLoopbackAddress())
                        : List.of(InetAddress.getByName("169.254.169.254")),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                InstantSource.fixed(now),
                new InMemorySendCounts(InstantSource.fixed(now))))
        .of(connection);
  }

  private static List<String> told(List<SetupFinding> findings) {
    return findings.stream()
        .map(one -> one.grade() + " " + one.subject() + ": " + one.found())
        .toList();
  }

  private static Connection http(String baseUrl, String more) {
    String json =
        "{\"billing\":{\"kind\":\"http\",\"base_url\":\"%s\",\"allow\":[],\"allow_private_addresses\":true%s}}"
            .formatted(baseUrl, more);
    return ((ConnectionsResult.Read) ConnectionsReader.read((JsonObject) Calls.json(json)))
        .connections()
        .find("billing")
        .orElseThrow();
  }

  @Test
  void ofAnHttpTargetTheRootIsAskedWithoutTheCredential() {
    var target = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    target.start();
    try {
      target.stubFor(
          WireMock.any(WireMock.anyUrl())
              .willReturn(
                  WireMock.aResponse()
                      .withStatus(404)
                      .withHeader("Date", "Mon, 30 Nov 2026 12:05:00 GMT")));
      List<SetupFinding> findings =
          check(
              http(
                  "http://api.billing.example:" + target.port(), ",\"credential\":\"env:BILLING\""),
              NOW);
      assertThat(told(findings))
          .containsExactly(
              "GOOD billing credential: env:BILLING is there",
              "GOOD billing address: 127.0.0.1, port " + target.port(),
              "GOOD billing host: answered 404 to HEAD /",
              "UNSEEN billing authentication: not tried, and nobody knows whether the credential is"
                  + " taken",
              "NOTE billing clock: 300 s ahead of this machine's, more than 30 s");
      assertThat(target.getAllServeEvents())
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getRequest().getMethod().getName()).isEqualTo("HEAD");
            assertThat(event.getRequest().containsHeader("authorization")).isFalse();
          });
      assertThat(findings.toString()).doesNotContain("canary");
    } finally {
      target.stop();
    }
  }

  private static final String CHECKED =
      ",\"credential\":\"env:BILLING\",\"check\":\"/v1/me?brief=1\"";

  /// What is told of the credential, by a target that answers this to it and that to whoever has
  /// none; and what the target was asked.
  private static List<String> tried(int with, int without, List<String> asked) {
    var target = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    target.start();
    try {
      target.stubFor(
          WireMock.any(WireMock.anyUrl())
              .willReturn(WireMock.aResponse().withStatus(without).withBody("canary")));
      target.stubFor(
          WireMock.any(WireMock.anyUrl())
              .withHeader("authorization", WireMock.equalTo("Bearer canary"))
              .willReturn(
                  WireMock.aResponse()
                      .withStatus(with)
                      .withHeader("location", "/elsewhere")
                      .withBody("canary")));
      List<SetupFinding> findings =
          check(http("http://api.billing.example:" + target.port(), CHECKED), NOW);
      assertThat(findings.toString()).doesNotContain("canary");
      target
          .getAllServeEvents()
          .reversed()
          .forEach(event ->
              asked.add(
                  event.getRequest().getMethod()
                      + " "
                      + event.getRequest().getUrl()
                      + (event.getRequest().containsHeader("authorization") ? " with" : "")));
      return told(findings).stream().filter(line -> line.contains("authentication")).toList();
    } finally {
      target.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200,401,'GOOD billing authentication: the credential is taken: 200 with it, 401 without'",
    "204,403,'GOOD billing authentication: the credential is taken: 204 with it, 403 without'",
    "401,401,'BAD billing authentication: the credential is refused: 401'",
    "403,401,'BAD billing authentication: the credential is refused: 403'",
    "200,200,'UNSEEN billing authentication: GET /v1/me?brief=1 answers 200 without the credential,"
        + " too'",
    "302,401,'UNSEEN billing authentication: neither taken nor refused: 302, not followed'",
    "404,404,'UNSEEN billing authentication: neither taken nor refused: 404'",
    "429,401,'UNSEEN billing authentication: neither taken nor refused: 429'",
    "503,401,'UNSEEN billing authentication: neither taken nor refused: 503'",
  })
  void theCallThatTheOperatorNamesTriesTheCredential(int with, int without, String said) {
    var asked = new ArrayList<String>();
    assertThat(tried(with, without, asked)).containsExactly(said);
    assertThat(asked)
        .containsExactlyElementsOf(
            with / 100 == 2
                ? List.of("GET /v1/me?brief=1 with", "GET /v1/me?brief=1")
                : List.of("GET /v1/me?brief=1 with"));
  }

  @Test
  void theCredentialGoesNowhereThatNoCallWouldGo() {
    assertThat(told(check(http("http://metadata.evil", CHECKED), NOW)))
        .containsExactly(
            "GOOD billing credential: env:BILLING is there", "BAD billing host: address_denied");
  }

  @Test
  void withoutTheCredentialTheCallTriesNothing() {
    var target = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    target.start();
    try {
      assertThat(
              told(
                  check(
                      http(
                          "http://api.billing.example:" + target.port(),
                          CHECKED.replace("BILLING", "GONE")),
                      NOW)))
          .contains(
              "BAD billing credential: env:GONE is not there, or no line of printable ASCII",
              "UNSEEN billing authentication: not tried, as there is no credential");
    } finally {
      target.stop();
    }
  }

  @Test
  void recordsOfAServiceAreNotAskedForAndThatIsSaid() {
    assertThat(
            told(
                check(
                    http(
                        "http://api.billing.example:1",
                        ",\"records\":{\"note\":{\"path\":\"/v1/notes/{id}\",\"key\":{\"at\":\"/id\"},\"allow\":[\"delete\"]}}"),
                    NOW)))
        .last()
        .isEqualTo(
            "UNSEEN billing note: /v1/notes/{id}, 0 fields: not asked for, as that takes the key of"
                + " a record");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{"aud":"https://api.botframework.com","appid":"1b0c1f9e-6a64-4a4b-9b7e-0f7f3f2f9a11"}' | GOOD support roles: none
          '{"aud":"https://api.botframework.com","roles":["Mail.Send","<b>","User.Read.All"]}'    | NOTE support roles: the app may more: Mail.Send, User.Read.All
          '{"aud":"https://graph.microsoft.com"}'                                                 | BAD support token: not for the connector of Teams
          '{"aud":"https://api.botframework.com","appid":"0000"}'                                 | BAD support token: of another app
          'nothing'                                                                               | UNSEEN support roles: the token does not say what it may
          """)
  void ofAnAppInTeamsItIsToldWhatItMay(String claims, String said) {
    String token =
        "h."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
            + ".s";
    var login = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    login.start();
    try {
      login.stubFor(
          WireMock.post(WireMock.anyUrl())
              .willReturn(WireMock.okJson("{\"access_token\":\"" + token + "\"}")));
      List<SetupFinding> findings =
          check(
              ((ConnectionsResult.Read)
                      ConnectionsReader.read(
                          (JsonObject)
                              Calls.json(
                                  """
                                  {"support":{"kind":"teams","tenant":"7f3a1c52-9b0e-4d6f-8a21-5c4e9d0b7a10",
                                    "app_id":"1b0c1f9e-6a64-4a4b-9b7e-0f7f3f2f9a11","channels":["19:a@thread.tacv2"],
                                    "credential":"env:MAIL","login_url":"http://login.example:%d",
                                    "base_url":"http://login.example:1","allow_private_addresses":true}}
                                  """
                                      .formatted(login.port()))))
                  .connections()
                  .find("support")
                  .orElseThrow(),
              NOW);
      assertThat(told(findings)).anySatisfy(line -> assertThat(line).startsWith(said));
      assertThat(findings.toString()).doesNotContain(token).doesNotContain(Mail.PASSWORD);
    } finally {
      login.stop();
    }
  }

  @Test
  void ofColumnsItIsSaidWhatTheFileHasOtherwise() throws IOException {
    try (EmbeddedPostgres server = Crm.server()) {
      Connection crm = Crm.plain(server.getPort()).connection();
      Crm.run(
          server,
          "ALTER TABLE account ALTER seats TYPE text, ALTER renewal TYPE timestamp,"
              + " ADD region text NOT NULL, ADD code int GENERATED ALWAYS AS IDENTITY;"
              + " ALTER TABLE account ALTER region DROP DEFAULT");
      assertThat(told(check(crm, Instant.now())))
          .contains(
              "NOTE crm account: the file has another type for seats, which is text",
              "NOTE crm account: the file has another type for renewal, which is timestamp without"
                  + " time zone",
              "NOTE crm account: a record is created without region, which has no default");

      Crm.run(
          server,
          "CREATE DOMAIN heads AS int; ALTER TABLE account DROP region,"
              + " ALTER seats TYPE heads USING 1, ALTER renewal TYPE date,"
              + " ALTER lock_version DROP DEFAULT, ALTER lock_version DROP NOT NULL,"
              + " ALTER lock_version TYPE text");
      assertThat(told(check(crm, Instant.now())))
          .contains(
              "BAD crm account: public.account would have to have lock_version as a number, which a"
                  + " change raises")
          .noneMatch(line -> line.contains("another type") || line.contains("no default"));
    }
  }

  @Test
  void whatIsMissingIsSaidWithWhatToDo() {
    assertThat(
            told(check(http("http://api.billing.example:1", ",\"credential\":\"env:GONE\""), NOW)))
        .containsExactly(
            "BAD billing credential: env:GONE is not there, or no line of printable ASCII",
            "BAD billing host: connect_failed");
    assertThat(check(http("http://metadata.evil", ""), NOW))
        .last()
        .satisfies(finding -> {
          assertThat(finding.found()).isEqualTo("address_denied");
          assertThat(finding.next()).contains("allow_private_addresses");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"220 hello", "", "HTTP/1.1 200 OK"})
  void whatSpeaksAnotherProtocolOrNoneIsLeft(String answer) throws IOException {
    try (var target =
        new RawTarget((socket, it) -> {
          RawTarget.write(socket, answer);
          it.hang();
        })) {
      String limits = ",\"limits\":{\"timeout\":\"300ms\",\"connect\":\"300ms\"}";
      assertThat(check(http("http://api.billing.example:" + target.port(), limits), NOW))
          .last()
          .satisfies(finding -> assertThat(finding.grade()).isEqualTo(Grade.BAD));
    }
  }

  @Test
  void ofAMailServerTheSenderIsAskedAndNobodyGetsAnything() throws IOException {
    var server = new MailServer(Map.of());
    try (var target = new RawTarget(server)) {
      assertThat(told(check(Mail.plain(target.port()).signingIn().connection(), NOW)))
          .containsExactly(
              "GOOD mail credential: env:MAIL is there",
              "GOOD mail address: 127.0.0.1, port " + target.port(),
              "GOOD mail sign-in: as gate",
              "GOOD mail sender: help@example.com");
      assertThat(server.heard()).doesNotContain("DATA").noneMatch(line -> line.startsWith("RCPT"));
      assertThat(server.messages()).isEmpty();
    }
  }

  @Test
  void aMailServerThatTakesNotThisSenderSaysSo() throws IOException {
    try (var target = new RawTarget(new MailServer(Map.of("MAIL", "550 no")))) {
      assertThat(told(check(Mail.plain(target.port()).connection(), NOW)))
          .last()
          .isEqualTo("BAD mail sender: sender_refused");
    }
  }

  @Test
  void ofADatabaseItIsSaidWhatTheRoleLacksAndWhatItHasTooMuch() throws IOException {
    try (EmbeddedPostgres server = Crm.server()) {
      Connection crm = Crm.plain(server.getPort()).connection();
      assertThat(told(check(crm, Instant.now())))
          .containsExactly(
              "GOOD crm credential: env:CRM is there",
              "GOOD crm sign-in: as gate",
              "GOOD crm clock: as this machine's, within 30 s",
              "GOOD crm account: public.account: archive, create, restore, update of 8 fields",
              "GOOD crm label: public.label: delete, update of 1 fields",
              "NOTE crm label: name is not unique by itself");

      Crm.run(
          server,
          "REVOKE UPDATE (seats) ON account FROM gate; GRANT UPDATE (owner) ON account TO gate;"
              + " DROP TABLE label");
      assertThat(told(check(crm, Instant.now())))
          .endsWith(
              "BAD crm account: the role may not write seats",
              "NOTE crm account: the role may also write owner",
              "BAD crm label: there is no table public.label");

      Crm.run(
          server,
          "CREATE TABLE label (name text PRIMARY KEY, colour text); GRANT SELECT, DELETE ON label"
              + " TO gate; GRANT UPDATE (seats) ON account TO gate; REVOKE UPDATE (owner) ON"
              + " account FROM gate");
      assertThat(told(check(crm, Instant.now())))
          .endsWith(
              "BAD crm label: the role may not write any column, without which no record is held,"
                  + " write colour");

      Crm.run(server, "REVOKE USAGE ON SCHEMA public FROM PUBLIC");
      assertThat(told(check(crm, Instant.now())))
          .endsWith("BAD crm label: the role may not use the schema of public.label");
      Crm.run(server, "GRANT USAGE ON SCHEMA public TO PUBLIC");

      Crm.run(server, "ALTER TABLE account RENAME note TO notes; ALTER ROLE gate SUPERUSER");
      assertThat(told(check(crm, Instant.now())))
          .contains(
              "NOTE crm sign-in: as gate, a superuser",
              "BAD crm account: public.account has no note");

      Crm.run(server, "ALTER ROLE gate NOLOGIN");
      assertThat(told(check(crm, Instant.now())))
          .last()
          .isEqualTo("BAD crm server: sign_in_refused");
    }
  }
}

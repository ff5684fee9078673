package dev.countersign.executors;

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
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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
              "NOTE billing clock: 300 s from this machine's");
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

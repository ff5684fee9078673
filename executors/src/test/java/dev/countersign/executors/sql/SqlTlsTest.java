package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Certificates;
import dev.countersign.executors.Crm;
import dev.countersign.proposal.Action;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// To whom TLS is spoken, and who signs in, with a PostgreSQL that wants both.
@Timeout(60)
class SqlTlsTest {
  private static final String HOST = "db.crm.example";
  private static final Action CHANGE =
      Crm.change("update", "acme", "{\"path\":\"/seats\",\"from\":7,\"to\":8}");

  private static EmbeddedPostgres server;
  private static SSLContext context;
  private static Path authority;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    context = Certificates.of(HOST, folder);
    authority = Certificates.authority(folder);
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    Certificates.write(folder, certificate, key);
    server =
        Crm.server(
            EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.toString())
                .setServerConfig("ssl_key_file", key.toString())
                .start());
    Path rules = Path.of(Crm.ask(server, "SHOW hba_file").orElseThrow());
    Files.writeString(
        rules,
        "hostssl all gate all scram-sha-256\nhost all gate all reject\n" + Files.readString(rules));
    Crm.run(server, "SELECT pg_reload_conf()");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void oneAccount() {
    Crm.run(server, "TRUNCATE account; INSERT INTO account (id, seats) VALUES ('acme', 7)");
  }

  @Test
  void theCertificateIsThatOfTheHostThoughTheAddressIsPinned() {
    assertThat(Crm.encrypted(HOST, server.getPort(), context.getSocketFactory()).make(CHANGE))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void toAServerWithTheCertificateOfAnotherHostNothingIsSaid() {
    assertThat(
            Crm.encrypted("db.other.example", server.getPort(), context.getSocketFactory())
                .make(CHANGE))
        .isEqualTo(new Outcome.Failed("tls_failed", 0));
  }

  @Test
  void aCertificateThatNobodyTrustsIsNone() {
    assertThat(
            Crm.encrypted(HOST, server.getPort(), (SSLSocketFactory) SSLSocketFactory.getDefault())
                .make(CHANGE))
        .isEqualTo(new Outcome.Failed("tls_failed", 0));
  }

  /// By a process that trusts the authorities of its Java alone.
  private static Outcome trusting(String host, Path authorities) {
    return Crm.encrypted(host, server.getPort(), (SSLSocketFactory) SSLSocketFactory.getDefault())
        .with("\"ca\":\"" + authorities + "\"")
        .make(CHANGE);
  }

  @Test
  void whomTheAuthorityOfTheFileVouchesForIsTrustedUnderItsNameAlone() {
    assertThat(trusting(HOST, authority)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(trusting("db.other.example", authority))
        .isEqualTo(new Outcome.Failed("tls_failed", 0));
  }

  @Test
  void whomAnotherAuthorityVouchesForIsNotTrustedWhomeverTheProcessTrusts(@TempDir Path folder)
      throws Exception {
    Certificates.of(HOST, folder);
    Path another = Certificates.authority(folder);
    assertThat(trusting(HOST, another)).isEqualTo(new Outcome.Failed("tls_failed", 0));
    assertThat(
            Crm.encrypted(HOST, server.getPort(), context.getSocketFactory())
                .with("\"ca\":\"" + another + "\"")
                .make(CHANGE))
        .isEqualTo(new Outcome.Failed("tls_failed", 0));
  }

  @Test
  void aWrongPasswordIsNamed() {
    Crm.run(server, "ALTER ROLE gate PASSWORD 'another'");
    try {
      assertThat(Crm.encrypted(HOST, server.getPort(), context.getSocketFactory()).make(CHANGE))
          .isEqualTo(new Outcome.Failed("sign_in_refused", 0));
    } finally {
      Crm.run(server, "ALTER ROLE gate PASSWORD '" + Crm.PASSWORD + "'");
    }
  }

  @Test
  void whereTheServerOffersNoTlsNobodySignsIn() {
    try (EmbeddedPostgres plain = Crm.server()) {
      assertThat(Crm.encrypted(HOST, plain.getPort(), context.getSocketFactory()).make(CHANGE))
          .isEqualTo(new Outcome.Failed("tls_not_offered", 0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

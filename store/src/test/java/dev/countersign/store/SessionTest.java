package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.TestKeys;
import dev.countersign.ledger.LedgerUnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A pooler between us and the database loosens no limit. Runs where PgBouncer is installed.
@Timeout(120)
class SessionTest {
  private static final Path PGBOUNCER = Path.of("/usr/sbin/pgbouncer");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void aServerThatAnswersItselfIsReachedDirectly() {
    assertThat(Session.of(postgres.config())).isEqualTo(Session.DIRECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "session"})
  void throughAPoolerTheLimitsAreThoseOfTheRoleOrNobodyComesIn(String mode) throws Exception {
    assumeTrue(Files.isExecutable(PGBOUNCER), "needs PgBouncer");
    try (Pooler pooler = new Pooler(folder, postgres.url(), mode)) {
      StoreConfig through = through(pooler, Duration.ofSeconds(5));
      assertThatThrownBy(() -> Session.of(through))
          .as("a copied database has no limits for the role")
          .isInstanceOf(LedgerUnavailableException.class)
          .hasMessageContaining("countersign migrate");
    }
    PostgresStore.migrate(
        postgres.admin(),
        postgres.config(),
        new StoreConfig.RoleLogin(EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD));
    try (Pooler pooler = new Pooler(folder, postgres.url(), mode)) {
      StoreConfig through = through(pooler, Duration.ofSeconds(5));
      assertThat(Session.of(through)).isEqualTo(Session.POOLED);
      try (PostgresStore store = PostgresStore.open(through, TestKeys.EVIDENCE)) {
        store.requireFit();
        for (int nth = 0; nth < 20; nth++) {
          assertThat(store.ledger().now()).isNotNull();
        }
        assertThat(store.importPeople(List.of(), List.of(), List.of())).isEqualTo(1);
      }
      assertThatThrownBy(() -> Session.of(through(pooler, Duration.ofSeconds(3))))
          .as("the role's limit is longer than the settings say")
          .hasMessageContaining("time limits do not arrive");
    }
  }

  @Test
  void statementModeIsRefused() throws Exception {
    assumeTrue(Files.isExecutable(PGBOUNCER), "needs PgBouncer");
    PostgresStore.migrate(
        postgres.admin(),
        postgres.config(),
        new StoreConfig.RoleLogin(EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD));
    try (Pooler pooler = new Pooler(folder, postgres.url(), "statement")) {
      assertThatThrownBy(() -> Session.of(through(pooler, Duration.ofSeconds(5))))
          .isInstanceOf(LedgerUnavailableException.class)
          .hasMessageContaining("pool_mode");
    }
  }

  private StoreConfig through(Pooler pooler, Duration statement) {
    return new StoreConfig(
        pooler.url(),
        EmbeddedServer.APP_ROLE,
        EmbeddedServer.APP_PASSWORD,
        4,
        StoreConfig.DEFAULT_ACQUIRE,
        StoreConfig.DEFAULT_LOCK,
        statement);
  }

  /// PgBouncer as a child process, with nothing but its mode set.
  private static final class Pooler implements AutoCloseable {
    private final int port;
    private final String database;
    private final Process process;

    Pooler(Path folder, String url, String mode) throws IOException, InterruptedException {
      URI server = URI.create(url.substring("jdbc:".length()));
      database = server.getPath().substring(1);
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      Path users =
          Files.writeString(
              folder.resolve("users.txt"),
              "\"%s\" \"%s\"\n".formatted(EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD));
      Path settings =
          Files.writeString(
              folder.resolve("pgbouncer.ini"),
              """
              [databases]
              * = host=127.0.0.1 port=%d
              [pgbouncer]
              listen_addr = 127.0.0.1
              listen_port = %d
              unix_socket_dir =
              auth_type = plain
              auth_file = %s
              pool_mode = %s
              """
                  .formatted(server.getPort(), port, users, mode));
      ProcessBuilder builder =
          "root".equals(System.getProperty("user.name"))
              ? new ProcessBuilder(
                  "setpriv",
                  "--reuid=65534",
                  "--clear-groups",
                  PGBOUNCER.toString(),
                  settings.toString())
              : new ProcessBuilder(PGBOUNCER.toString(), settings.toString());
      open(folder, users, settings);
      process = builder.redirectErrorStream(true).start();
      try (var said = process.inputReader()) {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          if (line.contains("process up")) {
            break;
          }
        }
      }
    }

    /// The child may run as somebody else.
    private static void open(Path... paths) throws IOException {
      for (Path path : paths) {
        Files.setPosixFilePermissions(
            path, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }

    String url() {
      return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    }
  }
}

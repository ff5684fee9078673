package dev.countersign.bench;

import dev.countersign.secret.Secret;
import dev.countersign.trial.EmbeddedDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/// A Postgres of its own in a temporary folder, as durable as an installed one.
public final class EmbeddedServer implements AutoCloseable {
  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres postgres;
  private final String password;

  private EmbeddedServer(EmbeddedPostgres postgres, String password) {
    this.postgres = postgres;
    this.password = password;
  }

  public static EmbeddedServer start() throws IOException {
    return start(Map.of());
  }

  /// @param settings of Postgres, beside the usual ones
  static EmbeddedServer start(Map<String, String> settings) throws IOException {
    String password = Secret.drawn(new SecureRandom()).reveal();
    Path file = Files.createTempFile("countersign-bench", null); // for the owner alone
    try {
      Files.writeString(file, password);
      EmbeddedPostgres.Builder builder = EmbeddedDatabase.locked(file, password);
      settings.forEach(builder::setServerConfig);
      return new EmbeddedServer(builder.start(), password);
    } finally {
      Files.delete(file);
    }
  }

  public BenchServer server() throws SQLException {
    // Without a user in it: the gate comes as its own role.
    return new BenchServer(
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + SUPERUSER,
        SUPERUSER,
        password,
        postmaster());
  }

  /// The parent of whichever process serves a connection.
  private OptionalLong postmaster() throws SQLException {
    DataSource admin =
        postgres.getDatabase(SUPERUSER, SUPERUSER, Map.of(PGProperty.PASSWORD.getName(), password));
    try (Connection connection = admin.getConnection()) {
      return MachineTimes.parent(connection.unwrap(PGConnection.class).getBackendPID());
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}

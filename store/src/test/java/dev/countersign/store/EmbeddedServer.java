package dev.countersign.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// The one Postgres server of this JVM, with a migrated database to copy fresh ones from.
final class EmbeddedServer {
  static final String APP_ROLE = "countersign_app";
  static final String APP_PASSWORD = "app-for-tests";

  private static final String TEMPLATE = "countersign_template";
  private static final String FOREIGN_ZONE = "Asia/Kathmandu";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private EmbeddedServer() {}

  /// A database that nobody else uses, migrated and empty.
  static String freshDatabase() {
    String name = "fresh_" + COUNT.incrementAndGet();
    execute("create database " + name + " template " + TEMPLATE);
    return name;
  }

  /// As superuser.
  static DataSource admin(String database) {
    return Server.POSTGRES.getDatabase("postgres", database);
  }

  static String url(String database) {
    return "jdbc:postgresql://localhost:" + Server.POSTGRES.getPort() + "/" + database;
  }

  private static void execute(String sql) {
    try (Connection connection = admin("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Started on first use.
  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    /// A database for each test makes some hundred thousand files: removing them takes half a
    /// minute, for which no build has to wait. The server itself ends within seconds.
    private static void removeLater(Path folder) {
      try {
        new ProcessBuilder("sh", "-c", "sleep 15; exec nice rm -rf \"$1\"", "sh", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static EmbeddedPostgres start() {
      try {
        Path folder = Files.createTempDirectory("countersign-store");
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setServerConfig("timezone", FOREIGN_ZONE)
                .setServerConfig("max_connections", "200")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> removeLater(folder)));
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement()) {
          statement.execute("create database " + TEMPLATE);
        }
        PostgresStore.migrate(postgres.getDatabase("postgres", TEMPLATE), APP_ROLE, APP_PASSWORD);
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

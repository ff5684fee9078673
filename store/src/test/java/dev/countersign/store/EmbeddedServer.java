package dev.countersign.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("timezone", FOREIGN_ZONE)
                .setServerConfig("max_connections", "200")
                .start();
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

package dev.countersign.trial;

import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.store.StoreConfig.RoleLogin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.PGProperty;

/// Postgres as a child process on the loopback address, as durable as one in production: what is
/// committed survives a crash of the machine. Its files stay between runs.
public final class EmbeddedDatabase implements AutoCloseable {
  static final String NAME = "countersign";
  static final String APP_ROLE = "countersign_app";
  static final String IMPORT_ROLE = "countersign_import";

  /// A machine that is busy building takes its time.
  static final Duration START = Duration.ofSeconds(60);

  /// Written last, so that a folder without it was never complete.
  private static final String COMPLETE = "countersign-complete";

  private static final String ADMIN = "postgres";
  private static final String ADMIN_SECRET = "database-admin";

  /// Other users of this machine reach the port as well, so nobody gets in without a password.
  private static final String ACCESS =
      """
      # Written by countersign.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private final EmbeddedPostgres postgres;
  private final String adminPassword;

  private EmbeddedDatabase(EmbeddedPostgres postgres, String adminPassword) {
    this.postgres = postgres;
    this.adminPassword = adminPassword;
  }

  /// Starts, creates what is missing and migrates.
  ///
  /// @param folder keeps the files, the superuser's password and what Postgres says
  /// @param appPassword set for the role [#APP_ROLE]
  /// @param importPassword set for the role [#IMPORT_ROLE]
  static EmbeddedDatabase start(TrialFolder folder, String appPassword, String importPassword) {
    Path data = folder.database();
    Path passwordFile = folder.secrets().resolve(ADMIN_SECRET);
    try {
      if (!Files.exists(data.resolve(COMPLETE)) || !Files.exists(passwordFile)) {
        TrialFolder.delete(data);
        folder.writeSecret(ADMIN_SECRET, SandboxSecrets.unguessable());
      }
      Files.createDirectories(data);
      String adminPassword = Files.readString(passwordFile);
      EmbeddedDatabase database =
          new EmbeddedDatabase(
              server(data, folder.databaseLog(), passwordFile, adminPassword), adminPassword);
      try {
        database.prepare(appPassword, importPassword);
        database.forgetConversations();
        Files.writeString(data.resolve(COMPLETE), "");
        return database;
      } catch (RuntimeException | IOException e) {
        database.close();
        throw e;
      }
    } catch (IOException | IllegalStateException e) {
      throw new TrialException(
          "The database did not start; "
              + folder.databaseLog()
              + " says why. --fresh starts over with an empty one.",
          e);
    }
  }

  private static EmbeddedPostgres server(
      Path data, Path log, Path passwordFile, String adminPassword) throws IOException {
    ProcessBuilder.Redirect said = ProcessBuilder.Redirect.appendTo(log.toFile());
    return locked(passwordFile, adminPassword)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(START)
        .setOutputRedirector(said)
        .setErrorRedirector(said)
        .setServerConfig("shared_buffers", "64MB")
        .setServerConfig("max_connections", "50")
        .start();
  }

  /// A server that loses nothing in a crash and lets nobody in without a password, where the
  /// library's defaults, made for tests, do neither.
  ///
  /// @param passwordFile has the superuser's password; read when the files are made
  public static EmbeddedPostgres.Builder locked(Path passwordFile, String password) {
    return EmbeddedPostgres.builder()
        // The library hands these to initdb as options, so the superuser has its password before
        // the server first listens.
        .setLocaleConfig("pwfile", passwordFile.toString())
        .setConnectConfig(PGProperty.PASSWORD.getName(), password)
        .setDataDirectoryCustomizer(EmbeddedDatabase::restrict)
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on");
  }

  private static void restrict(File data) {
    try {
      Files.writeString(data.toPath().resolve("pg_hba.conf"), ACCESS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepare(String appPassword, String importPassword) {
    create(NAME);
    PostgresStore.migrate(
        admin(NAME),
        StoreConfig.of("jdbc:postgresql:", APP_ROLE, appPassword),
        new RoleLogin(IMPORT_ROLE, importPassword));
  }

  /// What the Teams of an earlier trial told of its conversations: that one is gone, and the
  /// address it said is no more one that the gate may call.
  private void forgetConversations() {
    try (Connection connection = admin(NAME).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from countersign.chat_conversation");
    } catch (SQLException e) {
      throw new IllegalStateException("the conversations cannot be forgotten", e);
    }
  }

  /// Where there is none of this name.
  void create(String database) {
    try (Connection connection = admin(ADMIN).getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(connection, database)) {
        statement.execute("create database " + database);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be created", e);
    }
  }

  private static boolean exists(Connection connection, String database) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      query.setString(1, database);
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  /// As superuser, for what only that one may look at.
  DataSource admin(String database) {
    return postgres.getDatabase(
        ADMIN, database, Map.of(PGProperty.PASSWORD.getName(), adminPassword));
  }

  int port() {
    return postgres.getPort();
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

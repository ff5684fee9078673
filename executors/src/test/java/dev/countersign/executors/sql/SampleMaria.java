package dev.countersign.executors.sql;

import dev.countersign.executors.Crm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.mariadb.jdbc.Driver;

/// A MariaDB of its own, in a folder that goes away with it: of Debian's package `mariadb-server`.
final class SampleMaria implements SampleDatabase {
  private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
  private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");

  private static final String[] TABLES = {
    """
    CREATE TABLE account (id varchar(64) PRIMARY KEY, status varchar(20) NOT NULL DEFAULT 'active',
      billing_terms varchar(5), credit_limit decimal(10,2) NOT NULL DEFAULT 0, seats int unsigned,
      vip boolean NOT NULL DEFAULT false, renewal date, called_at datetime(6), note text,
      owner varchar(20) NOT NULL DEFAULT 'ada', archived_at timestamp(6) NULL,
      lock_version int NOT NULL DEFAULT 1)
      ENGINE InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
    """,
    "CREATE TABLE label (name varchar(20), colour varchar(20)) ENGINE InnoDB CHARACTER SET latin1",
    "CREATE TABLE counted (id int PRIMARY KEY, colour varchar(20)) ENGINE InnoDB",
    // As an operator is told to do it, see docs/connections.md.
    "CREATE USER gate IDENTIFIED BY '" + Crm.PASSWORD + "'",
    "GRANT SELECT, INSERT (id, status, billing_terms, credit_limit, seats, vip, renewal, called_at,"
        + " note), UPDATE (status, billing_terms, credit_limit, seats, vip, renewal, called_at,"
        + " note, archived_at, lock_version) ON crm.account TO gate",
    "GRANT SELECT, UPDATE (colour), DELETE ON crm.label TO gate"
  };

  static {
    try {
      // What the gate settles before its first use of the driver; here somebody else uses it, too.
      Class.forName(MariaDriver.class.getName());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private final Process process;
  private final int port;

  private SampleMaria(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static boolean isInstalled() {
    return Files.isExecutable(SERVER) && Files.isExecutable(INSTALLER);
  }

  /// @param more options of the server
  static SampleMaria start(Path folder, String... more) throws Exception {
    Path data = folder.resolve("data");
    Path log = folder.resolve("server.log");
    Process installed =
        run(
            log,
            INSTALLER.toString(),
            "--no-defaults",
            "--datadir=" + data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--user=root");
    if (installed.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    int port = freePort();
    var command =
        new ArrayList<>(
            List.of(
                SERVER.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--user=root",
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=32M",
                "--innodb-flush-log-at-trx-commit=0",
                // What a careless operator has: the session of the gate does not go by it.
                "--sql-mode=",
                "--default-time-zone=+05:00"));
    command.addAll(List.of(more));
    var server = new SampleMaria(run(log, command.toArray(String[]::new)), port);
    server.await(log);
    try (Connection open = server.open("mysql");
        Statement statement = open.createStatement()) {
      statement.execute("CREATE DATABASE crm");
    }
    server.run(TABLES);
    return server;
  }

  private static Process run(Path log, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await(Path log) throws Exception {
    while (true) {
      try {
        open("mysql").close();
        return;
      } catch (SQLException e) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(Files.readString(log), e);
        }
      }
    }
  }

  private Connection open(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", "root");
    properties.setProperty("sessionVariables", "sql_mode='ANSI_QUOTES',time_zone='+00:00'");
    Connection open =
        new Driver().connect("jdbc:mariadb://127.0.0.1:" + port + "/" + database, properties);
    if (open == null) {
      throw new IllegalStateException("the driver does not know its own URL");
    }
    return open;
  }

  int port() {
    return port;
  }

  @Override
  public Crm crm() {
    return Crm.maria(port);
  }

  @Override
  public Connection owner() throws SQLException {
    return open("crm");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}

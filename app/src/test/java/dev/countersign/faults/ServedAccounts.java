package dev.countersign.faults;

import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Accounts in a database of their own, that a [ServedGate] may look at and change by a role that
/// may do no more.
final class ServedAccounts {
  private static final String PASSWORD = "of-the-gate";

  private final EmbeddedPostgresExtension database;
  private final URI url;

  ServedAccounts(EmbeddedPostgresExtension database) throws SQLException {
    this.database = database;
    this.url = URI.create(database.url().substring("jdbc:".length()));
    database.asAdmin(
        """
        CREATE TABLE account (id text PRIMARY KEY, terms text NOT NULL, seats int NOT NULL);
        CREATE TABLE label (id text PRIMARY KEY, colour text NOT NULL);
        INSERT INTO account VALUES ('acme', 'NET30', 7), ('beta', 'NET30', 7), ('core', 'NET30', 7);
        INSERT INTO label VALUES ('red', 'f00');
        CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
        GRANT SELECT, UPDATE (terms, seats) ON account TO %1$s;
        GRANT SELECT, UPDATE (colour) ON label TO %1$s;
        """
            .formatted(role(), PASSWORD));
  }

  /// A server has its roles for all databases together.
  private String role() {
    return "gate_of_" + name();
  }

  private String name() {
    return url.getPath().substring(1);
  }

  /// As `connections.yaml` has it.
  ///
  /// @param limits as YAML, in braces
  String connection(Path folder, String limits) throws IOException {
    return """
    crm:
      kind: sql
      host: localhost
      port: %d
      tls: none
      database: %s
      user: %s
      credential: 'file:%s'
      allow_private_addresses: true
      limits: %s
      records:
        account: {table: account, key: id, allow: [update], fields: {terms: {}, seats: {type: number}}}
        label: {table: label, key: id, allow: [update], fields: {colour: {}}}
    """
        .formatted(
            url.getPort(),
            name(),
            role(),
            Files.writeString(folder.resolve("crm-password"), PASSWORD),
            limits);
  }

  /// What a gate needs to be told of where its own records are.
  static Map<String, String> settings(EmbeddedPostgresExtension store) {
    StoreConfig config = store.config();
    Map<String, String> settings = new HashMap<>();
    settings.put("COUNTERSIGN_DATABASE_URL", store.url());
    settings.put("COUNTERSIGN_DATABASE_USER", config.user());
    settings.put("COUNTERSIGN_DATABASE_PASSWORD", config.password());
    return settings;
  }

  /// Whatever its table holds, in the order of keys.
  List<String> accounts() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT id, terms, seats FROM account ORDER BY id")) {
      while (row.next()) {
        rows.add(row.getString(1) + " " + row.getString(2) + " " + row.getInt(3));
      }
    }
    return rows;
  }

  /// As somebody else than the gate does it.
  void run(String sql) throws SQLException {
    database.asAdmin(sql);
  }

  /// Until it is closed, whoever looks at a label waits.
  Connection lockLabels() throws SQLException {
    Connection connection = database.admin().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE label IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }

  /// Whether somebody waits for a label.
  boolean isWaitedFor() throws SQLException {
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                    + " 'label'::regclass")) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  /// @param changes objects with `path`, `from` and `to`
  static String update(String type, String id, String changes) {
    return """
    {"action_type":"account.change","target_system":"crm","target_id":"%s",
     "proposed_changes":{"class":"record_change","operation":"update","record_type":"%s",
       "changes":[%s]},
     "rationale":"They asked for it by phone."}
    """
        .formatted(id, type, changes);
  }
}

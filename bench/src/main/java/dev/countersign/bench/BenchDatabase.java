package dev.countersign.bench;

import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/// A database for the length of one bench. It carries a mark; one of the same name without that
/// mark is somebody else's and is left alone.
final class BenchDatabase implements AutoCloseable {
  static final String GATE = "countersign_bench";
  static final String SPLIT = "countersign_bench_split";
  static final String ROLE = "countersign_bench";

  private static final String SCHEMA = "countersign";
  private static final String MARK = "made by countersign bench; dropped by its next run";
  private static final String COMMENT_OF =
      "select shobj_description(oid, 'pg_database') from pg_database where datname = ?";

  private final BenchServer server;
  private final String name;
  private final String rolePassword;

  private BenchDatabase(BenchServer server, String name, String rolePassword) {
    this.server = server;
    this.name = name;
    this.rolePassword = rolePassword;
  }

  /// The gate's, migrated as a production one is.
  ///
  /// @param rolePassword the same for all databases of one bench, which share [#ROLE]
  /// @throws BenchRefusedException when there is a database of that name that no bench made
  static BenchDatabase ofGate(BenchServer server, String rolePassword) throws SQLException {
    BenchDatabase database = create(server, GATE, rolePassword);
    PostgresStore.migrate(server.admin(server.urlOf(GATE)), ROLE, rolePassword);
    return database;
  }

  /// The partner's; made after the gate's, which makes the role.
  static BenchDatabase ofSplit(BenchServer server, String rolePassword) throws SQLException {
    BenchDatabase database = create(server, SPLIT, rolePassword);
    try (Connection connection = server.admin(server.urlOf(SPLIT)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema " + SCHEMA + " authorization " + ROLE);
    }
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(Sample.text("split.sql"));
    }
    return database;
  }

  private static BenchDatabase create(BenchServer server, String name, String rolePassword)
      throws SQLException {
    BenchDatabase database = new BenchDatabase(server, name, rolePassword);
    database.drop();
    database.onServer("create database " + name);
    database.onServer("comment on database " + name + " is '" + MARK + "'");
    return database;
  }

  StoreConfig config(int connections) {
    StoreConfig limits = StoreConfig.of(url(), ROLE, rolePassword);
    return new StoreConfig(
        limits.url(),
        limits.user(),
        limits.password(),
        connections,
        limits.acquire(),
        limits.lock(),
        limits.statement());
  }

  /// As the gate's role, looking at the gate's schema.
  Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url(), ROLE, rolePassword);
    connection.setSchema(SCHEMA);
    return connection;
  }

  /// As whoever made it.
  Connection admin() throws SQLException {
    return server.admin(server.urlOf(name)).getConnection();
  }

  /// Closes all that is open, so that what one round left undone is not done, nor counted against a
  /// budget, in the next.
  void forgetOpen() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from delivery");
      statement.execute("delete from asked");
      statement.execute("update request set state = 'expired', due = null where state = 'pending'");
    }
  }

  /// The way of whoever is measured: its trips are counted.
  private String url() {
    String url = server.urlOf(name);
    return url + (url.contains("?") ? "&" : "?") + CountingSockets.parameter();
  }

  private void drop() throws SQLException {
    @Nullable String comment = null;
    try (Connection connection = server.admin(server.url()).getConnection();
        PreparedStatement statement = connection.prepareStatement(COMMENT_OF)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return;
        }
        comment = rows.getString(1);
      }
    }
    if (!MARK.equals(comment)) {
      throw new BenchRefusedException(
          "there is a database " + name + " that no bench made; it is left alone");
    }
    onServer("drop database " + name + " with (force)");
  }

  private void onServer(String sql) throws SQLException {
    try (Connection connection = server.admin(server.url()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    drop();
  }
}

package dev.countersign.executors;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// The connection `crm` of these tests: to a database of this machine, in which it may change
/// accounts, by a role that may do no more.
public record Crm(String keys, SSLSocketFactory trust, String records) {
  public static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  public static final AgentId AGENT = new AgentId("support-bot");
  public static final String PASSWORD = "canary-7d01ce";

  private static final String VERSION = "\"version\":\"lock_version\",\"raise_version\":true,";
  private static final String PRIVATE = "\"allow_private_addresses\":true";

  private static final String RECORDS =
      """
      "records":{"account":{"table":"account","key":"id","allow":["create","update","archive","restore"],
          "archive":"archived_at","version":"lock_version","raise_version":true,
          "fields":{
            "status":{"enum":["active","paused"]},
            "terms":{"column":"billing_terms","pattern":"NET[0-9]{2}","longest":5},
            "credit":{"column":"credit_limit","type":"number","least":0,"most":100000,"digits":3},
            "seats":{"type":"number","least":1,"nullable":true},
            "vip":{"type":"boolean"},
            "renewal":{"type":"date","nullable":true},
            "called":{"column":"called_at","type":"time","nullable":true},
            "note":{"longest":4000,"nullable":true}}},
        "label":{"table":"label","key":"name","allow":["update","delete"],
          "fields":{"colour":{"nullable":true}}}}}
      """;

  private static final String TABLES =
      """
      CREATE TABLE account (id text PRIMARY KEY, status text NOT NULL DEFAULT 'active',
        billing_terms varchar(5), credit_limit numeric(10,2) NOT NULL DEFAULT 0, seats int,
        vip boolean NOT NULL DEFAULT false, renewal date, called_at timestamptz, note text,
        owner text NOT NULL DEFAULT 'ada', archived_at timestamptz, lock_version int NOT NULL DEFAULT 1);
      CREATE TABLE label (name text, colour text);
      CREATE TABLE counted (id int PRIMARY KEY, colour text);
      """;

  Crm(String keys, SSLSocketFactory trust) {
    this(keys, trust, RECORDS);
  }

  /// The same, and no column says which version an account is.
  public Crm unversioned() {
    return new Crm(keys, trust, records.replace(VERSION, ""));
  }

  /// The same, and accounts may not be restored.
  public Crm withoutRestoring() {
    return new Crm(keys, trust, records.replace(",\"restore\"", ""));
  }

  public static EmbeddedPostgres server() {
    try {
      return server(EmbeddedPostgres.builder().start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static EmbeddedPostgres server(EmbeddedPostgres server) {
    run(server, TABLES);
    // As an operator is told to do it, see docs/connections.md.
    run(
        server,
        """
        CREATE ROLE gate LOGIN PASSWORD '%s';
        GRANT SELECT ON account, label TO gate;
        GRANT INSERT (id, status, billing_terms, credit_limit, seats, vip, renewal, called_at, note),
          UPDATE (status, billing_terms, credit_limit, seats, vip, renewal, called_at, note, archived_at,
            lock_version) ON account TO gate;
        GRANT UPDATE (colour), DELETE ON label TO gate;
        """
            .formatted(PASSWORD));
    return server;
  }

  public static Crm plain(int port) {
    return plain("\"database\":\"postgres\"", port);
  }

  /// To a MariaDB.
  public static Crm maria(int port) {
    return plain("\"engine\":\"mariadb\",\"database\":\"crm\"", port);
  }

  private static Crm plain(String database, int port) {
    return new Crm(
        database + "," + PRIVATE + ",\"host\":\"db.crm.example\",\"tls\":\"none\",\"port\":" + port,
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// To an H2 of this process.
  ///
  /// @param file without `.mv.db`
  public static Crm h2(Path file) {
    return new Crm(
        "\"engine\":\"h2\",\"environment\":\"test\",\"file\":\"" + file + "\"",
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  public static Crm encrypted(String host, int port, SSLSocketFactory trust) {
    return encrypted("\"database\":\"postgres\"", host, port, trust);
  }

  /// To a MariaDB.
  public static Crm encryptedMaria(String host, int port, SSLSocketFactory trust) {
    return encrypted("\"engine\":\"mariadb\",\"database\":\"crm\"", host, port, trust);
  }

  private static Crm encrypted(String database, String host, int port, SSLSocketFactory trust) {
    return new Crm(
        "%s,%s,\"host\":\"%s\",\"port\":%d".formatted(database, PRIVATE, host, port), trust);
  }

  public Crm with(String more) {
    return new Crm(keys + "," + more, trust, records);
  }

  public SqlConnection connection() {
    return (SqlConnection) read().connections().find("crm").orElseThrow();
  }

  public ExecutorRegistry registry() {
    return ExecutorRegistry.of(read().connections(), out(InstantSource.fixed(NOW)));
  }

  private Outbound out(InstantSource clock) {
    return new Outbound(
        SetCredentials.of(Map.of("CRM", PASSWORD)),
        _ -> List.of(InetAddress.getLoopbackAddress()),
        trust,
        clock,
        new InMemorySendCounts(clock));
  }

  /// What `connections check` tells.
  public List<String> told() {
    return new ConnectionsCheck(out(InstantSource.system()))
        .of(connection()).stream()
            .map(one -> one.grade() + " " + one.subject() + ": " + one.found())
            .toList();
  }

  public Outcome make(Action action) {
    return Calls.send(registry(), Calls.order(action));
  }

  private ConnectionsResult.Read read() {
    String json =
        "{\"crm\":{\"kind\":\"sql\",\"user\":\"gate\",\"credential\":\"env:CRM\","
            + keys
            + ","
            + records
            + "}";
    ConnectionsResult result = ConnectionsReader.read((JsonObject) Calls.json(json));
    return result instanceof ConnectionsResult.Read read ? read : throwing(result);
  }

  private static ConnectionsResult.Read throwing(ConnectionsResult result) {
    throw new AssertionError(result);
  }

  /// Of an account.
  ///
  /// @param changes as JSON: objects with `path`, `from` and `to`
  public static Action change(String operation, String id, String changes) {
    return change("account", operation, id, changes, "{}");
  }

  public static Action change(
      String type, String operation, String id, String changes, String preconditions) {
    return Action.read(
        CanonicalJson.bytes(
            JsonObject.builder()
                .put("v", Action.VERSION)
                .put("action_type", "account.change")
                .put("target_system", "crm")
                .put("target_id", id)
                .put("environment", "production")
                .put(
                    "proposed_changes",
                    Calls.json(
                        "{\"class\":\"record_change\",\"operation\":\"%s\",\"record_type\":\"%s\",\"changes\":[%s]}"
                            .formatted(operation, type, changes)))
                .put("preconditions", Calls.json(preconditions))
                .build()));
  }

  /// As its owner.
  public static void run(EmbeddedPostgres server, String sql) {
    try (Connection open = server.getPostgresDatabase().getConnection();
        Statement statement = open.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first column of the first row, as text.
  public static Optional<String> ask(EmbeddedPostgres server, String sql) {
    try (Connection open = server.getPostgresDatabase().getConnection();
        Statement statement = open.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.FieldRule;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.ValueRule;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SetupFindings;
import dev.countersign.executors.sending.SetupLook;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RecordChange.Operation;
import dev.countersign.setup.SetupFinding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks a database for the tables and columns of the file, and what the role may do with them: too
/// little, and too much. Reads its catalogue, and no record.
public final class SqlSetup implements SetupLook {
  private static final ValueRule NUMBER =
      new ValueRule.Numeric(Optional.empty(), Optional.empty(), 0);

  private final SqlConnection connection;
  private final CredentialResolver credentials;
  private final InstantSource clock;
  private final Departure departure = new Departure();
  private final SqlSession session;

  public SqlSetup(SqlConnection connection, Outbound out) {
    this.connection = connection;
    this.credentials = out.credentials();
    this.clock = out.clock();
    this.session = new SqlSession(connection, out, departure);
  }

  @Override
  public List<SetupFinding> look() {
    var findings = new SetupFindings(connection.name());
    findings.credential(connection.credential(), credentials);
    findings.authorities(connection.network().authorities());
    Connection open = null;
    try {
      open = session.open();
      session.readOnly(open);
      role(open, findings);
      for (Map.Entry<String, RecordTable> each : new TreeMap<>(connection.records()).entrySet()) {
        if (isVisible(open, each.getValue().table())) {
          record(open, each.getKey(), each.getValue(), findings);
        } else {
          findings.bad(
              each.getKey(),
              "the role may not use the schema of " + each.getValue().table(),
              "Grant it rights there (PostgreSQL: USAGE), or look at the spelling.");
        }
      }
    } catch (NotSent e) {
      findings.failed("server", e.outcome().code());
    } catch (SQLException e) {
      findings.failed("server", code(session.ended(e)));
    } finally {
      SqlSession.close(open);
    }
    return findings.all();
  }

  private static String code(Outcome outcome) {
    return outcome instanceof Outcome.Failed(var code, _) ? code : "connection_lost";
  }

  private void role(Connection open, SetupFindings findings) throws SQLException {
    try (PreparedStatement asked = SqlSession.prepared(open, session.dialect().role());
        ResultSet row = asked.executeQuery()) {
      if (row.next()) {
        if (row.getBoolean(1)) {
          findings.note(
              "sign-in",
              "as " + connection.user() + ", a superuser",
              "Nothing in the database holds it back: make a role that may write these columns"
                  + " alone.");
        } else {
          findings.good("sign-in", "as " + connection.user());
        }
        findings.clock(Optional.of(Instant.ofEpochSecond(row.getLong(2))), clock.instant());
      }
    }
  }

  private boolean isVisible(Connection open, RecordTable.Name table) throws SQLException {
    try (PreparedStatement asked = SqlSession.prepared(open, session.dialect().reaches(table));
        ResultSet row = asked.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /// @param isOwn not one of those that each table has
  /// @param isNeeded whether a row has to say it
  private record Column(
      boolean isOwn,
      boolean reads,
      boolean updates,
      boolean inserts,
      boolean deletes,
      boolean isUnique,
      boolean isNeeded,
      String type) {}

  private void record(Connection open, String type, RecordTable table, SetupFindings findings)
      throws SQLException {
    Map<String, Column> columns = columns(open, table);
    if (columns.isEmpty()) {
      findings.bad(
          type,
          "there is no table " + table.table(),
          "Look at the spelling, and whether the role may use its schema.");
      return;
    }
    Set<String> missing = new TreeSet<>(named(table));
    missing.removeAll(columns.keySet());
    Set<String> lacks = new TreeSet<>();
    if (missing.isEmpty()) {
      lacks.addAll(lacks(table, columns, session.dialect()));
    }
    if (!missing.isEmpty()) {
      findings.bad(
          type,
          table.table() + " has no " + String.join(", ", missing),
          "Look at the spelling of the columns.");
    } else if (!lacks.isEmpty()) {
      findings.bad(type, "the role may not " + String.join(", ", lacks), "Grant it that.");
    } else {
      Set<String> unfit = new TreeSet<>(unfit(open, table));
      table
          .version()
          .filter(name -> table.raisesVersion() && !isNumber(column(columns, name)))
          .ifPresent(name -> unfit.add("have " + name + " as a number, which a change raises"));
      if (unfit.isEmpty()) {
        findings.good(type, table.table() + ": " + operations(table));
        otherTypes(type, table, columns, findings);
      } else {
        findings.bad(
            type,
            table.table() + " would have to " + String.join("; ", unfit),
            "Alter the table, or leave the field out: until then nothing is changed there.");
      }
    }
    advise(type, table, columns, session.dialect(), findings);
  }

  private void otherTypes(
      String type, RecordTable table, Map<String, Column> columns, SetupFindings findings) {
    table.fields().values().stream()
        .filter(
            rule -> !session.dialect().suits(rule.value(), column(columns, rule.column()).type()))
        .map(rule -> rule.column() + ", which is " + column(columns, rule.column()).type())
        .sorted()
        .forEach(column ->
            findings.note(
                type,
                "the file has another type for " + column,
                "A value that does not read as that of the file is not changed: have both alike."));
  }

  private boolean isNumber(Column column) {
    return session.dialect().suits(NUMBER, column.type());
  }

  private Set<String> unfit(Connection open, RecordTable table) throws SQLException {
    Optional<Dialect.Fit> fit = session.dialect().fit(table, table.fields().values());
    if (fit.isEmpty()) {
      return Set.of();
    }
    SqlRows found = SqlRows.read(open, session.dialect(), fit.get().statement());
    var unfit = new TreeSet<String>();
    for (int i = 0; i < fit.get().wants().size(); i++) {
      if (found.count() != 1 || !found.holds().get(i)) {
        unfit.add(fit.get().wants().get(i));
      }
    }
    return unfit;
  }

  private static void advise(
      String type,
      RecordTable table,
      Map<String, Column> columns,
      Dialect dialect,
      SetupFindings findings) {
    Column key = columns.get(table.key());
    if (key != null && !key.isUnique()) {
      findings.note(
          type,
          table.key() + " is not unique by itself",
          "Records that share a key are not changed, and may be created twice.");
    }
    Set<String> unsaid = new TreeSet<>();
    if (table.allow().contains(Operation.CREATE)) {
      columns.forEach((name, column) -> {
        if (column.isNeeded() && !name.equals(table.key()) && !fields(table).contains(name)) {
          unsaid.add(name);
        }
      });
    }
    if (!unsaid.isEmpty()) {
      findings.note(
          type,
          "a record is created without " + String.join(", ", unsaid) + ", which has no default",
          "Unless a trigger fills it in, the database refuses the record: give it a default.");
    }
    Set<String> more = new TreeSet<>();
    columns.forEach((name, column) -> {
      if (column.isOwn() && column.updates() && !written(table).contains(name)) {
        more.add(name);
      }
    });
    // To hold a record, a column has to be writable.
    boolean holdsByIt =
        dialect.holdsByWriting()
            && written(table).stream().noneMatch(name -> updates(columns, name));
    if (!more.isEmpty() && !(holdsByIt && more.size() == 1)) {
      findings.note(
          type,
          "the role may also write " + String.join(", ", more),
          "Nothing here does: take that right away.");
    }
  }

  private static boolean updates(Map<String, Column> columns, String name) {
    Column column = columns.get(name);
    return column != null && column.updates();
  }

  private Map<String, Column> columns(Connection open, RecordTable table) throws SQLException {
    var columns = new TreeMap<String, Column>();
    try (PreparedStatement asked =
            SqlSession.prepared(open, session.dialect().columns(table.table()));
        ResultSet rows = asked.executeQuery()) {
      while (rows.next()) {
        columns.put(
            rows.getString(1),
            new Column(
                rows.getBoolean(2),
                rows.getBoolean(3),
                rows.getBoolean(4),
                rows.getBoolean(5),
                rows.getBoolean(6),
                rows.getBoolean(7),
                rows.getBoolean(8),
                rows.getString(9)));
      }
    }
    return columns;
  }

  private static Set<String> named(RecordTable table) {
    return Stream.of(
            Stream.of(table.key()),
            fields(table).stream(),
            table.version().stream(),
            table.archive().stream())
        .flatMap(each -> each)
        .collect(Collectors.toSet());
  }

  private static Set<String> written(RecordTable table) {
    return Stream.of(
            fields(table).stream(),
            table.version().filter(_ -> table.raisesVersion()).stream(),
            table.archive().stream())
        .flatMap(each -> each)
        .collect(Collectors.toSet());
  }

  private static Collection<String> fields(RecordTable table) {
    return table.fields().values().stream().map(FieldRule::column).toList();
  }

  /// Of columns that are all there.
  private static Set<String> lacks(
      RecordTable table, Map<String, Column> columns, Dialect dialect) {
    var lacks = new TreeSet<String>();
    named(table).stream()
        .filter(name -> !column(columns, name).reads())
        .forEach(name -> lacks.add("read " + name));
    if (table.allow().contains(Operation.UPDATE)) {
      written(table).stream()
          .filter(name -> !table.archive().equals(Optional.of(name)))
          .filter(name -> !column(columns, name).updates())
          .forEach(name -> lacks.add("write " + name));
    }
    if (table.allow().contains(Operation.ARCHIVE) || table.allow().contains(Operation.RESTORE)) {
      table.archive().stream()
          .filter(name -> !column(columns, name).updates())
          .forEach(name -> lacks.add("write " + name));
    }
    if (table.allow().contains(Operation.CREATE)) {
      Stream.concat(Stream.of(table.key()), fields(table).stream())
          .filter(name -> !column(columns, name).inserts())
          .forEach(name -> lacks.add("insert " + name));
    }
    if (table.allow().contains(Operation.DELETE)) {
      if (!column(columns, table.key()).deletes()) {
        lacks.add("delete");
      }
      if (dialect.holdsByWriting() && columns.values().stream().noneMatch(Column::updates)) {
        lacks.add("write any column, without which no record is held");
      }
    }
    return lacks;
  }

  private static Column column(Map<String, Column> columns, String name) {
    @Nullable Column column = columns.get(name);
    if (column == null) {
      throw new IllegalStateException("a column that is not there");
    }
    return column;
  }

  private static String operations(RecordTable table) {
    return table.allow().stream().map(WireName::of).sorted().collect(Collectors.joining(", "))
        + " of "
        + table.fields().size()
        + " fields";
  }

  @Override
  public void giveUp() {
    departure.recall("timeout", 0);
  }
}

package dev.countersign.store;

import dev.countersign.ledger.SchemaRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/// Whether a database has exactly the schema that this version was built for: each migration of
/// ours, no other, unchanged and finished; and still everything that they made.
final class SchemaCheck {
  private static final String FOLDER = "db/migration";
  private static final Pattern VERSIONED = Pattern.compile("V[0-9]+__.+\\.sql");

  private static final String UNDEFINED_TABLE = "42P01";
  private static final String UNDEFINED_SCHEMA = "3F000";
  private static final String NO_RIGHT = "42501";

  private static final Pattern RIGHT = Pattern.compile("right of (.*) to [a-z]+ on .*");

  private static final String MIGRATE = "run countersign migrate";

  private static final String EMPTY =
      "the database is empty: it has no schema of countersign; " + MIGRATE;

  private static final String HISTORY =
      """
      select script, checksum, success
        from countersign.flyway_schema_history
       where type = 'SQL'
       order by installed_rank
      """;

  /// What there is, one line each: never with text that another release of Postgres may spell
  /// otherwise. Rights are everybody's but the owner's.
  private static final String SHAPE =
      """
      with ours as (
             select c.oid, c.relname, c.relkind, c.relacl, c.relowner
               from pg_catalog.pg_class c
               join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'countersign' and c.relname not like 'flyway\\_schema\\_history%')
      select format('table %s', relname) as line from ours where relkind in ('r', 'p')
      union all
      select format('column %s.%s %s%s', c.relname, a.attname,
                    pg_catalog.format_type(a.atttypid, a.atttypmod),
                    case when a.attnotnull then ' not null' else '' end)
        from ours c join pg_catalog.pg_attribute a on a.attrelid = c.oid
       where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      union all
      select format('index %s on %s%s', i.relname, t.relname,
                    case when x.indisunique then ' unique' else '' end)
        from pg_catalog.pg_index x
        join ours i on i.oid = x.indexrelid
        join ours t on t.oid = x.indrelid
       where x.indisvalid
      union all
      select format('constraint %s on %s', k.conname, c.relname)
        from pg_catalog.pg_constraint k join ours c on c.oid = k.conrelid
       where k.contype in ('c', 'f', 'p', 'u')
      union all
      select format('trigger %s on %s %s', g.tgname, c.relname,
                    case g.tgenabled when 'A' then 'always' when 'O' then 'enabled'
                                     when 'R' then 'on replicas only' else 'disabled' end)
        from pg_catalog.pg_trigger g join ours c on c.oid = g.tgrelid
       where not g.tgisinternal
      union all
      select format('function %s %s', p.proname, md5(p.prosrc))
        from pg_catalog.pg_proc p
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace
       where n.nspname = 'countersign'
      union all
      select format('right of %s to %s on %s',
                    case r.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(r.grantee) end,
                    lower(r.privilege_type), c.relname)
        from ours c cross join lateral pg_catalog.aclexplode(c.relacl) r
       where r.grantee <> c.relowner
      union all
      select format('right of %s to %s on %s.%s',
                    case r.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(r.grantee) end,
                    lower(r.privilege_type), c.relname, a.attname)
        from ours c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid
       cross join lateral pg_catalog.aclexplode(a.attacl) r
       where r.grantee <> c.relowner
      """;

  private static final String RECORDED = "select line from countersign.schema_shape";

  private static final Map<String, Integer> OURS = ours();

  private SchemaCheck() {}

  /// @throws SchemaRefusedException when there is no schema, or another version's
  static void requireVersion(Connection connection) throws SQLException {
    Applied applied = readable(connection);
    refuseUnfinished(applied);
    refuseNewer(applied);
    TreeMap<String, Integer> lacking = new TreeMap<>(OURS);
    lacking.keySet().removeAll(applied.checksums().keySet());
    if (!lacking.isEmpty()) {
      throw new SchemaRefusedException(
          applied.checksums().isEmpty()
              ? EMPTY
              : "the schema of the database is older than this version, it lacks "
                  + String.join(", ", lacking.keySet())
                  + "; "
                  + MIGRATE);
    }
    refuseChanged(applied);
  }

  private static Applied readable(Connection connection) throws SQLException {
    try {
      return applied(connection);
    } catch (SQLException e) {
      String state = Objects.requireNonNullElse(e.getSQLState(), "");
      if (state.equals(UNDEFINED_TABLE) || state.equals(UNDEFINED_SCHEMA)) {
        throw new SchemaRefusedException(EMPTY, e);
      }
      if (state.equals(NO_RIGHT)) {
        throw new SchemaRefusedException(
            "the database was migrated by an earlier version, or for another role than"
                + " database.user; "
                + MIGRATE,
            e);
      }
      throw e;
    }
  }

  /// What keeps [Migration] from going on: what is newer, half done or altered. Says nothing of
  /// what is still to come.
  static void requireMigratable(Connection connection) throws SQLException {
    if (!exists(connection, "flyway_schema_history")) {
      return;
    }
    Applied applied = applied(connection);
    refuseUnfinished(applied);
    refuseNewer(applied);
    refuseChanged(applied);
    if (exists(connection, "schema_shape")) {
      requireShape(connection);
    }
  }

  /// Whoever has no right of ours may be allowed to read: a role for reports, for instance.
  ///
  /// @throws SchemaRefusedException when something that was migrated is gone, or a right changed
  static void requireShape(Connection connection) throws SQLException {
    Set<String> recorded = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(RECORDED)) {
      while (rows.next()) {
        recorded.add(rows.getString(1));
      }
    }
    if (recorded.isEmpty()) {
      return;
    }
    Set<String> present = shape(connection);
    Set<String> holders =
        Stream.concat(Stream.of("public"), recorded.stream().flatMap(line -> right(line).stream()))
            .collect(Collectors.toSet());
    List<String> changes = new ArrayList<>();
    recorded.stream().filter(line -> !present.contains(line)).forEach(l -> changes.add("no " + l));
    present.stream()
        .filter(line -> !recorded.contains(line))
        .filter(line ->
            right(line)
                .filter(holder -> holders.contains(holder) || !line.contains(" to select on "))
                .isPresent())
        .forEach(line -> changes.add("a new " + line));
    if (!changes.isEmpty()) {
      throw new SchemaRefusedException(
          "the schema of the database was altered since it was migrated: there is "
              + changes.getFirst()
              + (changes.size() > 1 ? ", and " + (changes.size() - 1) + " more" : "")
              + "; find out who did it, and restore it from a backup or by hand");
    }
  }

  /// Whose right a line tells; empty for a line that tells of something else.
  private static Optional<String> right(String line) {
    Matcher right = RIGHT.matcher(line);
    return right.matches() ? Optional.of(right.group(1)) : Optional.empty();
  }

  /// Notes what is there as what has to be.
  static void record(Connection connection) throws SQLException {
    Set<String> shape = shape(connection);
    try (Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("insert into countersign.schema_shape (line) values (?)")) {
      statement.execute("delete from countersign.schema_shape");
      for (String line : shape) {
        insert.setString(1, line);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static Set<String> shape(Connection connection) throws SQLException {
    Set<String> lines = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SHAPE)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      statement.setString(1, Migration.SCHEMA + "." + table);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static Applied applied(Connection connection) throws SQLException {
    Map<String, Integer> checksums = new HashMap<>();
    List<String> unfinished = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(HISTORY)) {
      while (rows.next()) {
        String script = rows.getString("script");
        if (!rows.getBoolean("success")) {
          unfinished.add(script);
        }
        if (VERSIONED.matcher(script).matches()) {
          checksums.put(script, rows.getInt("checksum"));
        }
      }
    }
    return new Applied(checksums, unfinished);
  }

  private static void refuseUnfinished(Applied applied) {
    if (!applied.unfinished().isEmpty()) {
      throw new SchemaRefusedException(
          "a migration of the database broke off (%s); restore the backup that you made before, then %s"
              .formatted(applied.unfinished().getFirst(), MIGRATE));
    }
  }

  private static void refuseNewer(Applied applied) {
    applied.checksums().keySet().stream()
        .filter(script -> !OURS.containsKey(script))
        .sorted()
        .findFirst()
        .ifPresent(script -> {
          throw new SchemaRefusedException(
              "the schema of the database is newer than this version, it has "
                  + script
                  + "; run the version that migrated it, there is no way back");
        });
  }

  private static void refuseChanged(Applied applied) {
    applied.checksums().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(OURS.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .ifPresent(script -> {
          throw new SchemaRefusedException(
              "the schema of the database is damaged or of another build: its "
                  + script
                  + " is not the one of this version; restore the database, or run the build that"
                  + " migrated it");
        });
  }

  /// Our migrations by name, each with the checksum that Flyway notes for it.
  private static Map<String, Integer> ours() {
    Map<String, Integer> checksums = new HashMap<>();
    try {
      URL first =
          Objects.requireNonNull(SchemaCheck.class.getResource("/" + FOLDER + "/V1__ledger.sql"));
      for (String name : names(first)) {
        try (InputStream in =
            Objects.requireNonNull(
                SchemaCheck.class.getResourceAsStream("/" + FOLDER + "/" + name))) {
          checksums.put(name, checksum(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Map.copyOf(checksums);
  }

  private static List<String> names(URL first) throws IOException, URISyntaxException {
    if (first.openConnection() instanceof JarURLConnection connection) {
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        return jar.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.startsWith(FOLDER + "/"))
            .map(name -> name.substring(FOLDER.length() + 1))
            .filter(VERSIONED.asMatchPredicate())
            .toList();
      }
    }
    Path folder = Objects.requireNonNull(Path.of(first.toURI()).getParent());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(VERSIONED.asMatchPredicate())
          .toList();
    }
  }

  /// CRC-32 over the lines without their ends, as Flyway has it, so that a checkout with other line
  /// ends is the same.
  private static int checksum(String text) throws IOException {
    CRC32 crc = new CRC32();
    try (BufferedReader lines = new BufferedReader(new StringReader(text))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        crc.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return (int) crc.getValue();
  }

  private record Applied(Map<String, Integer> checksums, List<String> unfinished) {}
}

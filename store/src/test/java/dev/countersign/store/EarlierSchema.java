package dev.countersign.store;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The schema of an earlier release, made with the very scripts of that time. Rights are not among
/// them: they are always granted anew.
final class EarlierSchema {
  private static final Pattern VERSIONED = Pattern.compile("V([0-9]+)__.+\\.sql");

  private EarlierSchema() {}

  /// @param version of the newest script
  /// @param folder an empty one, for the scripts
  static void migrate(DataSource admin, int version, Path folder)
      throws IOException, SQLException, URISyntaxException {
    Files.copy(scripts().resolve("afterConnect.sql"), folder.resolve("afterConnect.sql"));
    for (Path script : upTo(version)) {
      Files.copy(script, folder.resolve(script.getFileName().toString()));
    }
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema countersign authorization " + Migration.OWNER);
    }
    Flyway.configure()
        .dataSource(admin)
        .locations("filesystem:" + folder)
        .schemas(Migration.SCHEMA)
        .createSchemas(false)
        .placeholders(Map.of("schema", Migration.SCHEMA, "owner", Migration.OWNER))
        .load()
        .migrate();
  }

  /// The first column of what a query finds.
  static List<String> list(DataSource of, String sql) throws SQLException {
    try (Connection connection = of.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  /// With the tables of the gate in reach, and its functions.
  static void execute(DataSource on, String sql) throws SQLException {
    try (Connection connection = on.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to countersign");
      statement.execute(sql);
    }
  }

  private static List<Path> upTo(int version) throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(scripts())) {
      return files
          .filter(file -> {
            Matcher name = VERSIONED.matcher(file.getFileName().toString());
            return name.matches() && Integer.parseInt(name.group(1)) <= version;
          })
          .toList();
    }
  }

  private static Path scripts() throws URISyntaxException {
    URL first =
        Objects.requireNonNull(EarlierSchema.class.getResource("/db/migration/V1__ledger.sql"));
    return Objects.requireNonNull(Path.of(first.toURI()).getParent());
  }
}

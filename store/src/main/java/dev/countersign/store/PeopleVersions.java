package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Puts people in force, of an import or with one link more or less: their whole text, written
/// once, with the sealed entry that tells its digest. Whoever does so holds [#queue] first, so that
/// none works on people whom another replaces meanwhile.
final class PeopleVersions {
  private static final Sql ONE_AT_A_TIME = Sql.of("select version from people_import for update");

  private static final Sql NEXT =
      Sql.of(
          """
          update people_import
             set version = version + 1, imported_at = clock_timestamp()
          returning version
          """);

  private static final Sql LATEST =
      Sql.of("select version from people_version order by version desc limit 1");

  private static final Sql VERSION =
      Sql.of("insert into people_version (version, text, entry) values (:version, :text, :entry)");

  private final PostgresDeploymentChain chain;

  PeopleVersions(PostgresDeploymentChain chain) {
    this.chain = chain;
  }

  static void queue(Connection connection) throws SQLException {
    ONE_AT_A_TIME.ask(connection, query -> query.one(row -> row.getInt("version")));
  }

  static int next(Connection connection) throws SQLException {
    return NEXT.ask(connection, query -> query.one(row -> row.getInt("version")));
  }

  static Optional<Integer> latest(Connection connection) throws SQLException {
    return LATEST.ask(connection, query -> query.first(row -> row.getInt("version")));
  }

  /// @param version of [#next]
  /// @param type one of people, see [DeploymentFact#isOfPeople]
  /// @param told beside the version and the digest
  /// @return the entry that tells of it
  DeploymentEntry put(
      Connection connection,
      int version,
      byte[] text,
      String type,
      String actor,
      JsonObject.Builder told)
      throws SQLException {
    JsonObject data = told.put("version", version).put("digest", Digest.of(text).value()).build();
    DeploymentEntry entry = chain.append(connection, new DeploymentFact(type, actor, data));
    VERSION.ask(
        connection,
        query ->
            query.bind("version", version).bind("text", text).bind("entry", entry.seq()).update());
    return entry;
  }
}

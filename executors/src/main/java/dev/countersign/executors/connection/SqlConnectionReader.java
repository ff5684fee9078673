package dev.countersign.executors.connection;

import dev.countersign.executors.connection.SqlDatabase.Engine;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Environment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a connection of `kind: sql`.
///
/// ```yaml
/// crm:
///   kind: sql
///   engine: postgresql                   # optional: postgresql (the default), mariadb or h2
///   host: crm-db.internal
///   port: 5432                           # optional
///   tls: verify                          # optional: verify (the default) or none
///   database: crm
///   user: countersign
///   credential: env:CRM_PASSWORD         # optional
///   records: {account: {…}}              # see RecordTableReader
///   dry_run: true                        # optional: dry runs are tried and rolled back
///   verify: true                         # optional: a changed record is read once more
///   limits: {…}                          # optional: as of http, without answer
///   allow_private_addresses: true
/// trial:
///   kind: sql
///   engine: h2
///   file: /srv/trial/crm                 # instead of host, port, tls and database
///   environment: test                    # required, and never production
///   …
/// ```
final class SqlConnectionReader {
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}");

  /// Nothing in it means anything to H2's URLs: no `;`, `:`, `~` or `..`.
  private static final Pattern H2_FILE =
      Pattern.compile("(?:/[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*){1,20}");

  private static final String POSTGRESQL = "postgresql";

  private SqlConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Connection> read(String name, JsonForm form) {
    form.require("user");
    form.require("records");
    String engine = form.has("engine") ? form.text("engine").orElse("") : POSTGRESQL;
    return switch (engine) {
      case POSTGRESQL -> ofServer(name, form, Engine.POSTGRESQL);
      case "mariadb" -> ofServer(name, form, Engine.MARIADB);
      case "h2" -> ofFile(name, form);
      default -> {
        form.problem("engine", "unknown_engine", "This must be postgresql, mariadb or h2.");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Connection> ofServer(String name, JsonForm form, Engine engine) {
    form.require("host");
    form.require("database");
    boolean allowPrivate = NetworkAccessReader.allowsPrivate(form);
    boolean encrypted = encrypted(form);
    ServerReader.checkPlain(form, encrypted, allowPrivate);
    Optional<String> host = ServerReader.host(form, encrypted, allowPrivate);
    int port = ServerReader.port(form).orElse(engine.usualPort());
    Optional<String> database =
        form.parsed(
            "database",
            text -> SoundText.required(text, it -> DATABASE.matcher(it).matches()),
            "bad_name",
            "This must be the name of a database in letters, digits, _ and -, at most 63.");
    NetworkAccess network = NetworkAccessReader.direct(form, allowPrivate, encrypted);
    String schema =
        switch (engine) {
          case POSTGRESQL -> "public";
          case MARIADB -> database.orElse("");
        };
    Optional<SqlDatabase> server =
        host.flatMap(
            at -> database.map(it -> new SqlDatabase.Server(engine, at, port, it, encrypted)));
    return connection(name, form, server, schema, network);
  }

  /// H2 runs what its file has in it, triggers too, within the gate: so nobody's records but those
  /// of a trial are in one.
  private static Optional<Connection> ofFile(String name, JsonForm form) {
    form.require("file");
    form.require("environment");
    if (form.text("environment").equals(Optional.of(WireName.of(Environment.PRODUCTION)))) {
      form.problem(
          "environment",
          "not_for_production",
          "H2 runs within the gate, for trying things out: name staging, development or test.");
    }
    Optional<SqlDatabase> file =
        form.parsed(
            "file",
            text ->
                new SqlDatabase.H2File(
                    Path.of(SoundText.required(text, H2_FILE.asMatchPredicate()))),
            "bad_path",
            "This must be the absolute path of H2's file without .mv.db, in letters, digits, _, -"
                + " and single dots.");
    return connection(name, form, file, "PUBLIC", NetworkAccess.PUBLIC);
  }

  private static Optional<Connection> connection(
      String name,
      JsonForm form,
      Optional<SqlDatabase> database,
      String schema,
      NetworkAccess network) {
    Optional<String> user = ServerReader.user(form);
    Optional<CredentialReference> credential = CredentialReader.read(form);
    Map<String, RecordTable> records = records(form, schema);
    boolean rehearses = form.bool("dry_run").orElse(false);
    boolean verifies = form.bool("verify").orElse(false);
    Optional<Limits> limits = LimitsReader.read(form, LimitsReader.Also.LOOKS);
    form.close();
    if (database.isEmpty() || user.isEmpty() || limits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SqlConnection(
            name,
            database.get(),
            user.get(),
            credential,
            records,
            verifies,
            rehearses,
            limits.get(),
            network));
  }

  private static boolean encrypted(JsonForm form) {
    return !form.parsed(
            "tls",
            text -> SoundText.required(text, it -> it.equals("verify") || it.equals("none")),
            "unknown_tls",
            "This must be verify or none.")
        .equals(Optional.of("none"));
  }

  private static Map<String, RecordTable> records(JsonForm form, String schema) {
    var records = new HashMap<String, RecordTable>();
    for (JsonForm.Item<JsonObject> entry :
        form.entries("records", JsonObject.class, "an object", SqlConnection.MAX_RECORDS)) {
      RecordNames.checkType(form, entry);
      RecordTableReader.read(form.form(entry), schema)
          .ifPresent(read -> records.put(entry.name(), read));
    }
    return records;
  }
}

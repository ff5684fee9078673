package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a connection of `kind: sql`.
///
/// ```yaml
/// crm:
///   kind: sql
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
/// ```
final class SqlConnectionReader {
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}");

  private SqlConnectionReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  static Optional<Connection> read(String name, JsonForm form) {
    form.require("host");
    form.require("database");
    form.require("user");
    form.require("records");
    boolean allowPrivate = NetworkAccessReader.allowsPrivate(form);
    boolean encrypted = encrypted(form);
    ServerReader.checkPlain(form, encrypted, allowPrivate);
    Optional<String> host = ServerReader.host(form, encrypted, allowPrivate);
    Optional<Integer> port = ServerReader.port(form);
    Optional<String> database =
        form.parsed(
            "database",
            text -> SoundText.required(text, it -> DATABASE.matcher(it).matches()),
            "bad_name",
            "This must be the name of a database in letters, digits, _ and -, at most 63.");
    Optional<String> user = ServerReader.user(form);
    Optional<CredentialReference> credential = CredentialReader.read(form);
    Map<String, RecordTable> records = records(form);
    boolean rehearses = form.bool("dry_run").orElse(false);
    boolean verifies = form.bool("verify").orElse(false);
    Optional<Limits> limits = LimitsReader.read(form, false);
    NetworkAccess network = NetworkAccessReader.direct(form, allowPrivate, encrypted);
    form.close();
    if (host.isEmpty() || database.isEmpty() || user.isEmpty() || limits.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SqlConnection(
            name,
            host.get(),
            port.orElse(SqlConnection.USUAL_PORT),
            database.get(),
            encrypted,
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

  private static Map<String, RecordTable> records(JsonForm form) {
    var records = new HashMap<String, RecordTable>();
    for (JsonForm.Item<JsonObject> entry :
        form.entries("records", JsonObject.class, "an object", SqlConnection.MAX_RECORDS)) {
      RecordNames.checkType(form, entry);
      RecordTableReader.read(form.form(entry)).ifPresent(read -> records.put(entry.name(), read));
    }
    return records;
  }
}

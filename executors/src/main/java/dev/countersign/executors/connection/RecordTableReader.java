package dev.countersign.executors.connection;

import dev.countersign.executors.connection.RecordTable.Name;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.proposal.RecordChange.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one type of record of a connection of `kind: sql`.
///
/// ```yaml
/// account:
///   table: sales.account                 # or account, which is in the usual schema
///   key: id
///   allow: [update, archive]             # of create, update, archive, restore and delete
///   fields: {status: {enum: [active, paused]}, …}   # see FieldRuleReader
///   version: lock_version                # optional: what if_match is compared with
///   raise_version: true                  # optional: a change adds one to it
///   archive: archived_at                 # with archive and restore
/// ```
final class RecordTableReader {
  private static final Pattern TABLE =
      Pattern.compile("(?:(" + ColumnReader.NAME + ")\\.)?(" + ColumnReader.NAME + ")");

  private static final String ONE_MEANING =
      "Its column is that of another field, or the key, the version or the archive.";

  private RecordTableReader() {}

  /// Empty when something was refused; the mistakes are with `form` then.
  ///
  /// @param schema of tables that are named without one
  static Optional<RecordTable> read(JsonForm form, String schema) {
    form.require("table");
    form.require("key");
    form.require("allow");
    Optional<Name> table =
        form.parsed(
            "table",
            text -> table(text, schema),
            "bad_name",
            "This must be a table, as the database spells it, with or without its schema:"
                + " public.account.");
    Optional<String> key = ColumnReader.read(form, "key");
    Set<Operation> allow = RecordNames.operations(form);
    Map<String, FieldRule> fields = fields(form);
    Optional<String> version = ColumnReader.read(form, "version");
    boolean raises = form.bool("raise_version").orElse(false);
    if (raises && !form.has("version")) {
      form.require("version");
    }
    Optional<String> archive = ColumnReader.read(form, "archive");
    if ((allow.contains(Operation.ARCHIVE) || allow.contains(Operation.RESTORE))
        && !form.has("archive")) {
      form.require("archive");
    }
    form.close();
    contradictions(form, fields, key, version, archive);
    return table.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RecordTable(table.get(), key.get(), fields, allow, version, raises, archive));
  }

  /// A column has one meaning: no field is the key, or moves what guards the record.
  private static void contradictions(
      JsonForm form,
      Map<String, FieldRule> fields,
      Optional<String> key,
      Optional<String> version,
      Optional<String> archive) {
    var taken = new HashSet<String>();
    key.ifPresent(taken::add);
    version.filter(column -> !taken.add(column)).ifPresent(_ -> contradiction(form, "version"));
    archive.filter(column -> !taken.add(column)).ifPresent(_ -> contradiction(form, "archive"));
    new TreeMap<>(fields)
        .forEach((name, rule) -> {
          if (!taken.add(rule.column())) {
            form.problemAt(
                JsonPointer.below(form.pointer("fields"), name), "contradiction", ONE_MEANING);
          }
        });
  }

  private static void contradiction(JsonForm form, String member) {
    form.problem(member, "contradiction", ONE_MEANING);
  }

  private static Name table(String text, String schema) {
    Matcher parts = TABLE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a table");
    }
    return new Name(Optional.ofNullable(parts.group(1)).orElse(schema), parts.group(2));
  }

  private static Map<String, FieldRule> fields(JsonForm form) {
    var fields = new HashMap<String, FieldRule>();
    for (JsonForm.Item<JsonObject> entry :
        form.entries("fields", JsonObject.class, "an object", RecordTable.MAX_FIELDS)) {
      RecordNames.checkField(form, entry);
      FieldRuleReader.read(entry.name(), form.form(entry))
          .ifPresent(rule -> fields.put(entry.name(), rule));
    }
    return fields;
  }
}

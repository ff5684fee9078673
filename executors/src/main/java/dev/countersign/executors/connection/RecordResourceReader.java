package dev.countersign.executors.connection;

import dev.countersign.executors.connection.RecordResource.Patch;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RecordChange.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads the types of record of a connection of `kind: http`.
///
/// ```yaml
/// contact:
///   path: /v1/contacts/{id}
///   key: {at: /id, pattern: 'c_[a-z0-9]+'}
///   allow: [update]                      # of create, update, archive, restore and delete
///   fields: {email: {at: /profile/email, …}, …}   # see FieldRuleReader
///   patch: merge_patch                   # optional: or json_patch
///   version: /revision                   # optional: beside the ETag
///   create: /v1/contacts                 # with create
///   archive: {at: /archived}             # with archive and restore, see ArchivingReader
///   verify: true                         # optional
///   dry_run: true                        # optional
/// ```
final class RecordResourceReader {
  private RecordResourceReader() {}

  /// What was understood; the mistakes are with `connection`.
  static Map<String, RecordResource> readAll(JsonForm connection) {
    var records = new HashMap<String, RecordResource>();
    for (JsonForm.Item<JsonObject> entry :
        connection.entries("records", JsonObject.class, "an object", RecordResource.MAX_RECORDS)) {
      RecordNames.checkType(connection, entry);
      read(connection.form(entry)).ifPresent(read -> records.put(entry.name(), read));
    }
    return records;
  }

  private static Optional<RecordResource> read(JsonForm form) {
    List.of("path", "key", "allow").forEach(form::require);
    Optional<PathTemplate> path =
        form.parsed(
            "path",
            text ->
                PathTemplate.parse(text)
                    .filter(PathTemplate::hasOneOpening)
                    .orElseThrow(IllegalArgumentException::new),
            "bad_path",
            "This must be an absolute path with one segment open as {id}, which is the key.");
    Optional<MemberRule> key = form.object("key").flatMap(FieldRuleReader::readKey);
    Set<Operation> allow = RecordNames.operations(form);
    Map<String, MemberRule> fields = fields(form);
    Patch patch =
        form.parsed(
                "patch",
                text -> WireName.require(Patch.class, text),
                "unknown_patch",
                "This must be merge_patch or json_patch.")
            .orElse(Patch.MERGE_PATCH);
    Optional<String> version = MemberPlaceReader.read(form, "version");
    Optional<PathTemplate> create = create(form, allow);
    Optional<Archiving> archive = archive(form, allow);
    boolean verifies = form.bool("verify").orElse(false);
    boolean rehearses = form.bool("dry_run").orElse(false);
    form.close();
    key.ifPresent(it -> contradictions(form, fields, it, version, archive));
    return path.flatMap(at ->
        key.map(it ->
            new RecordResource(
                at, it, fields, allow, patch, version, create, archive, verifies, rehearses)));
  }

  private static Optional<PathTemplate> create(JsonForm form, Set<Operation> allow) {
    if (allow.contains(Operation.CREATE)) {
      form.require("create");
    }
    return form.parsed(
        "create",
        text ->
            PathTemplate.parse(text)
                .filter(path -> path.names().isEmpty())
                .orElseThrow(IllegalArgumentException::new),
        "bad_path",
        "This must be an absolute path with no segment open: where new records are posted.");
  }

  /// A `DELETE` means one thing, and nothing says how what it archived comes back.
  private static Optional<Archiving> archive(JsonForm form, Set<Operation> allow) {
    if (allow.contains(Operation.ARCHIVE) || allow.contains(Operation.RESTORE)) {
      form.require("archive");
    }
    Optional<Archiving> archive = form.object("archive").flatMap(ArchivingReader::read);
    if (archive.filter(Archiving.ByDelete.class::isInstance).isPresent()
        && (allow.contains(Operation.RESTORE) || allow.contains(Operation.DELETE))) {
      form.problem(
          "archive",
          "contradiction",
          "Where DELETE archives, nothing is deleted for good, and nothing restored.");
    }
    return archive;
  }

  private static Map<String, MemberRule> fields(JsonForm form) {
    var fields = new HashMap<String, MemberRule>();
    for (JsonForm.Item<JsonObject> entry :
        form.entries("fields", JsonObject.class, "an object", RecordResource.MAX_FIELDS)) {
      RecordNames.checkField(form, entry);
      FieldRuleReader.readMember(entry.name(), form.form(entry))
          .ifPresent(rule -> fields.put(entry.name(), rule));
    }
    return fields;
  }

  /// A member has one meaning, and none is inside of another: no field is the key, or moves what
  /// guards the record.
  private static void contradictions(
      JsonForm form,
      Map<String, MemberRule> fields,
      MemberRule key,
      Optional<String> version,
      Optional<Archiving> archive) {
    List<String> taken = new ArrayList<>(List.of(key.at()));
    version.ifPresent(at -> take(taken, at, form, form.pointer("version")));
    archive.ifPresent(how -> {
      if (how instanceof Archiving.ByMember member) {
        take(taken, member.at(), form, form.pointer("archive"));
      }
    });
    new TreeMap<>(fields)
        .forEach((name, rule) ->
            take(taken, rule.at(), form, JsonPointer.below(form.pointer("fields"), name)));
  }

  private static void take(List<String> taken, String at, JsonForm form, String pointer) {
    if (taken.stream()
        .anyMatch(
            other -> (other + "/").startsWith(at + "/") || (at + "/").startsWith(other + "/"))) {
      form.problemAt(
          pointer,
          "contradiction",
          "It stands where another field, the key, the version or the archive does, or inside of"
              + " one.");
    }
    taken.add(at);
  }
}

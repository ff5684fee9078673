package dev.countersign.executors.http;

import dev.countersign.executors.connection.MemberRule;
import dev.countersign.executors.connection.RecordResource;
import dev.countersign.executors.connection.RecordResource.Patch;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import dev.countersign.proposal.RecordImage;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One record as its service has just shown it.
///
/// @param tag its strong `ETag`
record HeldRecord(RecordResource type, JsonObject document, Optional<String> tag) {
  /// RFC 9110, section 8.8.3, in ASCII. A weak one says that two documents mean the same, and not
  /// that nobody wrote in between.
  private static final Pattern STRONG = Pattern.compile("\"[!#-~]{1,200}\"");

  /// Of a version that an action can name.
  private static final int LONGEST_VERSION = 200;

  /// @param id as the action names it
  /// @throws NotSent where it is no such record
  static HeldRecord of(
      RecordResource type, String id, int status, TargetQuestions.Marks marks, byte[] body)
      throws NotSent {
    if (status == 404 || status == 410) {
      throw new NotSent("record_not_found", status);
    }
    if (status != 200 || marks.mediaType().filter(HeldRecord::isJson).isEmpty()) {
      throw new NotSent("record_not_readable", status);
    }
    JsonObject document = document(body, status);
    if (type.key().written(document).filter(said -> type.isKey(said, id)).isEmpty()) {
      throw new NotSent("record_mismatched", status);
    }
    return new HeldRecord(type, document, strong(marks));
  }

  private static Optional<String> strong(TargetQuestions.Marks marks) {
    return marks.tag().filter(tag -> STRONG.matcher(tag).matches());
  }

  /// Which version of a record the answer to a change says that it has left; empty where that is
  /// none for sure.
  static Optional<String> left(
      RecordResource type, String id, TargetQuestions.Marks marks, byte[] body) {
    if (type.version().isEmpty()) {
      return strong(marks);
    }
    try {
      return of(type, id, 200, marks, body).version();
    } catch (NotSent noSuchRecord) {
      return Optional.empty();
    }
  }

  /// The same, where it is there for such a change: an archived one is there to be restored alone.
  ///
  /// @throws NotSent where it is not
  HeldRecord standing(Operation operation) throws NotSent {
    if (type.mark().isEmpty()) {
      return this;
    }
    Optional<Boolean> archived = type.mark().get().isArchived(document);
    if (archived.isEmpty() && (operation == Operation.ARCHIVE || operation == Operation.RESTORE)) {
      throw new NotSent("record_not_readable", 200);
    }
    if (archived.orElse(false) != (operation == Operation.RESTORE)) {
      throw new NotSent("record_not_found");
    }
    return this;
  }

  private static boolean isJson(String mediaType) {
    return mediaType.equals("application/json") || mediaType.endsWith("+json");
  }

  private static JsonObject document(byte[] body, int status) throws NotSent {
    try {
      if (CanonicalJson.parse(body, Integer.MAX_VALUE) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonRefusedException e) {
      // As below: cut off, or none.
    }
    throw new NotSent("record_not_readable", status);
  }

  /// Which version it is, in words that an action can name.
  Optional<String> version() {
    return type.version().isPresent()
        ? member().flatMap(HeldRecord::text).filter(text -> text.length() <= LONGEST_VERSION)
        : tag;
  }

  /// The member that says its version, as it is written.
  Optional<Json> member() {
    return type.version().flatMap(at -> JsonPointer.find(document, at));
  }

  private static Optional<String> text(Json version) {
    return switch (version) {
      case JsonString(var text) -> Optional.of(text);
      case JsonNumber(var token) -> Optional.of(token);
      default -> Optional.empty();
    };
  }

  /// Whether the service can be made to refuse a change of what it does not hold any more.
  boolean isGuarded(RecordChange change) {
    if (tag.isPresent()) {
      return true;
    }
    return !type.removes(change.operation())
        && (type.version().isPresent()
            ? version().isPresent()
            : type.patch() == Patch.JSON_PATCH && allAreThere(change));
  }

  /// What is not there cannot be tested.
  private boolean allAreThere(RecordChange change) {
    return change.fields().stream().allMatch(this::isThere)
        && (change.operation() == Operation.UPDATE || mark().isPresent());
  }

  /// What says whether it is archived, as the service wrote it.
  Optional<Json> mark() {
    return type.mark().flatMap(it -> JsonPointer.find(document, it.at()));
  }

  /// Whether each field is as the action says, and so is the version where it names one.
  boolean isAsSeen(Action action, RecordChange change) {
    return change.fields().stream()
            .allMatch(field -> field.from().filter(from -> holds(field, from)).isPresent())
        && isAsNamed(action);
  }

  /// Whether it is the version that the action names, if it names one.
  boolean isAsNamed(Action action) {
    return action.preconditions().optionalText("if_match").stream()
        .allMatch(named -> version().filter(named::equals).isPresent());
  }

  boolean holds(RecordChange.Field field, Json value) {
    MemberRule rule = rule(field);
    return rule.written(document).filter(held -> rule.same(held, value)).isPresent();
  }

  /// What the change is about; empty where a field holds what is not of its type, or is too long to
  /// be kept.
  ///
  /// @param withVersion whether the version is of it
  Optional<RecordImage> image(RecordChange change, boolean withVersion) {
    var fields = new TreeMap<String, Json>();
    for (RecordChange.Field field : change.fields()) {
      Optional<Json> held = rule(field).held(document);
      if (held.isEmpty()) {
        return Optional.empty();
      }
      fields.put(field.path(), held.get());
    }
    return withVersion && version().isEmpty()
        ? Optional.empty()
        : Optional.of(new RecordImage(fields, withVersion ? version() : Optional.empty()))
            .filter(RecordImage::isKept);
  }

  /// As the service wrote it.
  Json written(RecordChange.Field field) {
    return rule(field).written(document).orElse(JsonNull.NULL);
  }

  boolean isThere(RecordChange.Field field) {
    return JsonPointer.find(document, rule(field).at()).isPresent();
  }

  MemberRule rule(RecordChange.Field field) {
    return type.field(field.path()).orElseThrow();
  }
}

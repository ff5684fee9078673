package dev.countersign.executors.connection;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import java.util.Optional;

/// One field of a record that is a JSON document.
///
/// @param at a JSON Pointer to the member that holds it, through objects alone
public record MemberRule(String at, ValueRule value, boolean nullable) implements FieldValues {

  /// What the document holds there, as it is written: null where there is no such member, since a
  /// target that leaves out what it does not know says the same. Empty where something else than an
  /// object stands on the way there.
  public Optional<Json> written(JsonObject document) {
    return at(at, document);
  }

  /// As [#written], of whatever stands there.
  static Optional<Json> at(String at, JsonObject document) {
    Json found = document;
    for (String step : at.substring(1).split("/", -1)) {
      if (!(found instanceof JsonObject object)) {
        return found instanceof JsonNull ? Optional.of(found) : Optional.empty();
      }
      Json member = object.get(step.replace("~1", "/").replace("~0", "~"));
      found = member == null ? JsonNull.NULL : member;
    }
    return Optional.of(found);
  }

  /// The same in the one spelling that [#same] compares; empty also where it is no value of this
  /// type.
  public Optional<Json> held(JsonObject document) {
    return written(document).flatMap(this::spelled);
  }

  /// Whether two values say the same: a number is the same however many zeros it has, a moment in
  /// whatever offset it is written.
  public boolean same(Json one, Json other) {
    Optional<Json> spelled = spelled(one);
    return spelled.isPresent() && spelled.equals(spelled(other));
  }

  private Optional<Json> spelled(Json json) {
    return json instanceof JsonNull ? Optional.of(json) : value.text(json).flatMap(value::read);
  }
}

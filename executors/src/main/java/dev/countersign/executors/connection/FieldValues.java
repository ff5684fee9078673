package dev.countersign.executors.connection;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;

/// What may stand in one field of a record, wherever its records are kept.
public sealed interface FieldValues permits FieldRule, MemberRule {
  ValueRule value();

  /// Whether it may be `null`.
  boolean nullable();

  /// Whether this can stand in the field at all, now or in times before this rule.
  default boolean holds(Json json) {
    return json instanceof JsonNull || value().text(json).isPresent();
  }

  /// Whether this may be written.
  default boolean allows(Json json) {
    return json instanceof JsonNull
        ? nullable()
        : value().text(json).filter(value()::allows).isPresent();
  }

  /// For the agent's developer: what follows "this must be".
  default String expected() {
    return value().expected() + (nullable() ? ", or null" : "");
  }
}

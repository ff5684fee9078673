package dev.countersign.app.http;

import dev.countersign.ledger.RequestRecord;
import java.util.Arrays;
import java.util.Optional;

/// The version of a request as a strong entity tag of RFC 9110 section 8.8.3.
record EntityTag(String value) {

  static EntityTag of(RequestRecord record) {
    return new EntityTag("\"" + record.request().version() + "\"");
  }

  /// Whether `If-None-Match` names this tag, by the weak comparison that the header asks for.
  boolean isNamedIn(Optional<String> ifNoneMatch) {
    return ifNoneMatch.stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(value));
  }
}

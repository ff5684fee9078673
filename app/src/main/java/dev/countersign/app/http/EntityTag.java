package dev.countersign.app.http;

import dev.countersign.card.Placement;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Held;
import dev.countersign.ledger.RequestRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The version of a request as a strong entity tag of RFC 9110 section 8.8.3, with a mark of where
/// its card is refused: a place that comes or goes moves no version, and its agent waits for it.
record EntityTag(String value) {
  private static final int MARK = 8;

  static EntityTag of(RequestRecord record) {
    List<String> refused =
        Placement.of(record.cards()).stream()
            .filter(placement -> placement.state() == Placement.State.REFUSED)
            .map(placement -> placement.address() + " " + placement.code().orElseThrow())
            .toList();
    String mark = refused.isEmpty() ? "" : "-" + mark(refused.toString());
    return new EntityTag("\"" + record.request().version() + mark + "\"");
  }

  private static String mark(String text) {
    String digest = Digest.of(text).value();
    return digest.substring(digest.length() - MARK);
  }

  /// @param held what was put aside of the request, which changes its answer and not its version
  static EntityTag of(RequestRecord record, List<Held> held) {
    EntityTag tag = of(record);
    return held.isEmpty() ? tag : new EntityTag(tag.value().replaceFirst("\"$", "-held\""));
  }

  /// @param problems reported since the decision, which change the answer and not the version
  EntityTag with(int problems) {
    return problems == 0
        ? this
        : new EntityTag(value.replaceFirst("\"$", "-problems" + problems + "\""));
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

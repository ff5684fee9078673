package dev.countersign.audit;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// That somebody whom a request concerned asked its agent, after the end, to propose it anew. It
/// moves nothing; the agent reads it.
///
/// @param note for the agent, as it was written; whoever shows it escapes it
public record AskedAgain(PersonId person, Kind kind, Optional<String> note, Instant at) {

  /// What for.
  public enum Kind {
    /// What was approved and failed, or of which nobody knows whether it happened.
    RETRY,
    /// What expired, was rejected, or was returned for changes.
    RESUBMIT
  }

  public AuditFact fact() {
    return new AuditFact(
        EntryType.ASKED_AGAIN,
        "person:" + person,
        JsonObject.builder()
            .put("person", person.value())
            .put("kind", WireName.of(kind))
            .put("note", note.orElse(null))
            .build());
  }

  /// All that there are, in order.
  ///
  /// @param entries a whole chain
  public static List<AskedAgain> in(List<AuditEntry> entries) {
    return entries.stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(WireName.of(EntryType.ASKED_AGAIN)))
        .map(AskedAgain::of)
        .toList();
  }

  private static AskedAgain of(JsonObject entry) {
    JsonObject data = entry.object("data");
    return new AskedAgain(
        new PersonId(data.text("person")),
        WireName.require(Kind.class, data.text("kind")),
        data.optionalText("note"),
        entry.instant("at"));
  }
}

package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Optional;

/// That one person has read what was filed about a use of break-glass, and has nothing to add; two
/// of them close it. It moves nothing.
public record ClosedRetrospective(PersonId by) {
  /// So many persons close one.
  public static final int PERSONS = 2;

  /// @param people the import that the person was found in
  public AuditFact fact(Optional<Digest> people) {
    return new AuditFact(
        EntryType.RETROSPECTIVE_CLOSED,
        "person:" + by,
        JsonObject.builder()
            .put("person", by.value())
            .put("people", people.map(Digest::value).orElse(null))
            .build());
  }

  /// All that were said, in order.
  ///
  /// @param entries a whole chain
  public static List<ClosedRetrospective> in(List<AuditEntry> entries) {
    return entries.stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(WireName.of(EntryType.RETROSPECTIVE_CLOSED)))
        .map(entry -> new ClosedRetrospective(new PersonId(entry.object("data").text("person"))))
        .toList();
  }
}

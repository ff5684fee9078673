package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// That one person has read what was filed about a use of break-glass, and has nothing to add; two
/// of them close it. It moves nothing.
public record ClosedRetrospective(PersonId by) {
  /// So many persons close one.
  public static final int PERSONS = 2;

  /// Why somebody does not close one.
  public enum Against {
    /// There is nothing to read yet.
    NOT_FILED,
    /// Nobody closes what they did, or what they wrote.
    OWN_WORK,
    /// This person has closed it.
    CLOSED_BEFORE,
    /// Enough others have.
    CLOSED_ALREADY
  }

  /// Whether this one counts: the rule of the gate before it is written, and of `verify` for what
  /// was. `verify` tells it what the entries told so far, and not what the gate made of them.
  ///
  /// @param actor who used break-glass
  /// @param filedBy who filed it; empty while nobody has
  /// @param closedBy who closed it before
  public Optional<Against> against(
      PersonId actor, Optional<PersonId> filedBy, Set<PersonId> closedBy) {
    if (filedBy.isEmpty()) {
      return Optional.of(Against.NOT_FILED);
    }
    if (by.equals(actor) || by.equals(filedBy.get())) {
      return Optional.of(Against.OWN_WORK);
    }
    if (closedBy.contains(by)) {
      return Optional.of(Against.CLOSED_BEFORE);
    }
    return closedBy.size() >= PERSONS ? Optional.of(Against.CLOSED_ALREADY) : Optional.empty();
  }

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

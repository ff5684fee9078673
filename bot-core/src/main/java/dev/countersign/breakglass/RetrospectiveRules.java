package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.audit.FiledRetrospective;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.BrokenGlass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether the retrospective of one use of break-glass can be filed, and closed by whom. Pure.
///
/// @param glass the use
/// @param filed what was filed of it
/// @param closedBy who closed it
record RetrospectiveRules(
    BrokenGlass glass, Optional<FiledRetrospective> filed, Set<PersonId> closedBy) {

  /// @param entries a whole chain
  static RetrospectiveRules of(BrokenGlass glass, List<AuditEntry> entries) {
    return new RetrospectiveRules(
        glass,
        FiledRetrospective.in(entries),
        ClosedRetrospective.in(entries).stream()
            .map(ClosedRetrospective::by)
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean isClosed() {
    return closedBy.size() >= ClosedRetrospective.PERSONS;
  }

  /// Whoever it concerns may file it: it is better written by whoever did it than not at all, and
  /// two others read it.
  Optional<RetrospectiveRefusal> againstFiling() {
    return filed.map(_ -> RetrospectiveRefusal.FILED_ALREADY);
  }

  Optional<RetrospectiveRefusal> againstClosing(PersonId person) {
    if (filed.isEmpty()) {
      return Optional.of(RetrospectiveRefusal.NOT_FILED);
    }
    if (person.equals(glass.by()) || person.equals(filed.get().by())) {
      return Optional.of(RetrospectiveRefusal.OWN_WORK);
    }
    if (closedBy.contains(person)) {
      return Optional.of(RetrospectiveRefusal.CLOSED_BEFORE);
    }
    return isClosed() ? Optional.of(RetrospectiveRefusal.CLOSED_ALREADY) : Optional.empty();
  }
}

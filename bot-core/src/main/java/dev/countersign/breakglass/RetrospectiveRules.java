package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.audit.FiledRetrospective;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.RetrospectiveRefusal;
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

  /// Whoever it concerns may file it: it is better written by whoever did it than not at all, and
  /// two others read it.
  Optional<RetrospectiveRefusal> againstFiling() {
    return filed.map(_ -> RetrospectiveRefusal.FILED_ALREADY);
  }

  Optional<RetrospectiveRefusal> againstClosing(PersonId person) {
    return new ClosedRetrospective(person)
        .against(glass.by(), filed.map(FiledRetrospective::by), closedBy)
        .map(against ->
            switch (against) {
              case NOT_FILED -> RetrospectiveRefusal.NOT_FILED;
              case OWN_WORK -> RetrospectiveRefusal.OWN_WORK;
              case CLOSED_BEFORE -> RetrospectiveRefusal.CLOSED_BEFORE;
              case CLOSED_ALREADY -> RetrospectiveRefusal.CLOSED_ALREADY;
            });
  }
}

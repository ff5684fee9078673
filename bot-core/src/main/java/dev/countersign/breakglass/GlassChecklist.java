package dev.countersign.breakglass;

import dev.countersign.freeze.Freeze;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Retrospectives.Standing;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.proposal.ExecutionMode;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.RequestState.Pending;
import java.util.Optional;
import java.util.Set;

/// Whether a person may use break-glass on a request, as the two stand. The order is part of what a
/// person is told: who they are, then the request, then what they have used before, then who would
/// hear of it and look at it. Pure.
final class GlassChecklist {
  private GlassChecklist() {}

  /// Whether the person has the right at all.
  static Optional<GlassRefusal> right(Directory people, AccountId account) {
    Optional<Person> person = people.byAccount(account);
    if (person.isEmpty()) {
      return Optional.of(GlassRefusal.NOT_A_PERSON);
    }
    if (people.groups().stream().noneMatch(Group::mayBreakGlass)) {
      return Optional.of(GlassRefusal.NOBODY_MAY);
    }
    return GlassHolders.mayBreak(people.groups(), person.get())
        ? Optional.empty()
        : Optional.of(GlassRefusal.NO_RIGHT);
  }

  /// @param people of the moment
  /// @param used what the person has used before
  static Optional<GlassRefusal> check(
      RequestRecord record, Person by, Directory people, Standing used, GlassRule rule) {
    return onRequest(record, by, people).or(() -> onPerson(record, by, people, used, rule));
  }

  private static Optional<GlassRefusal> onRequest(
      RequestRecord record, Person by, Directory people) {
    if (!(record.request().state() instanceof Pending)) {
      return Optional.of(GlassRefusal.NOT_PENDING);
    }
    if (!record.now().isBefore(record.request().deadline())) {
      return Optional.of(GlassRefusal.TOO_LATE); // equal is too late
    }
    if (record.conflicted(people).contains(by.id())) {
      return Optional.of(GlassRefusal.CONFLICTED);
    }
    Optional<Freeze> freeze = record.freezing().covering(record.proposal());
    if (freeze.isPresent()) {
      return Optional.of(GlassRefusal.FROZEN);
    }
    boolean executed =
        !record.proposal().context().dryRun()
            && record.proposal().context().executionMode() != ExecutionMode.NONE
            && GrantIssuer.audience(record.ruling()).isPresent();
    if (!executed) {
      return Optional.of(GlassRefusal.NOT_EXECUTED);
    }
    return record.waitsUntil().map(_ -> GlassRefusal.NOT_YET);
  }

  private static Optional<GlassRefusal> onPerson(
      RequestRecord record, Person by, Directory people, Standing used, GlassRule rule) {
    return spent(used, rule)
        .or(() -> untold(rule))
        .or(() ->
            GlassHolders.whoElseEnds(people, by.id(), record.now()).isEmpty()
                ? Optional.of(GlassRefusal.NOBODY_ENDS)
                : Optional.empty())
        .or(() ->
            Reviewers.of(record, by, people, Set.copyOf(record.conflicted(people)), rule.days())
                    .isEmpty()
                ? Optional.of(GlassRefusal.NO_REVIEWER)
                : Optional.empty());
  }

  /// What a person has used before, against using it once more.
  static Optional<GlassRefusal> spent(Standing used, GlassRule rule) {
    if (!used.open().isEmpty()) {
      return Optional.of(GlassRefusal.OPEN_RETROSPECTIVE);
    }
    if (!used.unread().isEmpty()) {
      return Optional.of(GlassRefusal.UNREAD_RETROSPECTIVE);
    }
    return used.lately() >= rule.most() ? Optional.of(GlassRefusal.USED_UP) : Optional.empty();
  }

  /// Whether nobody would hear of it.
  static Optional<GlassRefusal> untold(GlassRule rule) {
    return rule.alarms().isEmpty() ? Optional.of(GlassRefusal.NOBODY_TOLD) : Optional.empty();
  }
}

package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Turn;
import dev.countersign.proposal.Action;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/// The instant before which an action must not be sent, as its preconditions have it.
public final class NotBefore {
  private static final String MEMBER = "not_before";

  private NotBefore() {}

  /// Of an action that has passed [#check].
  private static Optional<Instant> of(Action action) {
    return action
        .preconditions()
        .optionalText(MEMBER)
        .map(text -> OffsetDateTime.parse(text).toInstant());
  }

  /// Why an action that has passed [#check] has no turn yet; empty once its time has come.
  public static Optional<Turn.Later> later(Action action, InstantSource clock) {
    Instant now = clock.instant();
    return of(action)
        .filter(now::isBefore)
        .map(at -> new Turn.Later(MEMBER, Duration.between(now, at)));
  }

  public static Optional<Inadmissible> check(Action action) {
    try {
      of(action);
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of(
          new Inadmissible(
              "precondition_malformed",
              "/preconditions/" + MEMBER,
              "not_before is not an RFC 3339 date-time"));
    }
  }
}

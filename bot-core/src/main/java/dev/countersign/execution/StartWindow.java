package dev.countersign.execution;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Action;
import dev.countersign.request.RequestState.Approved;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/// Until when an approved action may start. It is never closed before the deadline that the people
/// who approved it were shown.
final class StartWindow {
  /// How long it stays open after the approval, and after the instant before which the action
  /// itself must not run.
  static final Duration LENGTH = Duration.ofHours(1);

  private StartWindow() {}

  /// At this very instant it is too late.
  static Instant end(RequestRecord record, Approved approved) {
    return Stream.of(
            Optional.of(approved.at().plus(LENGTH)),
            Optional.of(record.request().deadline()),
            notBefore(record.proposal().action()).map(at -> at.plus(LENGTH)))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /// Empty also for one that cannot be read: executors refuse it by name.
  private static Optional<Instant> notBefore(Action action) {
    try {
      return action
          .preconditions()
          .optionalText("not_before")
          .map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

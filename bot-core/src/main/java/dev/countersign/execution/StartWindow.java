package dev.countersign.execution;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.time.Instant;
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
    if (approved.glass().isPresent()) {
      // Its one grant is never replaced.
      return approved.execution() instanceof Execution.Granted granted
          ? granted.expiresAt()
          : approved.at().plus(BrokenGlass.LIFE);
    }
    return Stream.of(
            Optional.of(approved.at().plus(LENGTH)),
            Optional.of(record.request().deadline()),
            record.proposal().action().notBefore().map(at -> at.plus(LENGTH)))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow();
  }
}

package dev.countersign.refusal;

import java.time.Duration;
import java.util.List;

/// How much is written down and told of what is refused, so that nobody fills the record or a
/// channel. What alarms has a share of its own: whoever is refused for nothing much, and often,
/// hides nothing by it. Pure.
public final class RefusalBounds {
  /// What was written for so long counts.
  public static final Duration LATELY = Duration.ofHours(1);

  /// Entries of one person or account, and as many that alarm.
  public static final int MOST_OF_ONE = 10;

  /// Entries of all together, and as many that alarm.
  public static final int MOST = 100;

  /// Of those, so many are told.
  public static final int MOST_TOLD = 20;

  private RefusalBounds() {}

  /// What is still to be done of an attempt.
  ///
  /// @param lately what entries of [#LATELY] tell
  public static Trace of(RefusedAttempt next, List<RefusedAttempt> lately) {
    List<RefusedAttempt> alike =
        lately.stream().filter(one -> one.alarming() == next.alarming()).toList();
    boolean full =
        alike.size() >= MOST
            || alike.stream().filter(one -> one.share().equals(next.share())).count() >= MOST_OF_ONE
            || alike.stream().anyMatch(next::isAs);
    if (full) {
      return Trace.NONE;
    }
    return next.alarming() && alike.size() < MOST_TOLD ? Trace.ALARM : Trace.ENTRY;
  }
}

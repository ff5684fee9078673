package dev.countersign.console;

import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// How far back lists and figures go.
enum Period {
  WEEK(7),
  MONTH(30),
  QUARTER(90);

  private final int days;

  Period(int days) {
    this.days = days;
  }

  int days() {
    return days;
  }

  /// By the number of its days, as a form or an address has it.
  static Optional<Period> of(String days) {
    return Arrays.stream(values())
        .filter(one -> Integer.toString(one.days).equals(days))
        .findFirst();
  }

  Instant begin(Instant now) {
    Instant begin = now.minus(Duration.ofDays(days));
    return begin.isBefore(Instant.EPOCH) ? Instant.EPOCH : begin;
  }

  /// The first id that counts.
  ProposalId from(Instant now) {
    return ProposalId.firstOf(begin(now));
  }
}

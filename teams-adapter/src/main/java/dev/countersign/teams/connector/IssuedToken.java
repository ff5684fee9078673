package dev.countersign.teams.connector;

import java.time.Duration;
import java.time.Instant;

/// A token and how long it is good for.
///
/// @param refreshAt from here on a new one is wanted
/// @param expiresAt from here on it is not used any more
record IssuedToken(TokenAnswer.Bearer bearer, Instant refreshAt, Instant expiresAt) {
  /// Before the end of a token's life; less for tokens that live shorter than twice that.
  static final Duration REFRESH_MARGIN = Duration.ofMinutes(10);

  /// For clocks that differ and for the time that a call takes.
  static final Duration EXPIRY_MARGIN = Duration.ofMinutes(1);

  /// A machine's tokens live for up to 24 hours; nothing is believed to live longer.
  static final Duration LONGEST_LIFE = Duration.ofHours(24);

  static IssuedToken of(TokenAnswer.Bearer bearer, Instant now, Duration told) {
    Duration life = told.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : told;
    return new IssuedToken(
        bearer,
        now.plus(life.minus(shorter(REFRESH_MARGIN, life.dividedBy(2)))),
        now.plus(life.minus(shorter(EXPIRY_MARGIN, life.dividedBy(4)))));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

package dev.countersign.slack;

import java.time.Duration;

/// How long a [SocketMode] waits for what.
///
/// @param first pause after one failure; it doubles with each further one
/// @param longest pause of all, and at once where Slack refuses us
/// @param ping how often a sign of life is asked for
/// @param silence without one a connection is over
/// @param steady what a connection lasts at least to make earlier failures forgotten
/// @param drain how long answers under way keep a connection open that is to end
record SocketPatience(
    Duration first,
    Duration longest,
    Duration ping,
    Duration silence,
    Duration steady,
    Duration drain) {
  static final SocketPatience DEFAULT =
      new SocketPatience(
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofSeconds(3));
}

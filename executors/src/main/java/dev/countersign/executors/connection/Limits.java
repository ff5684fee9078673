package dev.countersign.executors.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What one connection may cost.
///
/// @param rate sends in any window, of all replicas together; empty for as many as are approved
/// @param concurrency requests in flight, of all replicas together, 1..[#MAX_CONCURRENCY]; empty
///   for [#AT_ONCE] in each process
/// @param slotWait how long an approved action waits, with a worker's slot in hand, for one of them
///   to end before it is put off; at most [#MAX_SLOT_WAIT]
/// @param connect for one connection attempt, TLS included; at most `timeout`
/// @param timeout from the first look-up to the last byte of the answer; at most [#MAX_TIMEOUT]
/// @param bodyBytes of a request, at most [#MAX_BODY_BYTES]
/// @param answerBytes that are read of an answer, at most [#MAX_ANSWER_BYTES]; the rest is dropped
/// @param looks of the gate at the target in any window, of all replicas together, beside what is
///   sent; at least [#LEAST_LOOKS]
/// @param looksAtOnce of these in flight, of all replicas together,
///   [#LEAST_LOOKS]..[#MAX_CONCURRENCY]
public record Limits(
    Optional<Rate> rate,
    OptionalInt concurrency,
    Duration slotWait,
    Duration connect,
    Duration timeout,
    int bodyBytes,
    int answerBytes,
    Rate looks,
    int looksAtOnce) {
  public static final int MAX_CONCURRENCY = 64;
  public static final int AT_ONCE = 2;

  /// One for an agent and one for the others.
  public static final int LEAST_LOOKS = 2;

  /// Where nothing says how often things are sent.
  public static final Rate LOOKS = new Rate(600, Duration.ofMinutes(1));

  /// Where nothing says how many are sent at once.
  public static final int LOOKS_AT_ONCE = 8;

  public static final Duration MAX_SLOT_WAIT = Duration.ofSeconds(10);
  public static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
  public static final int MAX_BODY_BYTES = 64 * 1024;
  public static final int MAX_ANSWER_BYTES = 1024 * 1024;

  public static final Limits DEFAULT =
      new Limits(
          Optional.empty(),
          OptionalInt.empty(),
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          MAX_BODY_BYTES,
          64 * 1024);

  public Limits {
    int atOnce = concurrency.orElse(AT_ONCE);
    require(atOnce >= 1 && atOnce <= MAX_CONCURRENCY, "concurrency");
    require(!slotWait.isNegative() && slotWait.compareTo(MAX_SLOT_WAIT) <= 0, "wait");
    require(timeout.isPositive() && timeout.compareTo(MAX_TIMEOUT) <= 0, "timeout");
    require(connect.isPositive() && connect.compareTo(timeout) <= 0, "connect");
    require(bodyBytes >= 0 && bodyBytes <= MAX_BODY_BYTES, "body");
    require(answerBytes >= 0 && answerBytes <= MAX_ANSWER_BYTES, "answer");
    require(looks.sends() >= LEAST_LOOKS, "looks");
    require(looksAtOnce >= LEAST_LOOKS && looksAtOnce <= MAX_CONCURRENCY, "looks_at_once");
  }

  /// With as many looks as follow from what is sent.
  public Limits(
      Optional<Rate> rate,
      OptionalInt concurrency,
      Duration slotWait,
      Duration connect,
      Duration timeout,
      int bodyBytes,
      int answerBytes) {
    this(
        rate,
        concurrency,
        slotWait,
        connect,
        timeout,
        bodyBytes,
        answerBytes,
        looksBeside(rate),
        looksAtOnceBeside(concurrency));
  }

  /// A look for each that is sent.
  static Rate looksBeside(Optional<Rate> sent) {
    return sent.map(rate -> new Rate(Math.max(LEAST_LOOKS, rate.sends()), rate.per()))
        .orElse(LOOKS);
  }

  /// Half as many as are sent.
  static int looksAtOnceBeside(OptionalInt sent) {
    return sent.isPresent() ? Math.max(LEAST_LOOKS, sent.getAsInt() / 2) : LOOKS_AT_ONCE;
  }

  /// Of [#looks] those that one agent may have, so that the others have as many.
  public int looksOfOneAgent() {
    return looks.sends() / 2;
  }

  private static void require(boolean holds, String limit) {
    if (!holds) {
      throw new IllegalArgumentException("the limit \"" + limit + "\" is out of its range");
    }
  }
}

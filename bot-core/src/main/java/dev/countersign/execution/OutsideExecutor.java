package dev.countersign.execution;

import java.time.Duration;
import java.util.regex.Pattern;

/// An executor outside of this gate: it has credentials of its own for the target, asks for work,
/// redeems grants that are for it, and reports how it went.
///
/// @param name the `aud` of its grants: 1 to 64 lower-case letters, digits, `.`, `_` and `-`, the
///   first of them a letter or digit
/// @param resultWithin how long after the redemption its report is waited for; then nobody knows
///   how it ended
public record OutsideExecutor(String name, Duration resultWithin) {
  public static final Duration USUAL_WAIT = Duration.ofMinutes(15);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public OutsideExecutor {
    if (!isName(name)) {
      throw new IllegalArgumentException("not an executor's name");
    }
    if (!resultWithin.isPositive()) {
      throw new IllegalArgumentException("a result takes time");
    }
  }

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}

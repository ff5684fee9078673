package dev.countersign.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/// Rounds that are not counted, until the compilers have little left to do.
///
/// @param longest when it ends in any case, at the end of a round
record WarmUp(Duration longest) {
  /// Of the processor time of this process.
  static final double QUIET = 0.05;

  private static final int PERCENT = 100;

  interface Warming {
    /// One round more.
    Costs round() throws Exception;
  }

  /// Tells how it ended, in words.
  String run(Warming warming) throws Exception {
    long start = System.nanoTime();
    OptionalDouble share;
    do {
      share = compilers(warming.round());
    } while (share.orElse(1) >= QUIET && System.nanoTime() - start < longest.toNanos());
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    return seconds + " s, " + told(share);
  }

  private static String told(OptionalDouble share) {
    if (share.isEmpty()) {
      return "share of JIT not known here";
    }
    String percent = String.format(Locale.ROOT, "JIT at %.1f %%", share.getAsDouble() * PERCENT);
    return share.getAsDouble() < QUIET ? percent : percent + ", NOT under 5 %: too short";
  }

  private static OptionalDouble compilers(Costs spent) {
    double all =
        spent.of(Cost.JVM).orElse(0)
            + spent.of(Cost.COMPILERS).orElse(0)
            + spent.of(Cost.COLLECTORS).orElse(0)
            + spent.of(Cost.CALLERS).orElse(0);
    return spent.share(Cost.COMPILERS, all);
  }
}

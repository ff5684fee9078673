package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// In which order something is tried, kept because it may come to nothing, and tried again.
class PatienceTest {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final List<String> happened = new ArrayList<>();
  private long nanos;
  private final Patience patience =
      new Patience(
          LONGEST,
          () -> nanos,
          pause -> {
            happened.add("rests");
            nanos += pause.toNanos();
          });

  @AfterEach
  void nobodyElseIsStopped() {
    var _ = Thread.interrupted();
  }

  private Supplier<String> failing(int times) {
    return () -> {
      happened.add("tries");
      if (happened.stream().filter("tries"::equals).count() <= times) {
        throw new LedgerUnavailableException("as the test wants it");
      }
      return "landed";
    };
  }

  private String with(int failures) {
    return patience.with(failing(failures), () -> happened.add("keeps"));
  }

  @Test
  void whatLandsAtOnceIsNotKept() {
    assertThat(with(0)).isEqualTo("landed");
    assertThat(happened).containsExactly("tries");
  }

  @Test
  void whatFailsIsKeptOnceBeforeItIsTriedAgain() {
    assertThat(with(2)).isEqualTo("landed");
    assertThat(happened).containsExactly("tries", "keeps", "rests", "tries", "rests", "tries");
  }

  @Test
  void whoeverIsToldToStopKeepsItBeforeTheFirstTry() {
    Thread.currentThread().interrupt();

    assertThat(with(1)).isEqualTo("landed");
    assertThat(happened).containsExactly("keeps", "tries", "rests", "tries");
    assertThat(Thread.currentThread().isInterrupted()).as("told still").isTrue();
  }

  @Test
  void whatNeverLandsIsKeptOnceAndGivenUpInTime() {
    assertThatThrownBy(() -> with(ALWAYS)).isInstanceOf(LedgerUnavailableException.class);
    assertThat(happened).startsWith("tries", "keeps", "rests").containsOnlyOnce("keeps");
    assertThat(Duration.ofNanos(nanos)).isEqualTo(LONGEST);
  }

  @Test
  void whoeverIsToldToStopHasALastWordAlone() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> with(ALWAYS)).isInstanceOf(LedgerUnavailableException.class);
    assertThat(Duration.ofNanos(nanos)).isEqualTo(Patience.LAST_WORDS);
  }
}

package dev.countersign.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TickerTest {
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void itRunsAgainAndAgainWhateverItsWorkThrows() throws InterruptedException {
    var runs = new CountDownLatch(4);
    try (Ticker ticker =
        ticker(
            Duration.ofMillis(1),
            () -> {
              runs.countDown();
              if (runs.getCount() == 2) {
                throw new IllegalStateException("odd");
              }
            })) {
      ticker.start();
      assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(failures).hasValue(1);
  }

  @Test
  void itWaitsBetweenRunsAndStopsWithoutWaiting() throws InterruptedException {
    var runs = new AtomicInteger();
    var ran = new CountDownLatch(1);
    Ticker ticker =
        ticker(
            Duration.ofMinutes(5),
            () -> {
              runs.incrementAndGet();
              ran.countDown();
            });
    ticker.start();
    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    ticker.close();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aTickerThatNeverStartedStops() {
    ticker(Duration.ofMinutes(5), failures::incrementAndGet).close();
    assertThat(failures).hasValue(0);
  }

  private Ticker ticker(Duration interval, Runnable work) {
    return new Ticker("test", interval, work, _ -> failures.incrementAndGet(), new Random(1));
  }
}

package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedKeysTest {
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "192.0.2.2";

  /// As a monotonic counter may stand: about to overflow.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

  private final FailedKeys failed = new FailedKeys(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void fill(String address) {
    for (int i = 0; i < FailedKeys.MOST; i++) {
      assertThat(failed.count(address)).isEmpty();
    }
  }

  @Test
  void soManyAreReadAndTheNextOneIsTooMany() {
    fill(HERE);
    assertThat(failed.count(HERE)).contains(FailedKeys.SPAN);
  }

  @Test
  void anAddressIsFullOnceItsNextKeyWouldBeTooMany() {
    assertThat(failed.isFull(HERE)).isFalse();
    for (int i = 0; i < FailedKeys.MOST; i++) {
      assertThat(failed.isFull(HERE)).isFalse();
      failed.count(HERE);
    }
    assertThat(failed.isFull(HERE)).isTrue();
  }

  @Test
  void askingCountsNothing() {
    for (int i = 0; i <= FailedKeys.MOST; i++) {
      failed.isFull(HERE);
    }
    fill(HERE);
  }

  @Test
  void knockingDoesNotMakeTheWaitLonger() {
    fill(HERE);
    pass(Duration.ofSeconds(45));
    for (int i = 0; i < 10; i++) {
      assertThat(failed.count(HERE)).contains(FailedKeys.SPAN.minusSeconds(45));
    }
  }

  @Test
  void afterTheWaitThatWasToldAllBeginsAnew() {
    fill(HERE);
    pass(Duration.ofSeconds(20));
    Duration wait = failed.count(HERE).orElseThrow();

    pass(wait.minusNanos(1));
    assertThat(failed.isFull(HERE)).isTrue();
    assertThat(failed.count(HERE)).contains(Duration.ofNanos(1));

    pass(Duration.ofNanos(1));
    assertThat(failed.isFull(HERE)).isFalse();
    fill(HERE);
    assertThat(failed.count(HERE)).contains(FailedKeys.SPAN);
  }

  @Test
  void everyAddressHasItsOwn() {
    fill(HERE);
    assertThat(failed.isFull(THERE)).isFalse();
    fill(THERE);
  }

  @Test
  void ofMoreAddressesThanAreRememberedTheOneThatFailedFirstIsForgotten() {
    fill(HERE);
    fill(THERE);
    for (int i = 0; i < FailedKeys.REMEMBERED - 2; i++) {
      failed.count("203.0.113." + i);
    }
    assertThat(failed.isFull(HERE)).isTrue();

    failed.count("one more");

    assertThat(failed.isFull(HERE)).isFalse();
    assertThat(failed.isFull(THERE)).isTrue();
  }
}

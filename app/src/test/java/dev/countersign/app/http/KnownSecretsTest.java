package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.LedgerUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownSecretsTest {
  private final List<byte[]> stored = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong questions = new AtomicLong();
  private final KnownSecrets known =
      new KnownSecrets(
          () -> {
            questions.incrementAndGet();
            return List.copyOf(stored);
          },
          nanos::get);

  private static ApiKey key(char filling) {
    return ApiKey.parse("ck_test_supportbot1_" + String.valueOf(filling).repeat(43)).orElseThrow();
  }

  @Test
  void howeverManyAskTheDatabaseIsAskedOnceInATime() {
    stored.add(key('a').secretHash());
    for (int i = 0; i < 1_000; i++) {
      assertThat(known.mayHave(key('b'))).isFalse();
    }
    assertThat(known.mayHave(key('a'))).isTrue();
    assertThat(questions).hasValue(1);
  }

  @Test
  void aKeyThatIsSetIsKnownAfterThatTimeAndOneThatIsReplacedIsNotAnyMore() {
    stored.add(key('a').secretHash());
    assertThat(known.mayHave(key('b'))).isFalse();
    stored.set(0, key('b').secretHash());

    nanos.addAndGet(KnownSecrets.FRESH.toNanos());

    assertThat(known.mayHave(key('b'))).isTrue();
    assertThat(known.mayHave(key('a'))).isFalse();
  }

  @Test
  void whileTheDatabaseIsAwayNothingIsKnownOfIt() {
    KnownSecrets away =
        new KnownSecrets(
            () -> {
              throw new LedgerUnavailableException("away");
            },
            nanos::get);
    assertThatThrownBy(() -> away.mayHave(key('a'))).isInstanceOf(LedgerUnavailableException.class);
    assertThatThrownBy(() -> away.mayHave(key('a'))).isInstanceOf(LedgerUnavailableException.class);
  }
}

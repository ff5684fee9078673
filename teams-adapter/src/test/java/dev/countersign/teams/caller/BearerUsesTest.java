package dev.countersign.teams.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BearerUsesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final Instant EXPIRY = NOW.plus(Duration.ofHours(1));

  private final SettableClock clock = new SettableClock(NOW);
  private final BearerUses bearers = new BearerUses(clock);
  private int activities;

  private Optional<CallerRefusal> says(String bearer, String place, String member) {
    activities++;
    return bearers.flaw(bearer, EXPIRY, place, Optional.of(member), Optional.of("f:" + activities));
  }

  @Test
  void oneBearerSpeaksForOnePersonInAConversation() {
    assertThat(says("bearer", "19:general", "29:mira")).isEmpty();
    assertThat(says("bearer", "19:general", "29:mira")).isEmpty();
    assertThat(says("bearer", "19:general", "29:noor")).contains(CallerRefusal.BEARER_OF_ANOTHER);
    assertThat(says("bearer", "19:general", "29:mira")).isEmpty();
  }

  @Test
  void anotherConversationOrAnotherBearerIsAnotherMatter() {
    says("bearer", "19:general", "29:mira");

    assertThat(says("bearer", "19:finance", "29:noor")).isEmpty();
    assertThat(says("other", "19:general", "29:noor")).isEmpty();
  }

  @Test
  void noActivityComesTwiceWithTheSameBearer() {
    assertThat(
            bearers.flaw(
                "bearer", EXPIRY, "19:general", Optional.of("29:mira"), Optional.of("f:7")))
        .isEmpty();
    assertThat(
            bearers.flaw(
                "bearer", EXPIRY, "19:general", Optional.of("29:mira"), Optional.of("f:7")))
        .contains(CallerRefusal.REPLAYED);
    assertThat(
            bearers.flaw("fresh", EXPIRY, "19:general", Optional.of("29:mira"), Optional.of("f:7")))
        .as("sent again by the connector itself")
        .isEmpty();
  }

  @Test
  void whatCouldNotBeTakenMayComeAgain() {
    bearers.flaw("bearer", EXPIRY, "19:general", Optional.of("29:mira"), Optional.of("f:7"));
    bearers.forget("bearer", "19:general", "f:7");

    assertThat(
            bearers.flaw(
                "bearer", EXPIRY, "19:general", Optional.of("29:mira"), Optional.of("f:7")))
        .isEmpty();
  }

  @Test
  void itIsRememberedAsLongAsTheBearerLivesAndNotLonger() {
    says("bearer", "19:general", "29:mira");
    clock.advance(Duration.ofHours(1).plus(ConnectorTokenVerifier.SKEW).minusNanos(1));
    assertThat(says("bearer", "19:general", "29:noor")).contains(CallerRefusal.BEARER_OF_ANOTHER);

    clock.advance(Duration.ofNanos(1));
    assertThat(says("bearer", "19:general", "29:noor")).isEmpty();
  }

  @Test
  void aBearerThatIsUsedTooOftenIsRefusedAndNothingOfItIsForgotten() {
    says("bearer", "19:general", "29:mira");
    for (int n = 1; n < BearerUses.MOST_CONVERSATIONS; n++) {
      assertThat(says("bearer", "19:" + n, "29:mira")).isEmpty();
    }

    assertThat(says("bearer", "19:one more", "29:mira")).contains(CallerRefusal.BEARER_OVERUSED);
    assertThat(says("bearer", "19:general", "29:noor")).contains(CallerRefusal.BEARER_OF_ANOTHER);
    assertThat(says("other", "19:general", "29:noor")).isEmpty();
  }

  @Test
  void theActivitiesOfOneBearerAreBoundedToo() {
    for (int n = 0; n < BearerUses.MOST_ACTIVITIES; n++) {
      says("bearer", "19:general", "29:mira");
    }

    assertThat(says("bearer", "19:general", "29:mira")).contains(CallerRefusal.BEARER_OVERUSED);
  }
}

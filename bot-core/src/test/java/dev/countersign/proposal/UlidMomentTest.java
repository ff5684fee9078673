package dev.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids carry their time: what came since a moment is a range of them.
class UlidMomentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"1970-01-01T00:00:00Z", "2026-11-30T12:34:56.789Z", "9999-12-31T23:59:59.999Z"})
  void anIdSaysWhenItWasGiven(String text) {
    Instant moment = Instant.parse(text);
    ProposalId id =
        new ProposalId(ProposalId.PREFIX + new Ulid(() -> moment, new Random(1)).next());

    assertThat(id.moment()).isEqualTo(moment);
    assertThat(ProposalId.firstOf(moment).moment()).isEqualTo(moment);
    assertThat(ProposalId.firstOf(moment).value()).isLessThan(id.value());
    assertThat(ProposalId.firstOf(moment.plusMillis(1)).value()).isGreaterThan(id.value());
  }
}

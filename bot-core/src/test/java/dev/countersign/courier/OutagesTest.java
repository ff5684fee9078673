package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {
  private static final Sent DOWN = new Sent.Later(Duration.ofSeconds(10), "http_503");

  private final TestGate gate = TestGate.inMemory();

  @Test
  void aChatThatDoesNotAnswerIsAskedNowAndThenByOneCard() {
    Outages outages = new Outages();
    Instant now = TestGate.START;
    for (int nth = 0; nth < Outages.IN_A_ROW; nth++) {
      assertThat(outages.wait(Surface.SLACK, now)).isEmpty();
      outages.heard(Surface.SLACK, DOWN);
    }
    assertThat(outages.wait(Surface.SLACK, now)).as("the one that tries").isEmpty();
    assertThat(outages.wait(Surface.SLACK, now)).contains(Pauses.LONGEST);
    assertThat(outages.wait(Surface.TEAMS, now)).as("the other chat").isEmpty();

    Instant next = now.plus(Outages.BETWEEN_TRIES);
    assertThat(outages.wait(Surface.SLACK, next)).isEmpty();
    outages.heard(Surface.SLACK, new Sent.Shown("m1"));
    assertThat(outages.wait(Surface.SLACK, next)).isEmpty();
    assertThat(outages.wait(Surface.SLACK, next)).isEmpty();
  }

  @Test
  void ourOwnPaceIsNoOutage() {
    Outages outages = new Outages();
    for (int nth = 0; nth < 100; nth++) {
      outages.heard(Surface.SLACK, new Sent.Later(Duration.ofSeconds(1), Sent.Later.OWN_PACE));
    }
    assertThat(outages.wait(Surface.SLACK, TestGate.START)).isEmpty();
  }

  @Test
  void whatAPlatformLimitsWaitsAsLongAsItSaysAndIsNoOutage() {
    Sent.Later limited = new Sent.Later(Duration.ofSeconds(1), "Throttled", true);
    Outages outages = new Outages();
    for (int nth = 0; nth < 100; nth++) {
      outages.heard(Surface.TEAMS, limited);
    }

    assertThat(outages.wait(Surface.TEAMS, TestGate.START)).isEmpty();
    assertThat(Pauses.of(limited, 200)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Pauses.of(new Sent.Later(Duration.ofSeconds(1), "http_503"), 200))
        .isEqualTo(Pauses.LONGEST);
  }

  @Test
  void aCardThatWaitsForTheEndOfAnOutageIsNotDrawn() {
    Outages outages = new Outages();
    for (int nth = 0; nth < Outages.IN_A_ROW; nth++) {
      outages.heard(Surface.SLACK, DOWN);
    }

    assertThat(outages.ahead(Surface.SLACK, TestGate.START)).as("takes no turn").isEmpty();
    assertThat(outages.wait(Surface.SLACK, TestGate.START)).isEmpty();
    assertThat(outages.ahead(Surface.SLACK, TestGate.START)).contains(Pauses.LONGEST);
  }

  @Test
  void withinHalfAMinuteAfterAnHourOfOutageEveryCardStands() {
    gate.chat.breakDown(DOWN);
    List<ProposalId> ids = new ArrayList<>();
    for (int nth = 0; nth < 20; nth++) {
      ids.add(gate.propose());
    }
    for (int second = 0; second < 3_600; second += 5) {
      gate.showCards();
      gate.clock.advance(Duration.ofSeconds(5));
    }
    assertThat(gate.chat.messages()).isEmpty();
    assertThat(gate.chat.calls()).as("one try in five seconds").hasSizeLessThan(750);

    gate.chat.mend();
    for (int second = 0; second <= 30; second++) {
      gate.showCards();
      gate.clock.advance(Duration.ofSeconds(1));
    }

    assertThat(gate.chat.messages()).hasSize(ids.size());
  }

  @Test
  void aMendedPlaceIsFoundByOneCardAndShowsAllOfThem() {
    gate.chat.breakDown(new Sent.Refused(Obstacle.PLACE, "token_revoked"));
    List<ProposalId> ids = new ArrayList<>();
    for (int nth = 0; nth < 5; nth++) {
      ids.add(gate.propose());
    }
    for (int minute = 0; minute < 20; minute++) {
      gate.showCards();
      gate.clock.advance(Duration.ofMinutes(1));
    }
    gate.showCards();
    gate.chat.mend();
    gate.showCards();
    assertThat(gate.chat.messages()).as("each waits for its turn").isEmpty();

    gate.clock.advance(Duration.ofSeconds(1));
    gate.deliveries.probe(Duration.ofSeconds(20), 10);
    gate.showCards();

    assertThat(gate.chat.messages()).hasSize(ids.size());
    assertThat(ids)
        .allSatisfy(id -> assertThat(gate.record(id).cards().getLast().failure()).isEmpty());
  }
}

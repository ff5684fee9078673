package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// 500 requests over five channels of each chat within a day, with limits, errors and an hour in
/// which a chat is down, twice.
@Timeout(300)
class SandboxDayTest {
  private static final int REQUESTS = 500;
  private static final int AT_ONCE = 10;
  private static final int STEP = 5;
  private static final int MINUTE = 60;
  private static final int HOUR = 3_600;

  /// Seconds from one burst of requests to the next.
  private static final int BETWEEN = 20 * HOUR / (REQUESTS / AT_ONCE);

  private final SandboxDay day = new SandboxDay();
  private final List<ProposalId> ids = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
  private final List<Later> later = new ArrayList<>();

  /// @param done whether it could be done
  private record Later(int from, BooleanSupplier done) {}

  @AfterEach
  void close() {
    day.close();
  }

  @Test
  void everyCardIsTrueAndNoneIsDoubledOrphanedOrRingsTwice() {
    List<Integer> repaired = new ArrayList<>();
    int end = 25 * HOUR;
    for (int second = 0; second < end; second += STEP) {
      if (second % BETWEEN == 0 && ids.size() < REQUESTS) {
        ask(second);
      }
      if (second % (11 * MINUTE) == 0) {
        day.hiccup(second / (11 * MINUTE));
      }
      if (second == 8 * HOUR) {
        day.slackGoesDown();
      }
      if (second == 13 * HOUR) {
        day.teamsGoesDown();
      }
      int now = second;
      later.removeIf(one -> one.from() <= now && one.done().getAsBoolean());
      if (second % 20 == 0) {
        day.probe();
      }
      day.work();
      if (second == 9 * HOUR || second == 14 * HOUR) {
        day.comesBack();
        repaired.add(repair());
      }
      day.clock.advance(Duration.ofSeconds(STEP));
    }

    assertThat(later).as("everybody could decide").isEmpty();
    assertThat(ids)
        .hasSize(REQUESTS)
        .noneMatch(id -> day.record(id).request().state() instanceof Pending);
    for (int nth = 0; nth < REQUESTS; nth++) {
      assertThat(day.untrue(ids.get(nth), channels.get(nth))).as(ids.get(nth).value()).isEmpty();
    }
    assertThat(day.strays(ids)).isZero();
    assertThat(day.cards())
        .as("one card of a request in each chat")
        .isEqualTo(day.placesShown(ids));
    assertThat(day.rings(ids)).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
    assertThat(repaired).as("seconds after a chat is back").allMatch(seconds -> seconds <= 30);
    System.out.printf(
        "a day: %d requests, %d cards, %d phones rung once, repaired after %s s%n",
        REQUESTS, day.cards(), day.rings(ids).size(), repaired);
  }

  /// Seconds until every card is true.
  private int repair() {
    int seconds = 0;
    while (!isTrue() && seconds < 10 * MINUTE) {
      day.clock.advance(Duration.ofSeconds(1));
      seconds++;
      day.work();
    }
    return seconds;
  }

  private boolean isTrue() {
    for (int nth = 0; nth < ids.size(); nth++) {
      if (!day.untrue(ids.get(nth), channels.get(nth)).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// A burst in one channel, and what becomes of it.
  private void ask(int now) {
    int channel = ids.size() / AT_ONCE % SandboxDay.CHANNELS;
    for (int nth = 0; nth < AT_ONCE; nth++) {
      ProposalId id = day.propose(channel);
      ids.add(id);
      channels.add(channel);
      switch (nth % 5) {
        case 0, 1 -> {
          press(now + 10 * MINUTE, id, channel, "UANN", Decision.APPROVE);
          press(now + 25 * MINUTE, id, channel, "UDAN", Decision.APPROVE);
        }
        case 2 -> press(now + 15 * MINUTE, id, channel, "UCLEO", Decision.REJECT);
        case 3 ->
            later.add(
                new Later(
                    now + 30 * MINUTE,
                    () -> {
                      day.withdraw(id);
                      return true;
                    }));
        default -> {
          // Nobody decides.
        }
      }
    }
  }

  private void press(int from, ProposalId id, int channel, String user, Decision decision) {
    later.add(new Later(from, () -> day.press(id, channel, user + channel, decision)));
  }
}

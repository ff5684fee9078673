package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A hundred requests (`-Dcountersign.day.requests=500` for more) over five channels of each chat
/// within a day, with limits, errors and an hour in which a chat is down, twice.
@Timeout(900)
class SandboxDayTest {
  private static final int REQUESTS = Integer.getInteger("countersign.day.requests", 100);
  private static final int AT_ONCE = 10;

  /// Seconds between two tries of a place that refused.
  private static final int PROBE = 20;

  /// Seconds between two looks of the workers; a server's are closer, which matters when a chat
  /// comes back.
  private static final int LOOK = 20;

  private static final int LOOK_IN_OUTAGE = 5;

  private static final int MINUTE = 60;
  private static final int HOUR = 3_600;

  /// Seconds from one burst of requests to the next.
  private static final int BETWEEN = 20 * HOUR / (REQUESTS / AT_ONCE);

  private static final int HICCUPS = 11 * MINUTE;
  private static final int SLACK_DOWN = 8 * HOUR;
  private static final int TEAMS_DOWN = 13 * HOUR;
  private static final int END = 25 * HOUR;

  private static final int HALF_A_MINUTE = 30;

  /// Seconds that the limits of the chats cost: some forty new cards, four of which Teams takes in
  /// a second.
  private static final int LIMITS = 10;

  /// Seconds after which it is not looked any more whether every card is true.
  private static final int GIVE_UP = 2 * MINUTE;

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
    int step = LOOK;
    for (int second = 0; second < END; second += step) {
      if (second % BETWEEN == 0 && ids.size() < REQUESTS) {
        ask(second);
      }
      if (second % HICCUPS == 0) {
        day.hiccup(second / HICCUPS);
      }
      if (second == SLACK_DOWN) {
        day.slackGoesDown();
        step = LOOK_IN_OUTAGE;
      }
      if (second == TEAMS_DOWN) {
        day.teamsGoesDown();
        step = LOOK_IN_OUTAGE;
      }
      int now = second;
      later.removeIf(one -> one.from() <= now && one.done().getAsBoolean());
      if (second % PROBE == 0) {
        day.probe();
      }
      day.work();
      if (second == SLACK_DOWN + HOUR || second == TEAMS_DOWN + HOUR) {
        day.comesBack();
        repaired.add(repair());
        step = LOOK;
      }
      day.clock.advance(Duration.ofSeconds(step));
    }

    assertThat(later).as("everybody could decide").isEmpty();
    assertThat(ids)
        .hasSize(REQUESTS)
        .noneMatch(id -> day.record(id).request().state() instanceof Pending);
    assertThat(untrue(IntStream.range(0, REQUESTS))).as("a card says what the row says").isEmpty();
    assertThat(day.strays(ids)).isZero();
    assertThat(day.cards())
        .as("one card of a request in each chat")
        .isEqualTo(day.placesShown(ids));
    Map<String, Integer> rings = day.rings(ids);
    assertThat(rings).isNotEmpty().allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
    assertThat(repaired)
        .as("seconds after a chat is back")
        .allMatch(seconds -> seconds <= HALF_A_MINUTE + LIMITS);
    System.out.printf(
        "a day: %d requests, %d cards, %d phones rung once, true %s s after a chat was back%n",
        REQUESTS, day.cards(), rings.size(), repaired);
  }

  /// Seconds until every card is true.
  private int repair() {
    int seconds = 0;
    List<Integer> untrue = untrue(IntStream.range(0, ids.size()));
    while (!untrue.isEmpty() && seconds < GIVE_UP) {
      day.clock.advance(Duration.ofSeconds(1));
      seconds++;
      day.work();
      untrue = untrue(untrue.stream().mapToInt(nth -> nth));
    }
    return seconds;
  }

  private List<Integer> untrue(IntStream among) {
    return among
        .filter(nth -> !day.untrue(ids.get(nth), channels.get(nth)).isEmpty())
        .boxed()
        .toList();
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

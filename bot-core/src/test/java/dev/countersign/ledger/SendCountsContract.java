package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.SendCounts.Answer;
import dev.countersign.ledger.SendCounts.Count;
import dev.countersign.ledger.SendCounts.Most;
import dev.countersign.ledger.SendCounts.Rate;
import dev.countersign.proposal.AgentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every counting of sends does, whoever counts.
public abstract class SendCountsContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String connection = "billing-" + NAMES.incrementAndGet();
  private final Count sends = Count.sends(connection);

  protected abstract SendCounts counts();

  /// What was counted so far, was counted so much earlier.
  protected abstract void pass(Duration time);

  protected static Most atMost(int underWay) {
    return new Most(OptionalInt.of(underWay), Optional.empty(), HOUR);
  }

  protected static Most within(int sends, Duration per) {
    return new Most(OptionalInt.empty(), Optional.of(new Rate(sends, per)), HOUR);
  }

  private static String next() {
    return "send-" + NAMES.incrementAndGet();
  }

  private Answer count(Most most) {
    return counts().count(sends, next(), most);
  }

  @Test
  void asManyAsTheRateSaysAreCountedInAnyWindow() {
    assertThat(count(within(2, HOUR))).isInstanceOf(Answer.Counted.class);
    pass(Duration.ofMinutes(30));
    assertThat(count(within(2, HOUR))).isInstanceOf(Answer.Counted.class);

    assertThat(count(within(2, HOUR))).isInstanceOf(Answer.UsedUp.class);
    pass(Duration.ofMinutes(29));
    assertThat(count(within(2, HOUR))).isInstanceOf(Answer.UsedUp.class);
    pass(Duration.ofMinutes(2));
    assertThat(count(within(2, HOUR)))
        .as("the first has left it")
        .isInstanceOf(Answer.Counted.class);
    assertThat(count(within(2, HOUR))).as("the second has not").isInstanceOf(Answer.UsedUp.class);
  }

  @Test
  void whoeverWaitsLaterIsToldToComeLaterAndNobodyLaterThanInFiveMinutes() {
    count(within(1, Duration.ofSeconds(30)));
    Duration before = Duration.ZERO;
    for (int nth = 0; nth < 12; nth++) {
      Duration pause = ((Answer.UsedUp) count(within(1, Duration.ofSeconds(30)))).pause();
      if (nth < 9) {
        assertThat(pause).isBetween(before.plusSeconds(20), before.plusSeconds(31));
      }
      assertThat(pause).isLessThanOrEqualTo(Duration.ofMinutes(5));
      before = pause;
    }
  }

  @Test
  void theFirstWhoWaitsIsToldToComeInFiveMinutesAtTheLatestToo() {
    count(within(1, HOUR));

    assertThat(((Answer.UsedUp) count(within(1, HOUR))).pause())
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void asManyAsMayBeUnderWayAreCountedUntilOneEnds() {
    String first = next();
    assertThat(counts().count(sends, first, atMost(2))).isInstanceOf(Answer.Counted.class);
    assertThat(count(atMost(2))).isInstanceOf(Answer.Counted.class);
    assertThat(count(atMost(2))).isInstanceOf(Answer.Busy.class);

    counts().ended(first);

    assertThat(count(atMost(2))).isInstanceOf(Answer.Counted.class);
    assertThat(count(atMost(2))).isInstanceOf(Answer.Busy.class);
  }

  @Test
  void oneWhoseEndNobodyTellsIsUnderWayForAsLongAsItCanBe() {
    count(atMost(1));
    pass(HOUR.minusSeconds(5));
    assertThat(count(atMost(1))).isInstanceOf(Answer.Busy.class);
    pass(Duration.ofSeconds(10));
    assertThat(count(atMost(1))).isInstanceOf(Answer.Counted.class);
  }

  @Test
  void whatEndedGoesOnToCountForTheRateAndWhatIsTakenBackDoesNot() {
    String sent = next();
    counts().count(sends, sent, within(1, HOUR));
    counts().ended(sent);
    assertThat(count(within(1, HOUR))).isInstanceOf(Answer.UsedUp.class);

    counts().takeBack(sent);
    assertThat(count(within(1, HOUR))).isInstanceOf(Answer.Counted.class);
  }

  @Test
  void otherConnectionsAreCountedByThemselves() {
    count(within(1, HOUR));

    assertThat(counts().count(Count.sends(connection + "-other"), next(), within(1, HOUR)))
        .isInstanceOf(Answer.Counted.class);
  }

  /// Neither in the rate nor among those under way.
  @Test
  void sendsLooksAndThoseForEachAgentTakeNoPlaceOfEachOther() {
    Most one = new Most(OptionalInt.of(1), Optional.of(new Rate(1, HOUR)), HOUR);
    for (Count each :
        List.of(
            sends,
            Count.looks(connection),
            Count.looksFor(new AgentId("support-bot"), connection),
            Count.looksFor(new AgentId("other-bot"), connection))) {
      String first = next();
      assertThat(counts().count(each, first, one))
          .as("%s", each)
          .isInstanceOf(Answer.Counted.class);
      assertThat(counts().count(each, next(), one)).as("%s", each).isInstanceOf(Answer.Busy.class);
      counts().ended(first);
      assertThat(counts().count(each, next(), one))
          .as("%s", each)
          .isInstanceOf(Answer.UsedUp.class);
    }
  }

  @Test
  void ofThoseWhoAskAtOnceAsManyAreCountedAsThereIsRoom() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> asking = new ArrayList<>();
      for (int nth = 0; nth < 12; nth++) {
        asking.add(() -> count(within(5, HOUR)));
      }
      int counted = 0;
      for (Future<Answer> answer : callers.invokeAll(asking)) {
        counted += answer.get() instanceof Answer.Counted ? 1 : 0;
      }
      assertThat(counted).isEqualTo(5);
    }
  }
}

package dev.countersign.clockwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.audit.ChainLinks;
import dev.countersign.audit.EntryType;
import dev.countersign.clockwork.WeekPeople.Crew;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A week of reminders, escalations, extensions and deadlines, over the end of summer time in
/// Berlin. Another week: `-Dsimulated.week.seed=2`.
class SimulatedWeekTest {
  private static final long SEED = Long.getLong("simulated.week.seed", 1);
  private static final int REQUESTS = 2_000;

  private static SimulatedWeek week;

  @BeforeAll
  static void theWeekPasses() {
    week = new SimulatedWeek(SEED, REQUESTS).run();
  }

  @Test
  void timeAndPeopleDidWhatTheRulingsLetThemAndNothingWasMissed() {
    List<String> problems = new ArrayList<>();
    for (ProposalId id : week.asked()) {
      problems.addAll(TimedChain.problems(week.record(id), week.chain(id), week.people()));
    }

    assertThat(problems).as("seed %d", SEED).isEmpty();
    assertThat(week.asked()).as("seed %d", SEED).hasSize(REQUESTS);
  }

  @Test
  void everyRecordIsWhatItsEntriesSay() {
    RecordProof proof = new RecordProof(ChainLinks.under(TestKeys.EVIDENCE));
    for (ProposalId id : week.asked()) {
      RequestRecord record = week.record(id);
      assertThat(proof.of(record, week.chain(id)))
          .as("seed %d, %s", SEED, id)
          .isInstanceOfSatisfying(
              RecordProof.Finding.Sound.class,
              sound -> assertThat(sound.folded().request()).isEqualTo(record.request()));
    }
  }

  @Test
  void whatNobodyDecidedIsToldSoOnEveryCard() {
    for (ProposalId id : week.asked()) {
      RequestRecord record = week.record(id);
      if (record.request().state() instanceof RequestState.Expired) {
        assertThat(record.cards()).as("seed %d, %s", SEED, id).isNotEmpty();
        record
            .cards()
            .forEach(card ->
                assertThat(week.shown(card).card().body().toString())
                    .as("seed %d, %s", SEED, id)
                    .contains("Expired, not executed")
                    .containsPattern("Nobody decided by |Only \\d+ of \\d+ had approved by "));
      }
    }
  }

  @Test
  void aDeadlineInWorkingTimeHasSoManyMinutesOfIt() {
    Map<String, Integer> hours = Map.of("berlin", 6, "nights", 8);
    for (ProposalId id : week.asked()) {
      List<String> rules = week.record(id).ruling().rules();
      if (rules.size() == 1 && hours.containsKey(rules.getFirst())) {
        String name = rules.getFirst();
        JsonObject ruled = week.chain(id).get(1).document();
        assertThat(worked(name, ruled.instant("at"), ruled.object("data").instant("deadline")))
            .as("seed %d, %s", SEED, id)
            .isEqualTo(Objects.requireNonNull(hours.get(name)) * 60L);
      }
    }
  }

  private static long worked(String name, Instant from, Instant until) {
    Crew crew =
        WeekPeople.CREWS.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    long minutes = 0;
    for (Instant at = from; at.isBefore(until); at = at.plus(Duration.ofMinutes(1))) {
      minutes += crew.works(at) ? 1 : 0;
    }
    return minutes;
  }

  /// Otherwise the other tests would say little.
  @Test
  void theWeekHadSomethingOfEverything() {
    Map<String, Integer> ends = new TreeMap<>();
    Map<String, Integer> entries = new TreeMap<>();
    for (ProposalId id : week.asked()) {
      RequestRecord record = week.record(id);
      ends.merge(
          record.ruling().rules().getFirst()
              + " "
              + record.request().state().getClass().getSimpleName(),
          1,
          Integer::sum);
      week.chain(id)
          .forEach(entry -> entries.merge(entry.document().text("type"), 1, Integer::sum));
    }

    assertThat(ends)
        .as("seed %d", SEED)
        .containsKeys(
            "answered Approved",
            "berlin Approved",
            "berlin Expired",
            "nights Approved",
            "newyork Expired",
            "newyork Rejected",
            "relay Approved",
            "relay Returned",
            "tokyo Approved",
            "unanswered Expired")
        .doesNotContainKeys("unanswered Approved", "unanswered Rejected", "unanswered Returned");
    assertThat(entries)
        .as("seed %d", SEED)
        .containsKeys(
            WireName.of(EntryType.REMINDED),
            WireName.of(EntryType.ESCALATED),
            WireName.of(EntryType.EXTENDED),
            WireName.of(EntryType.CLICK_REFUSED),
            WireName.of(EntryType.DEADLINE_PASSED),
            WireName.of(EntryType.EXECUTION_SUCCEEDED));
    assertThat(week.overlaps()).as("seed %d", SEED).isGreaterThan(100);
    assertThat(week.wasRebuilt()).as("seed %d", SEED).isTrue();
  }
}

package dev.countersign.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Decision;
import dev.countersign.request.Quorum;
import dev.countersign.request.Remarks;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import dev.countersign.request.VoteWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeatingTest {
  private static final Seat LEADS_FIRST = new Seat(0, new GroupName("leads"));
  private static final Seat LEGAL_TOO = new Seat(1, new GroupName("legal"));
  private static final Instant START = Instant.parse("2026-11-23T15:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void amongMoreApprovalsThanAreAskedForThoseWithDistinctFunctionsAreSeated() {
    assertThat(
            persons(
                List.of(distinct("leads", 2)),
                vote("a", "leads", 0, "finance"),
                vote("b", "leads", 0, "finance"),
                vote("c", "leads", 0, "legal")))
        .contains(List.of("a", "c"));
  }

  @Test
  void amongMoreApprovalsThanAreAskedForThoseWithinTheWindowAreSeated() {
    assertThat(
            persons(
                List.of(new Stage(new GroupName("leads"), 2, false, Optional.of(DAY))),
                vote("a", "leads", 0),
                vote("b", "leads", 30),
                vote("c", "leads", 31)))
        .contains(List.of("b", "c"));
  }

  @Test
  void functionsAndWindowHoldForTheSameApprovals() {
    Stage both = new Stage(new GroupName("leads"), 2, true, Optional.of(DAY));

    assertThat(
            persons(
                List.of(both),
                vote("a", "leads", 0, "legal"),
                vote("b", "leads", 30, "finance"),
                vote("c", "leads", 31, "finance"),
                vote("d", "leads", 40, "legal")))
        .contains(List.of("b", "d"));
    assertThat(
            persons(
                List.of(both),
                vote("a", "leads", 0, "legal"),
                vote("b", "leads", 30, "finance"),
                vote("c", "leads", 31, "finance")))
        .isEmpty();
  }

  @Test
  void anEarlierStageLeavesToALaterOneOfItsGroupWhomItNeeds() {
    assertThat(
            persons(
                List.of(stage("leads", 1), distinct("leads", 1)),
                vote("a", "leads", 0, "legal"),
                vote("b", "leads", 0)))
        .contains(List.of("b", "a"));
  }

  @Test
  void theEarliestAreSeatedWhereAnyoneWillDo() {
    assertThat(
            persons(
                List.of(stage("leads", 2)),
                vote("c", "leads", 0),
                vote("b", "leads", 1),
                vote("a", "leads", 2)))
        .contains(List.of("c", "b"));
  }

  @Test
  void nobodySitsForAGroupThatTheyWereNotAskedFor() {
    assertThat(persons(List.of(stage("leads", 1)), vote("a", "legal", 0))).isEmpty();
  }

  @Test
  void manyApprovalsThatCannotMakeAQuorumAreSeenThroughAtOnce() {
    Vote[] alike =
        IntStream.range(0, 40)
            .mapToObj(number -> vote("p" + number, "leads", number, "finance", "legal"))
            .toArray(Vote[]::new);

    assertThat(persons(List.of(stage("leads", 20), distinct("leads", 3)), alike)).isEmpty();
  }

  /// Trying each of those that are alike in its turn would use up all steps before this one.
  @Test
  void whomALaterStageNeedsIsFoundHoweverManyAreAlike() {
    Vote[] votes =
        Stream.concat(
                Stream.of(vote("first", "leads", 0, "legal")),
                IntStream.range(0, 25)
                    .mapToObj(number -> vote("p" + number, "leads", 1 + number, "finance")))
            .toArray(Vote[]::new);

    assertThat(persons(List.of(stage("leads", 10), distinct("leads", 1)), votes))
        .hasValueSatisfying(seated -> assertThat(seated).hasSize(11).endsWith("first"));
  }

  /// There is a quorum in the second window; the first one has too many choices to see them all.
  @Test
  void whatTakesTooManyStepsIsNoQuorum() {
    List<Stage> stages =
        List.of(new Stage(new GroupName("leads"), 8, false, Optional.of(DAY)), stage("legal", 1));
    List<Vote> second =
        Stream.concat(
                IntStream.range(0, 8).mapToObj(number -> vote("q" + number, "leads", 100)),
                Stream.of(vote("z", "legal", 100)))
            .toList();
    List<Vote> first =
        IntStream.range(0, 16)
            .mapToObj(number -> vote("p" + number, "leads", 0, "only-" + number))
            .toList();

    assertThat(Seating.of(stages, second, _ -> false)).isPresent();
    assertThat(
            Seating.of(stages, Stream.concat(first.stream(), second.stream()).toList(), _ -> false))
        .isEmpty();
  }

  @Test
  void whoeverMayCountForTwoGroupsSitsWhereTheyAreNeeded() {
    Vote both = vote("a", "leads", 0).in(List.of(LEADS_FIRST, LEGAL_TOO));

    assertThat(persons(List.of(stage("leads", 1), stage("legal", 1)), both, vote("b", "leads", 1)))
        .contains(List.of("b", "a"));
    assertThat(persons(List.of(stage("leads", 1), stage("legal", 1)), both, vote("b", "legal", 1)))
        .contains(List.of("a", "b"));
  }

  static Stream<Long> seeds() {
    return new Random(7).longs(2_000).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aQuorumIsFoundExactlyWhereTryingEveryChoiceFindsOne(long seed) {
    Random random = new Random(seed);
    List<Stage> stages =
        IntStream.rangeClosed(1, 1 + random.nextInt(3))
            .mapToObj(_ ->
                new Stage(
                    new GroupName(random.nextInt(3) == 0 ? "legal" : "leads"),
                    1 + random.nextInt(2),
                    random.nextBoolean(),
                    random.nextInt(3) == 0
                        ? Optional.of(Duration.ofHours(1 + random.nextInt(6)))
                        : Optional.empty()))
            .toList();
    List<Vote> votes = new ArrayList<>();
    int hour = 0;
    for (int number = 0; number < 6; number++) {
      hour += random.nextInt(3);
      String[] functions =
          Stream.of("finance", "legal", "support")
              .filter(_ -> random.nextInt(5) < 2)
              .toArray(String[]::new);
      Vote one = vote("p" + number, random.nextInt(3) == 0 ? "legal" : "leads", hour, functions);
      votes.add(random.nextInt(3) == 0 ? one.in(List.of(LEADS_FIRST, LEGAL_TOO)) : one);
    }

    Optional<List<Vote>> seated = Seating.of(stages, votes, _ -> false);

    assertThat(seated.isPresent()).isEqualTo(isAny(stages, votes, List.of(), 0));
    seated.ifPresent(choice -> {
      assertThat(isQuorum(stages, choice)).isTrue();
      assertThat(choice).extracting(Vote::person).doesNotHaveDuplicates();
      assertThat(choice)
          .allMatch(vote -> vote.group().equals(stages.get(vote.stage()).group()))
          .allMatch(vote -> vote.also().isEmpty())
          .allMatch(vote -> votes.stream().anyMatch(cast -> cast.equals(in(cast, vote, stages))));
    });
  }

  /// The vote as it was cast, if it is the one that was seated.
  private static Vote in(Vote cast, Vote seated, List<Stage> stages) {
    assertThat(seated.stage()).isLessThan(stages.size());
    return seated.in(cast.seats());
  }

  /// Tries every vote in every stage of its group and out of all.
  private static boolean isAny(List<Stage> stages, List<Vote> votes, List<Vote> chosen, int index) {
    if (index == votes.size()) {
      return isQuorum(stages, chosen);
    }
    Vote vote = votes.get(index);
    return isAny(stages, votes, chosen, index + 1)
        || IntStream.range(0, stages.size())
            .filter(stage -> isFor(stages.get(stage).group(), vote))
            .anyMatch(stage ->
                isAny(
                    stages,
                    votes,
                    Stream.concat(chosen.stream(), Stream.of(seated(vote, stage))).toList(),
                    index + 1));
  }

  private static boolean isFor(GroupName group, Vote vote) {
    return vote.seats().stream().map(Seat::group).anyMatch(group::equals);
  }

  private static Vote seated(Vote vote, int stage) {
    return vote.in(List.of(new Seat(stage, vote.group())));
  }

  private static boolean isQuorum(List<Stage> stages, List<Vote> chosen) {
    return Quorum.of(stages, chosen).isComplete() && VoteWindow.holds(stages, chosen);
  }

  private static Optional<List<String>> persons(List<Stage> stages, Vote... votes) {
    return Seating.of(stages, List.of(votes), _ -> false)
        .map(seated -> seated.stream().map(vote -> vote.person().value()).toList());
  }

  private static Stage stage(String group, int required) {
    return new Stage(new GroupName(group), required, false);
  }

  private static Stage distinct(String group, int required) {
    return new Stage(new GroupName(group), required, true);
  }

  private static Vote vote(String person, String group, int hour, String... functions) {
    return new Vote(
        new PersonId(person),
        new AccountId(Surface.SLACK, "T01", person),
        Decision.APPROVE,
        1,
        Digest.of(""),
        Digest.of(""),
        0,
        new GroupName(group),
        new TreeSet<>(List.of(functions)),
        "",
        Remarks.NONE,
        Digest.of(""),
        START.plus(Duration.ofHours(hour)));
  }
}

package dev.countersign.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Groups that are asked at once, and persons who belong to several of them.
class SeatChoiceTest {
  private static final Instant START = Instant.parse("2026-11-23T15:00:00Z");
  private static final List<String> GROUPS = List.of("a", "b", "c", "d");

  @Test
  void whicheverOfTwoComesFirstBothStagesAreFilled() {
    Person both = person("x", Set.of("a", "b"));
    Person one = person("y", Set.of("a"));
    ApprovalRequest request = opened(List.of(stage("a", 1), stage("b", 1).together(true)));

    ApprovalRequest first = approved(request, both);
    assertThat(first.quorum().open()).as("either may be filled by somebody else").contains(0, 1);
    assertThat(first.asked()).extracting(GroupName::value).containsExactly("a", "b");
    assertThat(approved(first, one).state()).isInstanceOf(RequestState.Approved.class);
    assertThat(approved(approved(request, one), both).state())
        .isInstanceOf(RequestState.Approved.class);
  }

  @Test
  void aStageThatNobodyCanMakeRoomInIsClosed() {
    ApprovalRequest request = opened(List.of(stage("a", 1), stage("b", 1).together(true)));
    ApprovalRequest next = approved(request, person("y", Set.of("a")));

    assertThat(next.quorum().open()).containsExactly(1);
    assertThat(next.entitlement(person("z", Set.of("a")), Set.of(), START))
        .isEqualTo(Entitlement.NOT_ASKED);
    assertThat(next.quorum().approved()).containsExactly(1, 0);
  }

  @Test
  void theNextStepOpensOnceAllOfTheStepBeforeItAreFilled() {
    ApprovalRequest request =
        opened(List.of(stage("a", 1), stage("b", 1).together(true), stage("c", 1)));
    ApprovalRequest half = approved(request, person("x", Set.of("b")));

    assertThat(half.asked()).extracting(GroupName::value).containsExactly("a");
    assertThat(approved(half, person("y", Set.of("a"))).asked())
        .extracting(GroupName::value)
        .containsExactly("c");
  }

  @Test
  void aRejectionOfAnyOpenStageEndsIt() {
    ApprovalRequest request = opened(List.of(stage("a", 1), stage("b", 1).together(true)));

    assertThat(voted(request, person("x", Set.of("b")), Decision.REJECT).state())
        .isInstanceOf(RequestState.Rejected.class);
  }

  @Test
  void eachStageOfAStepEscalatesByItselfFromWhenTheStepOpened() {
    ApprovalRequest request =
        opened(
            List.of(
                escalating("a", Duration.ofMinutes(20)),
                escalating("b", Duration.ofMinutes(10)).together(true)));

    RequestEvent first = Timetable.event(request, START.plus(Duration.ofMinutes(30))).orElseThrow();
    assertThat(first).isEqualTo(new RequestEvent.Escalated(1, START.plus(Duration.ofMinutes(30))));
    ApprovalRequest next = Transition.move(request, first);
    assertThat(Timetable.event(next, START.plus(Duration.ofMinutes(30))))
        .contains(new RequestEvent.Escalated(0, START.plus(Duration.ofMinutes(30))));
    assertThat(next.asked()).extracting(GroupName::value).containsExactly("a", "b", "boss");
    assertThat(seats(next, person("x", Set.of("boss"))))
        .containsExactly(new Seat(1, new GroupName("boss")));
  }

  static Stream<Long> seeds() {
    return new Random(11).longs(1_500).boxed();
  }

  /// Whoever presses, and in whichever order: as soon as there is a choice of those who pressed
  /// that fills every seat, the request is approved.
  @ParameterizedTest
  @MethodSource("seeds")
  void itIsApprovedAsSoonAsSomeChoiceOfApprovalsFillsEverySeat(long seed) {
    Random random = new Random(seed);
    List<Stage> stages =
        IntStream.range(0, 1 + random.nextInt(GROUPS.size()))
            .mapToObj(index -> stage(GROUPS.get(index), 1 + random.nextInt(2)).together(index > 0))
            .toList();
    ApprovalRequest request = opened(stages);
    List<Person> pressed = new ArrayList<>();
    for (int number = 0; number < 9 && !request.state().isDecided(); number++) {
      Set<String> groups =
          GROUPS.stream().filter(_ -> random.nextInt(3) == 0).collect(Collectors.toSet());
      Person person = person("p" + number, groups);
      pressed.add(person);
      if (request.entitlement(person, Set.of(), START) == Entitlement.ENTITLED) {
        request = approved(request, person);
      }
      assertThat(request.state().isDecided()).isEqualTo(canFill(stages, pressed, 0, 0));
      assertThat(request.quorum().approved().stream().mapToInt(n -> n).sum())
          .as("no approval is in vain")
          .isEqualTo(request.votes().size());
    }
  }

  /// Tries everybody in every seat.
  private static boolean canFill(List<Stage> stages, List<Person> free, int stage, int taken) {
    if (stage == stages.size()) {
      return true;
    }
    if (taken == stages.get(stage).required()) {
      return canFill(stages, free, stage + 1, 0);
    }
    return free.stream()
        .filter(person -> person.groups().contains(stages.get(stage).group()))
        .anyMatch(person ->
            canFill(
                stages,
                free.stream().filter(other -> !other.equals(person)).toList(),
                stage,
                taken + 1));
  }

  /// With functions that have to differ, whatever can be seated so is.
  @ParameterizedTest
  @MethodSource("seeds")
  void functionsDifferWhereSomeChoiceOfStagesLetsThem(long seed) {
    Random random = new Random(seed);
    List<Stage> stages =
        IntStream.range(0, 2 + random.nextInt(2))
            .mapToObj(index ->
                new Stage(new GroupName(GROUPS.get(index)), 1, random.nextBoolean())
                    .together(index > 0))
            .toList();
    List<Vote> votes = new ArrayList<>();
    for (int number = 0; number < stages.size(); number++) {
      List<Seat> seats =
          IntStream.range(0, stages.size())
              .filter(_ -> random.nextBoolean())
              .mapToObj(index -> new Seat(index, stages.get(index).group()))
              .toList();
      if (!seats.isEmpty()) {
        Set<String> functions =
            Stream.of("f", "g", "h").filter(_ -> random.nextBoolean()).collect(Collectors.toSet());
        votes.add(vote("p" + number, seats, functions, Decision.APPROVE));
      }
    }

    Quorum quorum = Quorum.of(stages, votes);

    boolean any = anyChoice(stages, votes, List.of());
    assertThat(quorum.isComplete()).isEqualTo(any && votes.size() == stages.size());
    assertThat(quorum.functionsDiffer() || !any).isTrue();
  }

  private static boolean anyChoice(List<Stage> stages, List<Vote> votes, List<Vote> chosen) {
    if (chosen.size() == votes.size()) {
      Quorum quorum = Quorum.of(stages, chosen);
      return quorum.functionsDiffer() && quorum.approved().stream().allMatch(n -> n <= 1);
    }
    return votes.get(chosen.size()).seats().stream()
        .anyMatch(seat ->
            anyChoice(
                stages,
                votes,
                Stream.concat(
                        chosen.stream(), Stream.of(votes.get(chosen.size()).in(List.of(seat))))
                    .toList()));
  }

  private static Stage stage(String group, int required) {
    return new Stage(new GroupName(group), required, false);
  }

  private static Stage escalating(String group, Duration after) {
    return stage(group, 1).escalating(Optional.of(new Escalation(after, new GroupName("boss"))));
  }

  private static Person person(String id, Set<String> groups) {
    return new Person(
        new PersonId(id),
        id,
        new TreeSet<>(),
        groups.stream().map(GroupName::new).collect(Collectors.toSet()),
        Set.of());
  }

  private static ApprovalRequest opened(List<Stage> stages) {
    return ApprovalRequest.opened(
        new ProposalId("prop_01KAQ0000000000000000000AA"),
        1,
        Digest.of("action"),
        Gate.ASK,
        stages,
        Set.of(),
        START.plus(Duration.ofHours(4)),
        List.of(),
        Optional.empty(),
        START);
  }

  private static ApprovalRequest approved(ApprovalRequest request, Person person) {
    return voted(request, person, Decision.APPROVE);
  }

  private static ApprovalRequest voted(ApprovalRequest request, Person person, Decision decision) {
    return Transition.move(
        request,
        new RequestEvent.Voted(
            vote(person.id().value(), seats(request, person), person.functions(), decision)));
  }

  private static List<Seat> seats(ApprovalRequest request, Person person) {
    return request.right(person, Set.of(), START).orElseThrow().seats();
  }

  private static Vote vote(
      String person, List<Seat> seats, Set<String> functions, Decision decision) {
    return new Vote(
            new PersonId(person),
            new AccountId(Surface.SLACK, "T01", person),
            decision,
            1,
            Digest.of("action"),
            Digest.of("card"),
            0,
            seats.getFirst().group(),
            new TreeSet<>(functions),
            "",
            Remarks.NONE,
            Digest.of(""),
            START)
        .in(seats);
  }

  @Test
  void aVoteCountsOnlyInStagesThatAdmitItsFunctions() {
    ApprovalRequest request =
        opened(List.of(stage("a", 1).of(Set.of("legal")), stage("b", 1).together(true)));
    Person both = person("x", Set.of("a", "b"));

    assertThat(seats(request, both)).containsExactly(new Seat(1, new GroupName("b")));
    assertThat(request.entitlement(person("y", Set.of("a")), Set.of(), START))
        .isEqualTo(Entitlement.OTHER_FUNCTION);
    assertThat(
            Transition.apply(
                request,
                new RequestEvent.Voted(
                    vote(
                        "x",
                        List.of(new Seat(0, new GroupName("a"))),
                        Set.of("support"),
                        Decision.REJECT))))
        .isEqualTo(new Transition.Result.Refused(Refusal.FUNCTION_NOT_ASKED));
    assertThat(
            Transition.apply(
                request,
                new RequestEvent.Voted(
                    vote(
                        "x",
                        List.of(new Seat(0, new GroupName("a"))),
                        Set.of("support", "legal"),
                        Decision.APPROVE))))
        .isInstanceOf(Transition.Result.Moved.class);
  }
}

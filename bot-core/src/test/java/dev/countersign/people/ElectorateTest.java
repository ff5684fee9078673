package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.people.Electorate.Given;
import dev.countersign.policy.Finding;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Decision;
import dev.countersign.request.Quorum;
import dev.countersign.request.Remarks;
import dev.countersign.request.Vote;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElectorateTest {
  private static final Set<Surface> EVERYWHERE = EnumSet.allOf(Surface.class);
  private static final Set<Surface> CHATS = EnumSet.of(Surface.SLACK, Surface.TEAMS);
  private static final Instant NOW = Instant.parse("2026-12-18T12:00:00Z");
  private static final Instant DEADLINE = Instant.parse("2026-12-19T12:00:00Z");
  private final Town town = new Town();

  @Test
  void enoughPersonsCanDecide() {
    town.person("a").person("b").group("leads", "a", "b");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 2))).isEmpty();
  }

  @Test
  void whatAsksNobodyNeedsNobody() {
    assertThat(why(EVERYWHERE, Set.of())).isEmpty();
  }

  @Test
  void anUnknownGroupCannotDecide() {
    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1)))
        .containsExactly(
            nobody(
                "leads",
                "There is no group of this name. Add it to people.yaml, or name another in the"
                    + " policy."));
  }

  @Test
  void anEmptyGroupCannotDecide() {
    town.group("leads");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1)))
        .containsExactly(nobody("leads", "This group has no members. Add some in people.yaml."));
  }

  @Test
  void aGroupOfExcludedPersonsCannotDecide() {
    town.person("a").person("b").group("leads", "a", "b");

    assertThat(why(EVERYWHERE, Set.of("a", "b"), stage("leads", 1)))
        .containsExactly(
            nobody(
                "leads",
                "Stage 1 (leads) needs 1 approval; of its 2 members none could give one: 2 are"
                    + " excluded as the agent's owner, whom it acts for or whom the action is for."
                    + " Add 1 person who can, or ask for fewer approvals."));
    assertThat(why(EVERYWHERE, Set.of("a"), stage("leads", 1))).isEmpty();
  }

  @Test
  void personsWithoutAnAccountOnTheSurfaceCannotDecide() {
    town.person("a").group("leads", "a");

    assertThat(why(Set.of(Surface.SLACK), Set.of(), stage("leads", 1))).isEmpty();
    assertThat(why(Set.of(Surface.TEAMS), Set.of(), stage("leads", 1)))
        .containsExactly(
            nobody(
                "leads",
                "Stage 1 (leads) needs 1 approval; of its 1 member none could give one: 1 has no"
                    + " account where they are asked. Link an account on Teams for 1 more"
                    + " person, or ask on Slack too."));
  }

  @Test
  void whoHasNoneOfTheFunctionsOfAStageCannotDecideInIt() {
    town.person("a", "support").person("b", "legal").person("c").group("leads", "a", "b", "c");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1).of(Set.of("legal", "finance"))))
        .isEmpty();
    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 2).of(Set.of("legal", "finance"))))
        .containsExactly(
            nobody(
                "leads",
                "Stage 1 (leads) needs 2 approvals; of its 3 members 1 could give one: 2 have none"
                    + " of the functions that count here: finance, legal. Add 1 person who can, or"
                    + " ask for fewer approvals, or give somebody of the group one of these"
                    + " functions."));
  }

  @Test
  void whoIsAwayUntilAfterTheDeadlineCannotDecide() {
    town.person("a").person("b").group("leads", "a", "b").awayUntilJanuary("a");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1))).isEmpty();
    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 2)))
        .containsExactly(
            nobody(
                "leads",
                "Stage 1 (leads) needs 2 approvals; of its 2 members 1 could give one: 1 is away"
                    + " until 2 January 2027. Add 1 person who can, or ask for fewer approvals, or"
                    + " propose it again when who is away is back."));
  }

  @Test
  void whoStandsInForWhoeverIsAwayUntilThenIsCountedOnce() {
    town.person("a").person("b").person("c").group("leads", "a", "b");
    town.awayUntilJanuary("a", "c").awayUntilJanuary("b", "c");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1))).isEmpty();
    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 2)))
        .extracting(Finding::because)
        .containsExactly(
            "Stage 1 (leads) needs 2 approvals; of its 2 members and 1 stand-in 1 could give one:"
                + " 2 are away, the first of them until 2 January 2027. Add 1 person who can, or"
                + " ask for fewer approvals, or propose it again when who is away is back.");
  }

  @Test
  void nobodyStandsInForWhoeverIsInConflictNorDoesAnybodyWhoIs() {
    town.person("a").person("b").person("c").group("leads", "a").awayUntilJanuary("a", "c");

    assertThat(why(EVERYWHERE, Set.of("a"), stage("leads", 1))).hasSize(1);
    assertThat(why(EVERYWHERE, Set.of("c"), stage("leads", 1))).hasSize(1);
    assertThat(why(EVERYWHERE, Set.of("b"), stage("leads", 1))).isEmpty();
  }

  /// A is away in two parts, and whom the first one names is away, too.
  @Test
  void ofSeveralWhoWereNamedTheFirstWhoIsThereIsCounted() {
    town.person("a").person("b").person("c").group("leads", "a");
    town.awayUntilJanuary("b").awayUntilJanuary("a", "b", "c");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1))).isEmpty();
    assertThat(why(EVERYWHERE, Set.of("c"), stage("leads", 1))).hasSize(1);
  }

  @Test
  void onceWhoeverIsAwayHasVotedNobodyIsLeftToStandInForThem() {
    town.person("a").person("b").person("c").group("leads", "a").group("board", "a", "b");
    town.awayUntilJanuary("a", "c");
    Electorate electorate =
        electorate(CHATS, EVERYWHERE, Set.of(), List.of(stage("leads", 1), stage("board", 2)));

    assertThat(electorate.canFollow(List.of(given("a")))).isFalse();
    assertThat(
            electorate(CHATS, EVERYWHERE, Set.of(), List.of(stage("leads", 1), stage("board", 1)))
                .canFollow(List.of(given("a"))))
        .isTrue();
  }

  @Test
  void whoStandsInAndIsAwayTooDecidesForNobody() {
    town.person("a").person("b").person("c").group("leads", "a");
    town.awayUntilJanuary("a", "b").awayUntilJanuary("b", "c");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1))).hasSize(1);
  }

  /// No account helps whoever is away.
  @Test
  void whoIsAwayIsNotToldToLinkAnAccount() {
    town.person("a", Set.of()).group("leads", "a").awayUntilJanuary("a");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1)))
        .singleElement()
        .extracting(Finding::because)
        .asString()
        .contains("1 is away")
        .doesNotContain("account");
  }

  /// Being asked elsewhere, for another group, helps nobody.
  @Test
  void everyGroupNeedsPersonsWhereItIsAskedItself() {
    town.person("a").person("b").group("leads", "a").group("legal", "b");

    assertThat(
            new Electorate(
                    List.of(stage("leads", 1), stage("legal", 1)),
                    town.directory(),
                    Set.of(),
                    new AskedOn(EVERYWHERE, EVERYWHERE) {
                      @Override
                      public boolean asks(GroupName group, AccountId account) {
                        return group.value().equals("leads");
                      }
                    })
                .whyNobodyCan())
        .extracting(Finding::subject)
        .containsExactly("legal");
  }

  @Test
  void tooFewPersonsCannotDecide() {
    town.person("a").person("b").group("leads", "a", "b");

    assertThat(why(EVERYWHERE, Set.of("b"), stage("leads", 2)))
        .containsExactly(
            nobody(
                "leads",
                "Stage 1 (leads) needs 2 approvals; of its 2 members 1 could give one: 1 is"
                    + " excluded as the agent's owner, whom it acts for or whom the action is for."
                    + " Add 1 person who can, or ask for fewer approvals."));
  }

  @Test
  void everyStageThatCannotBeSatisfiedIsTold() {
    town.person("a").group("leads", "a").group("legal");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1), stage("legal", 1), stage("finance", 1)))
        .extracting(Finding::subject)
        .containsExactly("legal", "finance");
  }

  @Test
  void onePersonCannotServeTwoStages() {
    town.person("a").group("leads", "a").group("legal", "a");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1), stage("legal", 1)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("stages");
          assertThat(finding.result()).isEqualTo("nobody_can_decide");
        });
  }

  @Test
  void personsAreSharedOutOverStagesWhereThatIsPossible() {
    town.person("a").person("b").person("c");
    town.group("one", "a", "b", "c").group("two", "a", "b").group("three", "a");

    assertThat(why(EVERYWHERE, Set.of(), stage("one", 1), stage("two", 1), stage("three", 1)))
        .isEmpty();
    assertThat(why(EVERYWHERE, Set.of("c"), stage("one", 1), stage("two", 1), stage("three", 1)))
        .isNotEmpty();
  }

  @Test
  void distinctFunctionsNeedPersonsOfDistinctFunctions() {
    town.person("a", "it").person("b", "it").person("c", "it", "finance");
    town.group("admins", "a").group("managers", "b").group("mixed", "c");

    assertThat(why(EVERYWHERE, Set.of(), stage("admins", 1), distinct("managers", 1)))
        .containsExactly(
            nobody(
                "stages",
                "The 2 approvals of stages 1 (admins) and 2 (managers) have to come from distinct"
                    + " functions, and the 2 persons who could give one have only it, which is not"
                    + " enough. Give one of them another function, or else: Add 1 person who can,"
                    + " or ask for fewer approvals."));
    assertThat(why(EVERYWHERE, Set.of(), stage("admins", 1), distinct("mixed", 1))).isEmpty();
    assertThat(why(EVERYWHERE, Set.of(), distinct("mixed", 1), stage("admins", 1))).isEmpty();
    assertThat(why(EVERYWHERE, Set.of(), stage("admins", 1), stage("managers", 1))).isEmpty();
  }

  @Test
  void aPersonWithoutAFunctionCannotGiveADistinctOne() {
    town.person("a").group("managers", "a");

    assertThat(why(EVERYWHERE, Set.of(), distinct("managers", 1))).isNotEmpty();
    assertThat(why(EVERYWHERE, Set.of(), stage("managers", 1))).isEmpty();
  }

  /// Two people with Slack only, one with Teams only, two approvals, and Slack would cut it.
  @Test
  void whoWouldSeeTheActionCutDoesNotCount() {
    town.person("ann").person("bob").person("cat", Set.of(Surface.TEAMS));
    town.group("leads", "ann", "bob", "cat");
    List<Stage> two = List.of(stage("leads", 2));

    assertThat(electorate(CHATS, CHATS, Set.of(), two).whyNobodyCan()).isEmpty();
    assertThat(electorate(CHATS, Set.of(Surface.TEAMS), Set.of(), two).whyNobodyCan())
        .containsExactly(
            nobody(
                "leads",
                "Stage 1 (leads) needs 2 approvals; of its 3 members 1 could give one: 2 would"
                    + " see the action cut (Slack), as it is longer than 20 pages, and what is cut"
                    + " nobody approves. Shorten the"
                    + " action, or link an account on Teams for 1 more person."));
    assertThat(
            electorate(Set.of(Surface.SLACK), Set.of(Surface.TEAMS), Set.of(), two)
                .whyNobodyCan()
                .getFirst()
                .because())
        .contains("of its 3 members none")
        .contains("Shorten the action, or ask on Teams too.");
  }

  @Test
  void theStagesThatWantMoreThanThereAreAreNamedAndNoOthers() {
    town.person("a").person("b").person("c");
    town.group("leads", "a").group("others", "b", "c").group("legal", "a");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1), stage("others", 1), stage("legal", 1)))
        .containsExactly(
            nobody(
                "stages",
                "Stages 1 (leads) and 3 (legal) together need 2 approvals, each by another person;"
                    + " of their 1 member 1 could give one. Add 1 person who can, or ask for"
                    + " fewer approvals."));
  }

  @Test
  void whoIsNeededInALaterStageMustNotApproveInAnEarlierOne() {
    town.person("a").person("b").group("leads", "a", "b").group("legal", "a");
    Electorate electorate =
        electorate(CHATS, CHATS, Set.of(), List.of(stage("leads", 1), stage("legal", 1)));

    assertThat(electorate.canFollow(List.of(given("b")))).isTrue();
    assertThat(electorate.canFollow(List.of(given("a")))).isFalse();
  }

  /// The one with a function that a later stage needs for itself.
  @Test
  void aFunctionThatALaterStageNeedsMustNotBeSpentInAnEarlierOne() {
    town.person("a", "it").person("b").person("c", "it");
    town.group("leads", "a", "b").group("admins", "c");
    Electorate electorate =
        electorate(CHATS, CHATS, Set.of(), List.of(stage("leads", 1), distinct("admins", 1)));

    assertThat(electorate.canFollow(List.of(given("b")))).isTrue();
    assertThat(electorate.canFollow(List.of(given("a", "it")))).isFalse();
  }

  private static Given given(String person, String... functions) {
    return new Given(0, new PersonId(person), new TreeSet<>(List.of(functions)));
  }

  @Test
  void theLargestGroupsAreCheckedQuickly() {
    String[] everybody =
        IntStream.range(0, Directory.MOST_MEMBERS)
            .mapToObj(i -> "p" + i)
            .peek(id -> town.person(id, "f" + id.length()))
            .toArray(String[]::new);
    IntStream.range(0, 10).forEach(i -> town.group("g" + i, everybody));
    Stage[] stages =
        IntStream.range(0, 10).mapToObj(i -> distinct("g" + i, 20)).toArray(Stage[]::new);

    // Two functions for 200 seats: hopeless, and found within the bounds of the search or not at
    // all.
    assertThat(why(EVERYWHERE, Set.of(), stages)).hasSizeLessThanOrEqualTo(1);
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theAnswerAgreesWithTryingEverything(int seed) {
    var random = new Random(seed);
    List<String> ids = IntStream.range(0, 1 + random.nextInt(5)).mapToObj(i -> "p" + i).toList();
    ids.forEach(id -> town.person(id, some(random, CHATS), some(random, List.of("f", "g", "h"))));
    Map<String, String> away = new HashMap<>();
    for (String id : some(random, ids.subList(0, random.nextInt(Math.min(3, ids.size() + 1))))) {
      // Whoever would stand in for themselves has named nobody.
      away.put(id, ids.get(random.nextInt(ids.size())));
    }
    away.forEach(town::awayUntilJanuary);
    List<Stage> stages =
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(i -> {
              town.group("s" + i, some(random, ids));
              return new Stage(new GroupName("s" + i), 1 + random.nextInt(2), random.nextBoolean());
            })
            .toList();

    Set<String> conflicted = Set.of(some(random, ids.subList(0, 1)));
    Set<Surface> whole = random.nextInt(3) == 0 ? Set.of(Surface.TEAMS) : CHATS;

    Electorate electorate = electorate(CHATS, whole, conflicted, stages);

    Predicate<Person> sees =
        person ->
            !conflicted.contains(person.id().value())
                && !away.containsKey(person.id().value())
                && person.accounts().stream().anyMatch(a -> whole.contains(a.surface()));
    List<List<Voter>> able =
        stages.stream().map(stage -> voters(stage, away, conflicted, sees)).toList();
    boolean possible = canEnd(stages, able, List.of());
    assertThat(electorate.whyNobodyCan().isEmpty()).isEqualTo(possible);
    assertThat(electorate.canFollow(List.of())).isEqualTo(possible);
    everyVoteIsJudgedAsTryingEverythingDoes(electorate, stages, able, List.of());
  }

  /// @param absent in whose place
  private record Voter(Person person, Optional<PersonId> absent) {}

  private List<Voter> voters(
      Stage stage, Map<String, String> away, Set<String> conflicted, Predicate<Person> sees) {
    List<Person> members = town.directory().members(stage.group());
    Stream<Voter> inPlaces =
        members.stream()
            .filter(member -> away.containsKey(member.id().value()))
            .filter(member -> !conflicted.contains(member.id().value()))
            .flatMap(member ->
                town
                    .directory()
                    .byId(new PersonId(Objects.requireNonNull(away.get(member.id().value()))))
                    .filter(person -> !members.contains(person))
                    .map(person -> new Voter(person, Optional.of(member.id())))
                    .stream());
    return Stream.concat(
            members.stream().map(member -> new Voter(member, Optional.empty())), inPlaces)
        .filter(voter -> sees.test(voter.person()))
        .toList();
  }

  /// Walks every order in which people can approve: after each vote, whether an end can still be
  /// reached is what the electorate says.
  private static void everyVoteIsJudgedAsTryingEverythingDoes(
      Electorate electorate, List<Stage> stages, List<List<Voter>> able, List<Given> given) {
    for (Given next : nextVotes(stages, able, given)) {
      List<Given> then = Stream.concat(given.stream(), Stream.of(next)).toList();
      assertThat(electorate.canFollow(then))
          .as("after %s", then)
          .isEqualTo(canEnd(stages, able, then));
      everyVoteIsJudgedAsTryingEverythingDoes(electorate, stages, able, then);
    }
  }

  /// Whether votes lead from here to a complete quorum, as the request itself counts it.
  private static boolean canEnd(List<Stage> stages, List<List<Voter>> able, List<Given> given) {
    Quorum quorum = quorum(stages, given);
    return quorum.functionsDiffer()
        && (quorum.openStage().isEmpty()
            || nextVotes(stages, able, given).stream()
                .anyMatch(next ->
                    canEnd(stages, able, Stream.concat(given.stream(), Stream.of(next)).toList())));
  }

  private static List<Given> nextVotes(
      List<Stage> stages, List<List<Voter>> able, List<Given> given) {
    OptionalInt open = quorum(stages, given).openStage();
    return open.isEmpty()
        ? List.of()
        : able.get(open.getAsInt()).stream()
            .filter(voter -> !hasVoted(voter.person().id(), given))
            .filter(voter -> voter.absent().filter(absent -> hasVoted(absent, given)).isEmpty())
            .map(voter ->
                new Given(
                    List.of(open.getAsInt()),
                    voter.person().id(),
                    voter.absent(),
                    voter.person().functions()))
            .toList();
  }

  private static boolean hasVoted(PersonId person, List<Given> given) {
    return given.stream()
        .anyMatch(vote ->
            vote.person().equals(person) || vote.inPlaceOf().filter(person::equals).isPresent());
  }

  private static Quorum quorum(List<Stage> stages, List<Given> given) {
    return Quorum.of(
        stages,
        given.stream()
            .map(vote ->
                new Vote(
                    vote.person(),
                    new AccountId(Surface.SLACK, "T01", vote.person().value()),
                    Decision.APPROVE,
                    1,
                    Digest.of(""),
                    Digest.of(""),
                    vote.stages().getFirst(),
                    stages.get(vote.stages().getFirst()).group(),
                    vote.functions(),
                    "",
                    Remarks.NONE,
                    Digest.of(""),
                    Instant.EPOCH))
            .toList());
  }

  private static String[] some(Random random, List<String> values) {
    return values.stream().filter(_ -> random.nextBoolean()).toArray(String[]::new);
  }

  private static Set<Surface> some(Random random, Set<Surface> chats) {
    return chats.stream().filter(_ -> random.nextInt(4) > 0).collect(Collectors.toSet());
  }

  private List<Finding> why(Set<Surface> surfaces, Set<String> conflicted, Stage... stages) {
    return electorate(surfaces, EVERYWHERE, conflicted, List.of(stages)).whyNobodyCan();
  }

  private Electorate electorate(
      Set<Surface> asked, Set<Surface> whole, Set<String> conflicted, List<Stage> stages) {
    return new Electorate(
        stages,
        town.directory(),
        conflicted.stream().map(PersonId::new).collect(Collectors.toSet()),
        new AskedOn(asked, whole));
  }

  /// Every group is asked on the same chats.
  private static class AskedOn implements Reach {
    private final Set<Surface> asked;
    private final Set<Surface> whole;

    AskedOn(Set<Surface> asked, Set<Surface> whole) {
      this.asked = asked;
      this.whole = whole;
    }

    @Override
    public boolean asks(GroupName group, AccountId account) {
      return asked.contains(account.surface());
    }

    @Override
    public Set<Surface> surfaces(GroupName group) {
      return asked;
    }

    @Override
    public boolean showsWhole(Surface surface) {
      return whole.contains(surface);
    }

    @Override
    public String mostShown() {
      return "20 pages";
    }

    @Override
    public boolean opens(Surface surface) {
      return true;
    }

    @Override
    public boolean checksEnough(Surface surface) {
      return true;
    }

    @Override
    public Optional<Absence> away(Person person) {
      return person.awayThroughout(NOW, DEADLINE);
    }

    @Override
    public List<PersonId> instead(Person away) {
      return away.insteadBetween(NOW, DEADLINE);
    }

    @Override
    public Set<Surface> connected() {
      return CHATS;
    }

    @Override
    public Optional<String> whyNowhere(GroupName group) {
      return Optional.empty();
    }
  }

  private static Finding nobody(String subject, String because) {
    return Finding.of(subject, "nobody_can_decide", because);
  }

  private static Stage stage(String group, int required) {
    return new Stage(new GroupName(group), required, false);
  }

  private static Stage distinct(String group, int required) {
    return new Stage(new GroupName(group), required, true);
  }

  /// People whom a test adds one by one; everybody has a Slack account, or those it says.
  private static final class Town {
    private final Map<PersonId, Person> persons = new LinkedHashMap<>();
    private final Map<GroupName, Group> groups = new LinkedHashMap<>();

    Town person(String id, String... functions) {
      return person(id, Set.of(Surface.SLACK), functions);
    }

    Town person(String id, Set<Surface> on, String... functions) {
      var person =
          new Person(
              new PersonId(id),
              id,
              new TreeSet<>(List.of(functions)),
              Set.of(),
              on.stream().map(chat -> new AccountId(chat, "T01", id)).collect(Collectors.toSet()));
      persons.put(person.id(), person);
      return this;
    }

    Town awayUntilJanuary(String id) {
      return awayUntilJanuary(id, id);
    }

    /// @param instead nobody, if it is the person themselves
    Town awayUntilJanuary(String id, String instead) {
      persons.computeIfPresent(
          new PersonId(id),
          (_, person) ->
              new Person(
                  person.id(),
                  person.name(),
                  person.functions(),
                  person.groups(),
                  person.accounts(),
                  List.of(
                      new Absence(
                          NOW,
                          Instant.parse("2027-01-02T23:00:00Z"),
                          ZoneId.of("Europe/Berlin"),
                          Optional.of(instead)
                              .filter(other -> !other.equals(id))
                              .map(PersonId::new)))));
      return this;
    }

    /// Away in two parts that follow one another.
    Town awayUntilJanuary(String id, String first, String then) {
      awayUntilJanuary(id, then);
      persons.computeIfPresent(
          new PersonId(id),
          (_, person) -> {
            Absence whole = person.away().getFirst();
            Instant between = NOW.plusSeconds(60);
            return new Person(
                person.id(),
                person.name(),
                person.functions(),
                person.groups(),
                person.accounts(),
                List.of(
                    new Absence(
                        whole.from(), between, whole.zone(), Optional.of(new PersonId(first))),
                    new Absence(between, whole.until(), whole.zone(), whole.instead())));
          });
      return this;
    }

    Town group(String name, String... members) {
      var group =
          new Group(
              new GroupName(name),
              Arrays.stream(members).map(PersonId::new).collect(Collectors.toSet()),
              Map.of());
      groups.put(group.name(), group);
      return this;
    }

    Directory directory() {
      return new PeopleDirectory(
          new People(List.copyOf(persons.values()), List.copyOf(groups.values()), List.of()));
    }
  }
}

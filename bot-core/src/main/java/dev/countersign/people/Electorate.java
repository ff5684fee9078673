package dev.countersign.people;

import dev.countersign.policy.Finding;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Whether the stages of a ruling can be completed by the people there are: by those who are asked
/// where they can press, on a chat that shows the whole action, and whose approval counts; each of
/// them once, over all stages together. A request that nobody is able to complete is refused with
/// the reason instead of being asked and left to expire.
///
/// A pure function of what it is made from. Looks at no more than [Directory#MOST_MEMBERS] members
/// of a group.
public final class Electorate {
  /// The stable word of every finding made here.
  public static final String NOBODY = "nobody_can_decide";

  private final List<Stage> stages;
  private final List<Standing> standing;
  private final Reach reach;
  private final Set<GroupName> known;

  /// @param conflicted persons who may not decide: who proposed, the person acted for, the owner of
  ///   the agent …
  public Electorate(
      List<Stage> stages, Directory directory, Set<PersonId> conflicted, Reach reach) {
    this.stages = List.copyOf(stages);
    this.reach = reach;
    this.known =
        stages.stream()
            .map(Stage::group)
            .filter(group -> directory.group(group).isPresent())
            .collect(Collectors.toUnmodifiableSet());
    this.standing =
        stages.stream().map(stage -> Standing.of(stage, directory, conflicted, reach)).toList();
  }

  /// An approval that is given already.
  ///
  /// @param stages in one of which it counts
  /// @param inPlaceOf who was away
  /// @param functions what its person had at that moment
  public record Given(
      List<Integer> stages,
      PersonId person,
      Optional<PersonId> inPlaceOf,
      SortedSet<String> functions) {
    public Given {
      stages = List.copyOf(stages);
    }

    /// One by a member, for one stage.
    public Given(int stage, PersonId person, SortedSet<String> functions) {
      this(List.of(stage), person, Optional.empty(), functions);
    }

    boolean isIn(int stage) {
      return stages.equals(List.of(stage));
    }

    private Stream<PersonId> persons() {
      return Stream.concat(Stream.of(person), inPlaceOf.stream());
    }
  }

  /// Everybody who could give an approval in one of the stages.
  public Set<Person> able() {
    return standing.stream()
        .flatMap(each -> each.able().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Why these stages cannot be completed, and what would help; empty when they can.
  public List<Finding> whyNobodyCan() {
    List<Finding> findings = new ArrayList<>();
    for (int index = 0; index < stages.size(); index++) {
      int stage = index;
      whyNot(stage)
          .ifPresent(because ->
              findings.add(Finding.of(stages.get(stage).group().value(), NOBODY, because)));
    }
    if (findings.isEmpty()) {
      together().ifPresent(because -> findings.add(Finding.of("stages", NOBODY, because)));
    }
    return List.copyOf(findings);
  }

  /// Whether the approvals that are still lacking could come, after these: somebody who has
  /// approved in one stage is not there for another, and what their functions leave to the others
  /// counts.
  public boolean canFollow(List<Given> given) {
    List<Seats> seats = new ArrayList<>();
    Set<PersonId> voted = given.stream().flatMap(Given::persons).collect(Collectors.toSet());
    for (Given approval : given) {
      if (approval.stages().size() == 1) {
        boolean distinct = stages.get(approval.stages().getFirst()).distinctFunction();
        seats.add(new Seats(1, distinct, List.of(voter(approval))));
      }
    }
    for (int index = 0; index < stages.size(); index++) {
      int stage = index;
      int lacking =
          stages.get(stage).required()
              - (int) given.stream().filter(approval -> approval.isIn(stage)).count();
      // Who may count in several stages is there for each of them.
      Stream<Person> undecided =
          given.stream()
              .filter(approval -> approval.stages().size() > 1)
              .filter(approval -> approval.stages().contains(stage))
              .map(Electorate::voter);
      List<Person> able =
          Stream.concat(undecided, standing.get(stage).ableAfter(voted).stream()).toList();
      seats.add(new Seats(Math.max(0, lacking), stages.get(stage).distinctFunction(), able));
    }
    return shortage(seats).isEmpty() && functionsSuffice(seats);
  }

  private static Person voter(Given approval) {
    return new Person(
        approval.person(), approval.person().value(), approval.functions(), Set.of(), Set.of());
  }

  private Optional<String> whyNot(int stage) {
    GroupName group = stages.get(stage).group();
    if (!known.contains(group)) {
      return Optional.of(
          "There is no group of this name. Add it to people.yaml, or name another in the policy.");
    }
    if (standing.get(stage).isEmpty()) {
      return Optional.of("This group has no members. Add some in people.yaml.");
    }
    Optional<String> nowhere = reach.whyNowhere(group);
    if (nowhere.isPresent()) {
      return Optional.of("Nobody could be asked: " + nowhere.get() + ".");
    }
    return standing.get(stage).able().size() < stages.get(stage).required()
        ? Optional.of(gap(List.of(stage)).because())
        : Optional.empty();
  }

  /// What no stage shows alone: one person serves one stage only, and distinct functions are
  /// distinct across all.
  private Optional<String> together() {
    List<Seats> seats =
        IntStream.range(0, stages.size())
            .mapToObj(stage ->
                new Seats(
                    stages.get(stage).required(),
                    stages.get(stage).distinctFunction(),
                    standing.get(stage).able()))
            .toList();
    List<Integer> crowded = shortage(seats);
    if (!crowded.isEmpty()) {
      return Optional.of(gap(crowded).because());
    }
    if (functionsSuffice(seats)) {
      return Optional.empty();
    }
    SortedSet<String> functions =
        standing.stream()
            .flatMap(each -> each.able().stream())
            .flatMap(person -> person.functions().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return Optional.of(
        gap(IntStream.range(0, stages.size()).boxed().toList()).ofFunctions(functions));
  }

  private StageGap gap(List<Integer> which) {
    return StageGap.of(which, stages, standing, reach);
  }

  /// The numbers of seats that want more persons than all who could fill them; empty when everybody
  /// finds a place.
  private static List<Integer> shortage(List<Seats> seats) {
    List<Integer> places =
        IntStream.range(0, seats.size())
            .boxed()
            .flatMap(index -> IntStream.range(0, seats.get(index).number()).mapToObj(_ -> index))
            .toList();
    List<List<PersonId>> ids =
        seats.stream().map(each -> each.able().stream().map(Person::id).toList()).toList();
    return Matching.shortage(places, ids::get).stream().sorted().toList();
  }

  private static boolean functionsSuffice(List<Seats> seats) {
    return seats.stream().noneMatch(Seats::distinct) || new FunctionSearch(seats).isPossible();
  }
}

package dev.countersign.grant;

import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.request.Quorum;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import dev.countersign.request.VoteWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;

/// Which approvals sit in which stages: each in one stage of a group of its own, or in one that
/// asks its group too if it was cast because of that, so that functions and window hold for all
/// that are seated. More people may have approved than the ruling of the moment asks for, and then
/// not every choice of them is a quorum; a choice that is one is looked for among all there are.
///
/// Of several the one with the earliest approvals is taken, stage by stage: the same votes always
/// get the same seats.
final class Seating {

  /// Beyond this the answer is "no quorum". Approvals that stand in for each other are tried once,
  /// so that real requests need no more steps than they have seats.
  static final int MOST_STEPS = 20_000;

  /// Approvals for the same stages and groups with the same functions stand in for each other.
  private record Kind(List<Seat> seats, SortedSet<String> functions) {}

  private final List<Stage> stages;
  private final List<Vote> free;
  private final Predicate<Seat> escalated;
  private final List<Vote> seated = new ArrayList<>();
  private int steps;

  private Seating(List<Stage> stages, List<Vote> approvals, Predicate<Seat> escalated, int steps) {
    this.stages = stages;
    this.escalated = escalated;
    this.free = new ArrayList<>(approvals);
    this.steps = steps;
  }

  /// The approvals of a complete quorum, each in its stage; empty when no choice makes one.
  ///
  /// @param approvals of distinct persons, in the order in which they were cast
  /// @param escalated whether one was cast because a stage asked its group, too: only such a one
  ///   sits in a stage that escalates to its group
  static Optional<List<Vote>> of(
      List<Stage> stages, List<Vote> approvals, Predicate<Seat> escalated) {
    int steps = 0;
    for (List<Vote> together : VoteWindow.together(stages, approvals)) {
      Seating seating = new Seating(stages, together, escalated, steps);
      if (seating.fill(0, 0, 0)) {
        return Optional.of(List.copyOf(seating.seated));
      }
      steps = seating.steps;
    }
    return Optional.empty();
  }

  /// @param taken how many seats of this stage are filled
  /// @param from the first of the free approvals that may take the next one
  private boolean fill(int stage, int taken, int from) {
    if (++steps > MOST_STEPS || !Quorum.of(stages, seated).functionsDiffer()) {
      return false;
    }
    if (stage == stages.size()) {
      return true;
    }
    if (taken == stages.get(stage).required()) {
      return fill(stage + 1, 0, 0);
    }
    Set<Kind> tried = new HashSet<>();
    int lacking = stages.get(stage).required() - taken;
    for (int index = from; index < free.size() && isEnough(stage, index, lacking); index++) {
      Vote vote = free.get(index);
      Optional<GroupName> group = mayTake(stages.get(stage), vote);
      if (group.isPresent() && tried.add(new Kind(vote.seats(), vote.functions()))) {
        free.remove(index);
        seated.add(vote.in(List.of(new Seat(stage, group.get()))));
        if (fill(stage, taken + 1, index)) {
          return true;
        }
        seated.removeLast();
        free.add(index, vote);
      }
    }
    return false;
  }

  /// The group for which the vote sits there; empty where it does not.
  private Optional<GroupName> mayTake(Stage stage, Vote vote) {
    if (!stage.admits(vote.functions())) {
      return Optional.empty();
    }
    return vote.seats().stream()
        .filter(seat ->
            stage.group().equals(seat.group())
                || (escalated.test(seat) && stage.groups().contains(seat.group())))
        .map(Seat::group)
        .findFirst();
  }

  private boolean isEnough(int stage, int from, int lacking) {
    return free.subList(from, free.size()).stream()
            .filter(vote -> mayTake(stages.get(stage), vote).isPresent())
            .count()
        >= lacking;
  }
}

package dev.countersign.request;

import dev.countersign.people.DistinctFunctions;
import dev.countersign.people.DistinctFunctions.Held;
import dev.countersign.policy.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Which stage each approval counts in, where several were asked at once and a person belongs to
/// more than one of the groups. Chosen over all approvals together: whichever comes first, no
/// choice for one keeps another out.
final class SeatChoice {
  /// Beyond this the functions of those who approved count as not different.
  static final int MOST_STEPS = 2_000;

  private final List<Stage> stages;
  private final List<Vote> approvals;
  private final int[] chosen;
  private final int[] taken;
  private int steps;

  private SeatChoice(List<Stage> stages, List<Vote> approvals) {
    this.stages = stages;
    this.approvals = approvals;
    this.chosen = approvals.stream().mapToInt(Vote::stage).toArray();
    this.taken = new int[stages.size()];
  }

  /// The same approvals, each in the stage that it counts in.
  ///
  /// @param approvals of distinct persons
  static List<Vote> of(List<Stage> stages, List<Vote> approvals) {
    if (approvals.stream().allMatch(vote -> vote.also().isEmpty())) {
      return approvals;
    }
    SeatChoice choice = new SeatChoice(stages, approvals);
    if (!choice.withFunctions()) {
      choice.byNumber();
    }
    return IntStream.range(0, approvals.size())
        .mapToObj(index -> seated(approvals.get(index), choice.chosen[index]))
        .toList();
  }

  private static Vote seated(Vote vote, int stage) {
    return vote.in(vote.seats().stream().filter(seat -> seat.stage() == stage).limit(1).toList());
  }

  /// A seat for every approval such that each one that needs a function of its own has one.
  private boolean withFunctions() {
    return stages.stream().anyMatch(Stage::distinctFunction) && fill(fewestSeatsFirst(), 0);
  }

  private List<Integer> fewestSeatsFirst() {
    return IntStream.range(0, approvals.size())
        .boxed()
        .sorted(Comparator.comparingInt(index -> approvals.get(index).also().size()))
        .toList();
  }

  private boolean fill(List<Integer> order, int next) {
    if (++steps > MOST_STEPS || !functionsDiffer(order.subList(0, next))) {
      return false;
    }
    if (next == order.size()) {
      return true;
    }
    int index = order.get(next);
    for (Seat seat : approvals.get(index).seats()) {
      if (hasRoom(seat.stage())) {
        chosen[index] = seat.stage();
        taken[seat.stage()]++;
        if (fill(order, next + 1)) {
          return true;
        }
        taken[seat.stage()]--;
      }
    }
    return false;
  }

  private boolean functionsDiffer(List<Integer> placed) {
    return DistinctFunctions.assign(
            placed.stream()
                .map(index ->
                    new Held(
                        stages.get(chosen[index]).distinctFunction(),
                        approvals.get(index).functions()))
                .toList())
        .isPresent();
  }

  /// As many seats as can be filled, whatever functions their persons have.
  private void byNumber() {
    Arrays.fill(taken, 0);
    List<Integer> placed = new ArrayList<>();
    for (int index = 0; index < approvals.size(); index++) {
      chosen[index] = approvals.get(index).stage();
    }
    for (int index = 0; index < approvals.size(); index++) {
      if (place(index, placed, new HashSet<>())) {
        placed.add(index);
      }
    }
  }

  /// As deep as there are stages at most: each is entered once.
  private boolean place(int index, List<Integer> placed, Set<Integer> entered) {
    for (Seat seat : approvals.get(index).seats()) {
      if (hasRoom(seat.stage())) {
        chosen[index] = seat.stage();
        taken[seat.stage()]++;
        return true;
      }
    }
    for (Seat seat : approvals.get(index).seats()) {
      if (entered.add(seat.stage())) {
        for (int other : List.copyOf(placed)) {
          if (chosen[other] == seat.stage() && moves(other, placed, entered)) {
            chosen[index] = seat.stage();
            taken[seat.stage()]++;
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean moves(int index, List<Integer> placed, Set<Integer> entered) {
    int before = chosen[index];
    if (place(index, placed, entered)) {
      taken[before]--;
      return true;
    }
    return false;
  }

  private boolean hasRoom(int stage) {
    return taken[stage] < stages.get(stage).required();
  }

  /// The stages of a step that can take one more approval: those that have room, and those that
  /// make room because somebody in them may count in such a one.
  ///
  /// @param seated in the order of the approvals, as [#of] answers them
  static List<Integer> open(
      List<Stage> stages, List<Integer> step, List<Vote> approvals, List<Vote> seated) {
    int[] filled = new int[stages.size()];
    seated.forEach(vote -> filled[vote.stage()]++);
    Set<Integer> open = new HashSet<>();
    step.stream().filter(stage -> filled[stage] < stages.get(stage).required()).forEach(open::add);
    boolean grows = !open.isEmpty();
    while (grows) {
      grows = false;
      for (int index = 0; index < approvals.size(); index++) {
        if (approvals.get(index).seats().stream().map(Seat::stage).anyMatch(open::contains)) {
          grows |= open.add(seated.get(index).stage());
        }
      }
    }
    List<Integer> sorted = new ArrayList<>(open);
    Collections.sort(sorted);
    return List.copyOf(sorted);
  }
}

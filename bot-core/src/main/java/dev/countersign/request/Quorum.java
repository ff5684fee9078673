package dev.countersign.request;

import dev.countersign.people.DistinctFunctions;
import dev.countersign.people.DistinctFunctions.Held;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// How far the approvals of one revision fill its stages. Counts persons, never accounts.
///
/// @param approved approvals by distinct persons per stage, in the order of the stages; of those
///   that may count in several stages as [SeatChoice] seats them
/// @param open the stages that wait for approvals, in order: those of the first step that is not
///   complete which can take one more; empty once all are
/// @param functionsDiffer whether every approval of a stage with distinct functions can have one
///   that no other approval has, whichever way the functions are dealt out
/// @param functions one such way; persons without any function are not in it
public record Quorum(
    List<Stage> stages,
    List<Integer> approved,
    List<Integer> open,
    boolean functionsDiffer,
    Map<PersonId, String> functions) {

  public static Quorum of(List<Stage> stages, List<Vote> votes) {
    List<Vote> approvals =
        votes.stream().filter(vote -> vote.decision() == Decision.APPROVE).toList();
    List<Vote> seated = SeatChoice.of(stages, approvals);
    List<Integer> counts =
        IntStream.range(0, stages.size())
            .mapToObj(stage ->
                (int)
                    seated.stream()
                        .filter(vote -> vote.stage() == stage)
                        .map(Vote::person)
                        .distinct()
                        .count())
            .toList();
    List<Integer> open =
        Stage.steps(stages).stream()
            .filter(step ->
                step.stream().anyMatch(stage -> counts.get(stage) < stages.get(stage).required()))
            .findFirst()
            .map(step -> SeatChoice.open(stages, step, approvals, seated))
            .orElse(List.of());
    Optional<List<Optional<String>>> dealt =
        DistinctFunctions.assign(seated.stream().map(vote -> held(stages, vote)).toList());
    Map<PersonId, String> functions = new HashMap<>();
    dealt.ifPresent(each ->
        IntStream.range(0, each.size())
            .forEach(index ->
                each.get(index)
                    .ifPresent(name -> functions.put(approvals.get(index).person(), name))));
    return new Quorum(stages, counts, open, dealt.isPresent(), Map.copyOf(functions));
  }

  private static Held held(List<Stage> stages, Vote vote) {
    return new Held(stages.get(vote.stage()).distinctFunction(), vote.functions());
  }

  /// The first stage that waits for approvals; empty when none does.
  public OptionalInt openStage() {
    return open.stream().mapToInt(stage -> stage).findFirst();
  }

  /// All stages that were asked together with it; empty when none waits.
  public List<Integer> openStep() {
    return Stage.steps(stages).stream()
        .filter(step -> !open.isEmpty() && step.contains(open.getFirst()))
        .findFirst()
        .orElse(List.of());
  }

  /// The function that this person's approval counts for in [#functions].
  public Optional<String> functionOf(PersonId person) {
    return Optional.ofNullable(functions.get(person));
  }

  /// Never true without stages: an empty list of requirements is not a quorum.
  public boolean isComplete() {
    return !stages.isEmpty() && open.isEmpty() && functionsDiffer;
  }
}

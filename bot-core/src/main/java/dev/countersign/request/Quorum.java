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
/// @param approved approvals by distinct persons per stage, in the order of the stages
/// @param functionsDiffer whether every approval of a stage with distinct functions can have one
///   that no other approval has, whichever way the functions are dealt out
/// @param functions one such way; persons without any function are not in it
public record Quorum(
    List<Stage> stages,
    List<Integer> approved,
    boolean functionsDiffer,
    Map<PersonId, String> functions) {

  public static Quorum of(List<Stage> stages, List<Vote> votes) {
    List<Vote> approvals =
        votes.stream().filter(vote -> vote.decision() == Decision.APPROVE).toList();
    List<Integer> counts =
        IntStream.range(0, stages.size())
            .mapToObj(stage ->
                (int)
                    approvals.stream()
                        .filter(vote -> vote.stage() == stage)
                        .map(Vote::person)
                        .distinct()
                        .count())
            .toList();
    Optional<List<Optional<String>>> dealt =
        DistinctFunctions.assign(approvals.stream().map(vote -> held(stages, vote)).toList());
    Map<PersonId, String> functions = new HashMap<>();
    dealt.ifPresent(each ->
        IntStream.range(0, each.size())
            .forEach(index ->
                each.get(index)
                    .ifPresent(name -> functions.put(approvals.get(index).person(), name))));
    return new Quorum(stages, counts, dealt.isPresent(), Map.copyOf(functions));
  }

  private static Held held(List<Stage> stages, Vote vote) {
    return new Held(stages.get(vote.stage()).distinctFunction(), vote.functions());
  }

  /// The first stage that still lacks approvals; empty when none does.
  public OptionalInt openStage() {
    return IntStream.range(0, stages.size())
        .filter(stage -> approved.get(stage) < stages.get(stage).required())
        .findFirst();
  }

  /// The function that this person's approval counts for in [#functions].
  public Optional<String> functionOf(PersonId person) {
    return Optional.ofNullable(functions.get(person));
  }

  /// Never true without stages: an empty list of requirements is not a quorum.
  public boolean isComplete() {
    return !stages.isEmpty() && openStage().isEmpty() && functionsDiffer;
  }
}

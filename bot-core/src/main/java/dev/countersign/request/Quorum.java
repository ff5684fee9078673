package dev.countersign.request;

import dev.countersign.policy.Stage;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How far the approvals of one revision fill its stages. Counts persons, never accounts.
///
/// @param approved approvals by distinct persons per stage, in the order of the stages
public record Quorum(List<Stage> stages, List<Integer> approved, Set<String> functions) {

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
    Set<String> functions =
        approvals.stream()
            .map(vote -> vote.function().orElse(null))
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
    return new Quorum(stages, counts, functions);
  }

  /// The first stage that still lacks approvals; empty when the quorum is complete.
  public OptionalInt openStage() {
    return IntStream.range(0, stages.size())
        .filter(stage -> approved.get(stage) < stages.get(stage).required())
        .findFirst();
  }

  /// Never true without stages: an empty list of requirements is not a quorum.
  public boolean isComplete() {
    return !stages.isEmpty() && openStage().isEmpty();
  }
}

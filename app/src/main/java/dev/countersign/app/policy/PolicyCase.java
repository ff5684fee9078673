package dev.countersign.app.policy;

import dev.countersign.people.Agent;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.RiskLevel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// A proposal, and what its author expects a policy to say of it.
///
/// @param line where it stands in its file
public record PolicyCase(
    String name, int line, ProposalDraft proposal, Agent agent, Expected expected) {

  /// What is named is compared, and nothing else.
  ///
  /// @param rules the ids of all rules that match
  /// @param stages all of them, in order
  /// @param beneficiaries the ids of all persons whom the action is for
  /// @param observed whether it is outside the pilot; everything else is what it is inside
  public record Expected(
      Optional<Gate> gate,
      Optional<Set<String>> rules,
      Optional<List<ExpectedStage>> stages,
      Optional<Set<String>> beneficiaries,
      Optional<RiskLevel> risk,
      Optional<Duration> expires,
      Optional<Boolean> nobodyCanDecide,
      Optional<Boolean> observed) {

    boolean isEmpty() {
      return gate.isEmpty()
          && rules.isEmpty()
          && stages.isEmpty()
          && beneficiaries.isEmpty()
          && risk.isEmpty()
          && expires.isEmpty()
          && nobodyCanDecide.isEmpty()
          && observed.isEmpty();
    }
  }

  /// A stage as far as cases compare it.
  ///
  /// @param together whether it is asked at once with the one before it
  /// @param functions of which whoever counts has one; empty where the stage lists none
  public record ExpectedStage(
      GroupName group, int approvals, boolean together, SortedSet<String> functions) {
    static ExpectedStage of(Stage stage) {
      return new ExpectedStage(
          stage.group(), stage.required(), stage.together(), stage.functions());
    }

    @Override
    public String toString() {
      return (together ? "together with " : "")
          + group
          + " "
          + approvals
          + (functions.isEmpty() ? "" : " with function " + String.join(" or ", functions));
    }
  }
}

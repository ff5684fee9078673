package dev.countersign.card;

import dev.countersign.card.Board.Due;
import dev.countersign.card.Board.Scope;
import dev.countersign.people.AccountId;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.RiskLevel;
import java.util.Optional;

/// Where pages ask for what waits, by risk and by the time that is left, narrowed as somebody
/// chooses. What is answered is for the asker alone; asking changes nothing.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface BoardDesk {

  Board board(AccountId viewer, Question question);

  /// What is asked for; each part that is empty takes everything.
  ///
  /// @param tag as typed, as [QueueDesk#queue] reads it
  /// @param after as typed: the request that the page goes on behind
  record Question(
      Scope scope,
      Optional<RiskLevel> risk,
      Optional<Due> due,
      Optional<ActionClass> actionClass,
      Optional<Environment> environment,
      Optional<GroupName> group,
      Optional<AgentId> agent,
      String tag,
      String after) {
    /// All that the viewer may decide, from the beginning.
    public static final Question OWN =
        new Question(
            Scope.OWN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            "");

    /// Whether it asks for less than all.
    public boolean narrows() {
      return risk.isPresent()
          || due.isPresent()
          || actionClass.isPresent()
          || environment.isPresent()
          || group.isPresent()
          || agent.isPresent()
          || !tag.isEmpty();
    }
  }
}

package dev.countersign.ledger;

import dev.countersign.freeze.Freeze;
import dev.countersign.json.Digest;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.AlarmFreezes;
import dev.countersign.proposal.AgentId;
import java.util.List;

/// The port to what an agent may be frozen for by the gate itself: counted over all replicas, by
/// the ledger's clock, in steps of a minute.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface AgentAlarms {
  /// Counts nothing, freezes nobody.
  AgentAlarms NONE =
      new AgentAlarms() {
        @Override
        public void note(AgentId agent, AgentAlarm alarm) {}

        @Override
        public List<Freeze> freeze(AlarmFreezes bounds, Digest policy) {
          return List.of();
        }
      };

  /// It came once more.
  void note(AgentId agent, AgentAlarm alarm);

  /// Freezes each agent for which something came as often as its bound says, each by a transaction
  /// that counts again. What an agent was frozen for, by whomever, counts no second time. Counts
  /// that are older than [AlarmFreezes#LONGEST] are forgotten.
  ///
  /// @param policy whose bounds they are
  /// @return what was frozen now
  List<Freeze> freeze(AlarmFreezes bounds, Digest policy);
}

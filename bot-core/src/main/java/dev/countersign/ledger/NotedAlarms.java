package dev.countersign.ledger;

import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.AgentId;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what an agent may be frozen for, where the policy in force freezes for it. A count that
/// the store does not take is lost, and changes nothing for whoever waits for an answer.
public final class NotedAlarms {
  private static final Logger log = LoggerFactory.getLogger(NotedAlarms.class);

  private final AgentAlarms alarms;
  private final Supplier<Policy> policy;

  public NotedAlarms(AgentAlarms alarms, Supplier<Policy> policy) {
    this.alarms = alarms;
    this.policy = policy;
  }

  /// Called once what it is about has landed.
  public void note(AgentId agent, AgentAlarm alarm) {
    if (policy.get().alarms().of(alarm).isEmpty()) {
      return;
    }
    try {
      alarms.note(agent, alarm);
    } catch (LedgerUnavailableException e) {
      log.error("{} of {} is not counted: {}", alarm, agent, e.getMessage());
    }
  }
}

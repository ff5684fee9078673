package dev.countersign.execution;

import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import java.util.Optional;

/// Whether the agent of a request might still propose it, by the people of the moment.
final class AgentRights {
  private AgentRights() {}

  /// Why not: `agent_unregistered`, `class_not_permitted` or `environment_not_permitted`.
  static Optional<String> missing(RequestRecord record, Directory directory) {
    Optional<Agent> agent = record.people(directory).agent(record.proposal().agent());
    return agent.isEmpty()
        ? Optional.of("agent_unregistered")
        : agent.get().missing(record.proposal().action()).map(WireName::of);
  }
}

package dev.countersign.policy;

import dev.countersign.proposal.AgentId;
import java.util.Set;

/// How far the gate is introduced: what is gated, while everything else is only observed. A ruling
/// is inside where its agent, one of the groups that it asks, or one of the rules that matched is
/// named.
///
/// @param agents whose proposals are gated, whatever they are
/// @param groups that are asked already
/// @param rules that are in effect already
public record Pilot(Set<AgentId> agents, Set<GroupName> groups, Set<String> rules) {
  public Pilot {
    agents = Set.copyOf(agents);
    groups = Set.copyOf(groups);
    rules = Set.copyOf(rules);
  }

  boolean covers(AgentFacts agent, Ruling ruling) {
    return agents.contains(agent.id())
        || ruling.rules().stream().anyMatch(rules::contains)
        || Stage.groups(ruling.stages()).stream().anyMatch(groups::contains);
  }
}

package dev.countersign.policy;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;

/// Everything a condition may look at.
///
/// @param derived what the gate found out itself about the action; never supplied by the agent
public record PolicyInput(Action action, Context context, JsonObject derived, AgentFacts agent) {}

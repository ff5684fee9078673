package dev.countersign.freeze;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Proposal;

/// By what a freeze recognises what was proposed, spelled as entries spell it.
///
/// @param agent who proposed it
/// @param connection its target system
/// @param environment where it takes effect: that of its connection, which the gate checks when it
///   is proposed and again before it is sent
/// @param actionType what the agent calls it; nobody checks that
public record Freezable(
    String agent, String connection, String environment, String actionClass, String actionType) {

  public static Freezable of(Proposal proposal) {
    Action action = proposal.action();
    return new Freezable(
        proposal.agent().value(),
        action.targetSystem(),
        WireName.of(action.environment()),
        WireName.of(action.actionClass()),
        action.actionType());
  }

  /// @param proposed what the first entry of a chain tells
  public static Freezable told(JsonObject proposed) {
    return new Freezable(
        proposed.text("agent"),
        proposed.text("target_system"),
        proposed.text("environment"),
        proposed.text("class"),
        proposed.text("action_type"));
  }
}

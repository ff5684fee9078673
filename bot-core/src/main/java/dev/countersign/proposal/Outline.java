package dev.countersign.proposal;

import java.util.Optional;

/// As much of a proposal as a list needs to say what it is about and to know whose it is: kept
/// apart from the bytes that it was frozen in, so that a list reads none of them.
///
/// @param targetSystem a registered name
/// @param dryRun whether the agent wants a decision alone
/// @param onBehalfOf the name that the proposal gives, see [Context#onBehalfOf]
public record Outline(
    ActionKind kind, String targetSystem, boolean dryRun, Optional<String> onBehalfOf) {

  public static Outline of(Action action, Context context) {
    return new Outline(
        ActionKind.of(action), action.targetSystem(), context.dryRun(), context.onBehalfOf());
  }
}

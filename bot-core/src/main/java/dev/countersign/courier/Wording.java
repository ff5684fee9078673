package dev.countersign.courier;

import dev.countersign.proposal.Action;
import dev.countersign.proposal.RiskLevel;

/// The service's own words for an action: nothing in here was written by an agent except names
/// whose alphabet the contract restricts, and those only where they name something registered.
record Wording(String icon, String object, String effect, String approve) {

  static Wording of(Action action) {
    String target = action.targetSystem();
    return switch (action.actionClass()) {
      case MESSAGE ->
          new Wording(
              "📤", "Send message through " + target, "Send this message", "Approve & send");
      case RECORD_CHANGE -> {
        String operation = action.changes().text("operation");
        yield new Wording(
            "✏️",
            capitalised(operation) + " record in " + target,
            capitalised(operation) + " this record",
            "Approve change");
      }
      case API_CALL ->
          new Wording(
              "🔌",
              action.changes().text("method") + " request to " + target,
              "Make this call",
              "Approve & call");
      case TOOL_CALL ->
          new Wording("🧰", "Run tool on " + target, "Run this tool call", "Approve & run");
    };
  }

  static String risk(RiskLevel level) {
    return switch (level) {
      case LOW -> "🟢 LOW RISK";
      case MEDIUM -> "🟡 MEDIUM RISK";
      case HIGH -> "🟠 HIGH RISK";
      case CRITICAL -> "🔴 CRITICAL";
    };
  }

  private static String capitalised(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}

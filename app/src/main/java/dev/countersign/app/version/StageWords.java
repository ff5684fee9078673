package dev.countersign.app.version;

import dev.countersign.json.WireName;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Stage;
import java.util.stream.Collectors;

/// What rules and stages ask, in few words.
final class StageWords {
  private StageWords() {}

  /// `refuse`, or `ask support-leads 2, then legal 1`.
  static String of(Rule rule) {
    String gate = WireName.of(rule.gate());
    return rule.gate() == Gate.ASK
        ? gate
            + " "
            + rule.stages().stream().map(StageWords::of).collect(Collectors.joining(", then "))
        : gate;
  }

  /// `support-leads 2 (distinct functions)`.
  static String of(Stage stage) {
    return stage.group()
        + " "
        + stage.required()
        + (stage.distinctFunction() ? " (distinct functions)" : "");
  }

  static String of(Escalation escalation) {
    return escalation.to() + " after " + Durations.text(escalation.after());
  }
}

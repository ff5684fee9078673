package dev.countersign.app.version;

import dev.countersign.json.WireName;
import dev.countersign.policy.BeneficiaryField;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Extension;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Stage;
import dev.countersign.policy.StandingApproval;
import dev.countersign.policy.UseLimit;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What rules and stages ask, in few words.
final class StageWords {
  private StageWords() {}

  /// `refuse`, or `ask support-leads 2 and finance 1, then legal 1`.
  static String of(Rule rule) {
    String gate = WireName.of(rule.gate());
    return rule.gate() == Gate.ASK
        ? gate
            + " "
            + rule.stages().stream()
                .map(stage -> (stage.together() ? " and " : ", then ") + of(stage))
                .collect(Collectors.joining())
                .substring(", then ".length())
        : gate;
  }

  /// `support-leads 2 (distinct functions) (of finance or legal)`.
  static String of(Stage stage) {
    return stage.group()
        + " "
        + stage.required()
        + (stage.distinctFunction() ? " (distinct functions)" : "")
        + (stage.functions().isEmpty() ? "" : " (of " + functions(stage.functions()) + ")");
  }

  /// `finance or legal`, in the order of the alphabet; `any` of an empty list.
  static String functions(Set<String> names) {
    return names.isEmpty() ? "any" : names.stream().sorted().collect(Collectors.joining(" or "));
  }

  /// `directors, finance`, in the order of the alphabet; `nobody` of an empty list.
  static String groups(Set<GroupName> names) {
    return names.isEmpty()
        ? "nobody"
        : names.stream().sorted().map(GroupName::value).collect(Collectors.joining(", "));
  }

  /// `action.body.json.employee (oidc https://login.example)`.
  static String of(BeneficiaryField field) {
    return field.who()
        + " ("
        + WireName.of(field.as())
        + field.tenant().map(tenant -> " " + tenant).orElse("")
        + ")";
  }

  static String of(Extension extension) {
    return Durations.text(extension.by()) + " up to " + extension.times() + " times";
  }

  /// `10 per agent within 1h, until 2027-02-01T00:00:00Z`.
  static String of(StandingApproval standing) {
    return Stream.concat(
            standing.limits().stream().map(StageWords::of),
            standing.until().stream().map(until -> "until " + until))
        .collect(Collectors.joining(", "));
  }

  private static String of(UseLimit limit) {
    return limit.sum().map(sum -> "sum of " + sum + " up to ").orElse("")
        + limit.most()
        + " per "
        + WireName.of(limit.per())
        + " within "
        + Durations.text(limit.within());
  }

  static String of(Escalation escalation) {
    return escalation.to() + " after " + Durations.text(escalation.after());
  }
}

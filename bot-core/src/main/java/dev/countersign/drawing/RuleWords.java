package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.json.WireName;
import dev.countersign.policy.BeneficiaryField;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Sla;
import dev.countersign.policy.Stage;
import dev.countersign.policy.StandingApproval;
import dev.countersign.policy.UseLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A rule of a policy in plain words, for people who do not write policies.
public final class RuleWords {
  private final Policy policy;
  private final Rule rule;
  private final List<List<Run>> lines = new ArrayList<>();

  private RuleWords(Policy policy, Rule rule) {
    this.policy = policy;
    this.rule = rule;
  }

  /// A sentence for each thing that it does; its condition apart.
  public static List<List<Run>> of(Policy policy, Rule rule) {
    return new RuleWords(policy, rule).lines();
  }

  private List<List<Run>> lines() {
    gate();
    if (!rule.stages().isEmpty()) {
      time(rule.sla());
      checks();
    }
    Set<String> claims = policy.claims(rule);
    if (!claims.isEmpty()) {
      lines.add(named("It looks at what only the agent says: ", List.copyOf(claims)));
    }
    return List.copyOf(lines);
  }

  private void gate() {
    switch (rule.gate()) {
      case REFUSE -> say("It refuses.");
      case ASK -> say("It asks " + asks() + ".");
      case ALLOW -> allows();
    }
  }

  private void allows() {
    if (rule.standing().isEmpty()) {
      say("It allows without asking anybody.");
      return;
    }
    StandingApproval standing = rule.standing().get();
    List<Run> line = new ArrayList<>();
    line.add(Run.words("It allows without asking anybody"));
    for (UseLimit limit : standing.limits()) {
      line.add(
          Run.words(
              ", up to "
                  + limit.most()
                  + limit.sum().map(_ -> "").orElse(limit.most() == 1 ? " request" : " requests")
                  + per(limit)
                  + " within "
                  + Durations.text(limit.within())));
      limit
          .sum()
          .ifPresent(sum -> {
            line.add(Run.words(" as the sum of "));
            line.add(Run.supplied(sum.toString(), Emphasis.CODE));
          });
    }
    standing
        .until()
        .ifPresent(until -> {
          line.add(Run.words(", until "));
          line.add(new Run.Moment(until));
        });
    line.add(
        Run.words(
            rule.stages().isEmpty() ? ". Beyond that it refuses." : ". Beyond that it asks "));
    if (!rule.stages().isEmpty()) {
      line.add(Run.words(asks() + "."));
    }
    lines.add(List.copyOf(line));
  }

  private static String per(UseLimit limit) {
    return switch (limit.per()) {
      case AGENT -> " of one agent";
      case TARGET -> " on one target";
      case RULE -> " in all";
    };
  }

  private String asks() {
    StringBuilder asked = new StringBuilder();
    for (Stage stage : rule.stages()) {
      asked
          .append(asked.isEmpty() ? "" : stage.together() ? " and at once " : ", then ")
          .append(Approvals.requirement(stage));
    }
    return asked.toString();
  }

  private void time(Sla sla) {
    StringBuilder words = new StringBuilder("They have ").append(Durations.text(sla.expires()));
    words.append(sla.clock() == Sla.Clock.WORKING ? " of working time" : "");
    if (!sla.remindAt().isEmpty()) {
      words
          .append("; reminded at ")
          .append(
              sla.remindAt().stream()
                  .map(percent -> percent + " %")
                  .collect(Collectors.joining(", ")))
          .append(" of it");
    }
    sla.escalation()
        .ifPresent(other ->
            words
                .append("; after ")
                .append(Durations.text(other.after()))
                .append(" ")
                .append(other.to())
                .append(" is asked too"));
    sla.extension()
        .ifPresent(extension ->
            words
                .append("; they may take ")
                .append(Durations.text(extension.by()))
                .append(" more, ")
                .append(extension.times() == 1 ? "once" : extension.times() + " times"));
    say(words.append('.').toString());
  }

  private void checks() {
    if (!rule.chatApprove()) {
      say("A click in a chat approves nothing: it takes a passkey on the console.");
    }
    rule.readFor()
        .ifPresent(time ->
            say("An approval counts once its card has stood for " + Durations.text(time) + "."));
    if (rule.attachmentsOpened()) {
      say("An approval counts once its person has opened each attachment on the console.");
    }
    if (!rule.beneficiaries().isEmpty()) {
      lines.add(
          named(
              "Whom it is for does not decide it, as named in ",
              rule.beneficiaries().stream().map(RuleWords::field).toList()));
    }
  }

  private static String field(BeneficiaryField field) {
    return field.who() + " (" + WireName.of(field.as()) + ")";
  }

  private void say(String words) {
    lines.add(List.of(Run.words(words)));
  }

  private static List<Run> named(String words, List<String> names) {
    List<Run> line = new ArrayList<>();
    line.add(Run.words(words));
    for (int at = 0; at < names.size(); at++) {
      line.add(Run.words(at == 0 ? "" : ", "));
      line.add(Run.supplied(names.get(at), Emphasis.CODE));
    }
    line.add(Run.words("."));
    return line;
  }
}

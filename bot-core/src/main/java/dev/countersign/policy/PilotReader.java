package dev.countersign.policy;

import dev.countersign.json.JsonForm;
import dev.countersign.proposal.AgentId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Reads the member `pilot` of a policy.
final class PilotReader {
  /// Of each kind.
  static final int MOST = 500;

  private final JsonForm form;

  private PilotReader(JsonForm form) {
    this.form = form;
  }

  /// @param rules of the same file: a pilot of what it does not have would gate nothing
  static Optional<Pilot> read(JsonForm root, List<Rule> rules) {
    return root.object("pilot").map(form -> new PilotReader(form).read(rules));
  }

  private Pilot read(List<Rule> rules) {
    Set<String> ids = rules.stream().map(Rule::id).collect(Collectors.toSet());
    Set<GroupName> asked =
        rules.stream()
            .flatMap(rule -> Stage.groups(rule.stages()).stream())
            .collect(Collectors.toSet());
    Pilot pilot =
        new Pilot(
            named("agents", AgentId::new, _ -> true, "bad_name", "This is no name of an agent."),
            named("groups", GroupName::new, asked::contains, "unknown_group", "No rule asks it."),
            named(
                "rules",
                Function.identity(),
                ids::contains,
                "unknown_rule",
                "No rule of this file has this id."));
    if (!form.has("agents") && !form.has("groups") && !form.has("rules")) {
      form.problemAt(
          form.pointer(),
          "required",
          "Name the agents, groups or rules that are gated; agents: [] gates none.");
    }
    form.close();
    return pilot;
  }

  private <T> Set<T> named(
      String member, Function<String, T> parse, Predicate<T> known, String code, String detail) {
    return form
        .parsedTexts(
            member,
            MOST,
            text -> {
              T name = parse.apply(text);
              if (!known.test(name)) {
                throw new IllegalArgumentException("not known here");
              }
              return name;
            },
            code,
            detail)
        .stream()
        .map(JsonForm.Item::value)
        .collect(Collectors.toUnmodifiableSet());
  }
}

package dev.countersign.app.version;

import dev.countersign.json.WireName;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.AlarmFreezes.Bound;
import dev.countersign.policy.ChatMask;
import dev.countersign.policy.Condition;
import dev.countersign.policy.Fact;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Policy;
import dev.countersign.policy.RiskFactor;
import dev.countersign.policy.RiskMatrix;
import dev.countersign.policy.Rule;
import dev.countersign.policy.TagRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What another policy changes. A condition that was changed may match less or more, which nobody
/// can tell by comparing, so it counts as looser; so does a rule that asks where none may have
/// matched before, because what no rule matches is refused.
public final class PolicyDifference {
  private PolicyDifference() {}

  public static List<Change> between(Policy before, Policy after) {
    return Stream.of(
            NamedParts.between(
                NamedParts.by(before.rules(), Rule::id),
                NamedParts.by(after.rules(), Rule::id),
                PolicyDifference::removed,
                PolicyDifference::added,
                PolicyDifference::changed),
            order(before, after),
            NamedParts.between(
                NamedParts.by(before.facts(), Fact::name),
                NamedParts.by(after.facts(), Fact::name),
                fact -> Change.other("fact " + fact.name() + " removed"),
                fact -> Change.other("fact " + fact.name() + " added: " + fact.when()),
                (old, now) -> condition("fact " + now.name(), old.when(), now.when())),
            NamedParts.between(
                NamedParts.by(before.risk().factors(), RiskFactor::id),
                NamedParts.by(after.risk().factors(), RiskFactor::id),
                factor -> Change.looser("risk factor " + factor.id() + " removed"),
                factor -> Change.other("risk factor " + factor.id() + " added: " + effect(factor)),
                PolicyDifference::changed),
            NamedParts.between(
                NamedParts.by(before.tags(), rule -> rule.tag().toString()),
                NamedParts.by(after.tags(), rule -> rule.tag().toString()),
                tag -> Change.other("tag " + tag.tag() + " removed"),
                tag -> Change.other("tag " + tag.tag() + " added: " + tag.when()),
                PolicyDifference::changed),
            matrix(before.risk().matrix(), after.risk().matrix()),
            PilotDifference.between(before.pilot(), after.pilot()),
            mask(before.chatMask(), after.chatMask()),
            Stream.of(AgentAlarm.values())
                .flatMap(
                    alarm -> alarm(alarm, before.alarms().of(alarm), after.alarms().of(alarm))),
            operators(before.looseningNeedsTwo(), after.looseningNeedsTwo()))
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<Change> mask(ChatMask before, ChatMask after) {
    return before == after
        ? Stream.empty()
        : Stream.of(
            new Change(
                "masked in chats: %s, was %s".formatted(WireName.of(after), WireName.of(before)),
                after.compareTo(before) < 0));
  }

  /// A bound that more has to come for, or within less time, freezes later.
  private static Stream<Change> alarm(
      AgentAlarm alarm, Optional<Bound> before, Optional<Bound> after) {
    String of = "freeze_agent, " + WireName.of(alarm) + ": ";
    if (before.equals(after)) {
      return Stream.empty();
    }
    if (before.isEmpty() || after.isEmpty()) {
      return Stream.of(
          new Change(
              of
                  + after.map(Bound::toString).orElse("freezes nobody")
                  + before.map(bound -> ", was " + bound).orElse(""),
              after.isEmpty()));
    }
    Bound old = before.get();
    Bound now = after.get();
    return Stream.of(
        new Change(
            of + now + ", was " + old,
            now.times() > old.times() || now.within().compareTo(old.within()) < 0));
  }

  private static Stream<Change> operators(boolean before, boolean after) {
    return before == after
        ? Stream.empty()
        : Stream.of(
            new Change(
                after
                    ? "what loosens needs two operators"
                    : "what loosens needs one operator, was two",
                before));
  }

  private static Change removed(Rule rule) {
    return new Change(
        "rule " + rule.id() + " removed; it said " + StageWords.of(rule),
        rule.gate() != Gate.ALLOW);
  }

  private static Change added(Rule rule) {
    return new Change(
        "rule " + rule.id() + " added: " + StageWords.of(rule) + ", when " + rule.when(),
        rule.gate() != Gate.REFUSE);
  }

  private static Stream<Change> changed(Rule old, Rule now) {
    String rule = "rule " + now.id();
    return Stream.of(
            gate(rule, old.gate(), now.gate()),
            condition(rule, old.when(), now.when()),
            standing(rule, old, now),
            old.gate() == now.gate()
                ? AskDifference.between(rule, old, now)
                : Stream.<Change>empty())
        .flatMap(each -> each);
  }

  /// A bound where there was none is stricter; of two that differ nobody can tell.
  private static Stream<Change> standing(String rule, Rule old, Rule now) {
    String before = bounds(old);
    String after = bounds(now);
    return old.gate() != Gate.ALLOW || now.gate() != Gate.ALLOW || before.equals(after)
        ? Stream.empty()
        : Stream.of(
            new Change(
                "%s: allows %s, was %s".formatted(rule, after, before),
                old.standing().isPresent()));
  }

  private static String bounds(Rule rule) {
    return rule.standing().map(StageWords::of).orElse("without bounds");
  }

  private static Stream<Change> gate(String rule, Gate old, Gate now) {
    return old == now
        ? Stream.empty()
        : Stream.of(
            new Change(
                "%s: gate %s, was %s".formatted(rule, WireName.of(now), WireName.of(old)),
                now.compareTo(old) < 0));
  }

  private static Stream<Change> condition(String of, Condition old, Condition now) {
    return old.text().equals(now.text())
        ? Stream.empty()
        : Stream.of(Change.looser(of + ": condition " + now + ", was " + old));
  }

  /// Stages are asked in the order of the rules.
  private static Stream<Change> order(Policy before, Policy after) {
    List<String> now = after.rules().stream().map(Rule::id).toList();
    List<String> old = before.rules().stream().map(Rule::id).filter(now::contains).toList();
    return old.equals(now.stream().filter(old::contains).toList())
        ? Stream.empty()
        : Stream.of(Change.other("the order of the rules, in which stages are asked"));
  }

  /// It decides nothing.
  private static Stream<Change> changed(TagRule old, TagRule now) {
    return old.when().text().equals(now.when().text())
        ? Stream.empty()
        : Stream.of(
            Change.other(
                "tag %s: condition %s, was %s".formatted(now.tag(), now.when(), old.when())));
  }

  private static Stream<Change> changed(RiskFactor old, RiskFactor now) {
    String factor = "risk factor " + now.id();
    boolean lower =
        now.impact() < old.impact()
            || now.likelihood() < old.likelihood()
            || (old.irreversible() && !now.irreversible());
    return Stream.concat(
        condition(factor, old.when(), now.when()),
        effect(old).equals(effect(now))
            ? Stream.empty()
            : Stream.of(new Change(factor + ": " + effect(now) + ", was " + effect(old), lower)));
  }

  private static String effect(RiskFactor factor) {
    return "impact %d, likelihood %d%s"
        .formatted(
            factor.impact(), factor.likelihood(), factor.irreversible() ? ", irreversible" : "");
  }

  private static Stream<Change> matrix(RiskMatrix before, RiskMatrix after) {
    if (before.equals(after)) {
      return Stream.empty();
    }
    boolean lower =
        IntStream.rangeClosed(RiskFactor.LEAST, RiskFactor.MOST)
            .anyMatch(impact ->
                IntStream.rangeClosed(RiskFactor.LEAST, RiskFactor.MOST)
                    .anyMatch(likelihood ->
                        after.level(impact, likelihood).compareTo(before.level(impact, likelihood))
                            < 0));
    return Stream.of(
        new Change(
            lower ? "the risk matrix: some levels are lower" : "the risk matrix: levels are higher",
            lower));
  }
}

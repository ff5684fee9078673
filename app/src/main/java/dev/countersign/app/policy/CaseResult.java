package dev.countersign.app.policy;

import dev.countersign.app.policy.PolicyCase.Expected;
import dev.countersign.app.policy.PolicyCase.ExpectedStage;
import dev.countersign.json.WireName;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Observed;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What came of one case.
///
/// @param differences a line for each member of the ruling that is not as expected; empty where all
///   are
/// @param reasons why the ruling is as it is, a line each; empty where nothing differs
public record CaseResult(PolicyCase of, List<String> differences, List<String> reasons) {
  public CaseResult {
    differences = List.copyOf(differences);
    reasons = List.copyOf(reasons);
  }

  public static CaseResult of(PolicyCase tried, Outlook outlook) {
    Ruling ruling =
        outlook.rule(
            outlook.input(
                tried.agent().facts(), tried.proposal().action(), tried.proposal().context()));
    List<String> differences = differences(tried.expected(), ruling, outlook.beneficiaries(ruling));
    return new CaseResult(
        tried, differences, differences.isEmpty() ? List.of() : reasons(tried.expected(), ruling));
  }

  public boolean isAsExpected() {
    return differences.isEmpty();
  }

  private static List<String> differences(
      Expected expected, Ruling ruling, Set<String> beneficiaries) {
    List<String> found = new ArrayList<>();
    Optional<Observed> outside = ruling.observed();
    Gate gate = outside.map(Observed::gate).orElse(ruling.gate());
    List<Stage> stages = outside.map(Observed::stages).orElse(ruling.stages());
    compare(found, "gate", expected.gate(), gate, WireName::of);
    compare(found, "rules", expected.rules(), new HashSet<>(ruling.rules()), CaseResult::sorted);
    compare(
        found,
        "stages",
        expected.stages(),
        stages.stream().map(ExpectedStage::of).toList(),
        CaseResult::listed);
    compare(found, "beneficiaries", expected.beneficiaries(), beneficiaries, CaseResult::sorted);
    compare(found, "risk", expected.risk(), ruling.risk().assessed(), WireName::of);
    compare(
        found,
        "expires",
        expected.expires().map(Durations::text),
        gate == Gate.ASK ? Durations.text(ruling.expiresIn()) : "nothing",
        text -> text);
    compare(
        found,
        "nobody_can_decide",
        expected.nobodyCanDecide(),
        Outlook.nobodyCanDecide(ruling),
        String::valueOf);
    compare(found, "observed", expected.observed(), outside.isPresent(), String::valueOf);
    return found;
  }

  private static <T> void compare(
      List<String> found, String what, Optional<T> expected, T got, Function<T, String> text) {
    expected
        .filter(value -> !value.equals(got))
        .ifPresent(value ->
            found.add(
                "%s: expected %s, got %s".formatted(what, text.apply(value), text.apply(got))));
  }

  private static String sorted(Set<String> ids) {
    return listed(new TreeSet<>(ids));
  }

  private static String listed(Collection<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  /// A rule that does not match explains something only where it was expected to, or where none
  /// does.
  private static List<String> reasons(Expected expected, Ruling ruling) {
    Set<String> missed = expected.rules().orElse(Set.of());
    return ruling.findings().stream()
        .filter(finding ->
            !finding.result().equals("not_matched")
                || ruling.rules().isEmpty()
                || missed.contains(finding.subject()))
        .flatMap(finding -> lines(finding).stream())
        .toList();
  }

  private static List<String> lines(Finding finding) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(finding.subject(), finding.because()));
    finding
        .parts()
        .forEach(part -> lines.add("  %s: %s".formatted(part.subject(), part.because())));
    return lines;
  }
}

package dev.countersign.app.cli;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.people.GroupReview;
import dev.countersign.people.People;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyReview;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything that is wrong or odd about files that can be read.
///
/// @param errors end the check
/// @param warnings are told
record PolicyCheck(List<FileProblem> errors, List<FileProblem> warnings) {
  PolicyCheck {
    errors = inOrder(errors);
    warnings = inOrder(warnings);
  }

  /// A file as it was written, and what it says.
  record Written<T>(YamlDocument yaml, T read) {}

  static PolicyCheck of(Written<Policy> policy, Written<People> people, Surfaces surfaces) {
    List<FileProblem> errors =
        new ArrayList<>(StageCheck.of(policy.yaml(), policy.read(), people.read(), surfaces));
    // What nobody can decide needs no further word about its stages.
    Set<String> told = errors.stream().map(FileProblem::pointer).collect(Collectors.toSet());
    PolicyReview review = PolicyReview.of(policy.read());
    review
        .errors()
        .forEach(problem ->
            errors.add(problem(policy, problem.pointer(), problem.detail(), problem.code())));
    List<FileProblem> warnings = new ArrayList<>();
    review
        .warnings()
        .forEach(problem ->
            warnings.add(warning(policy, problem.pointer(), problem.detail(), problem.code())));
    GroupReview.ofPolicy(policy.read(), people.read()).stream()
        .filter(problem -> !told.contains(stages(problem.pointer())))
        .forEach(problem ->
            warnings.add(warning(policy, problem.pointer(), problem.detail(), problem.code())));
    unknownAgents(review, people.read())
        .forEach(named ->
            warnings.add(
                warning(
                    policy,
                    named.pointer(),
                    "There is no agent of the name " + named.value() + ".",
                    "unknown_agent")));
    GroupReview.ofPeople(policy.read(), people.read())
        .forEach(problem ->
            warnings.add(warning(people, problem.pointer(), problem.detail(), problem.code())));
    return new PolicyCheck(errors, warnings);
  }

  private static List<PolicyReview.Named> unknownAgents(PolicyReview review, People people) {
    Set<String> known =
        people.agents().stream().map(agent -> agent.id().value()).collect(Collectors.toSet());
    return review.agents().stream().filter(named -> !known.contains(named.value())).toList();
  }

  private static String stages(String pointer) {
    return pointer.substring(0, pointer.lastIndexOf('/'));
  }

  private static FileProblem warning(Written<?> file, String pointer, String detail, String code) {
    return problem(file, pointer, "warning: " + detail, code);
  }

  private static FileProblem problem(Written<?> file, String pointer, String detail, String code) {
    return file.yaml().problem(pointer, detail + " (" + code + ")");
  }

  private static List<FileProblem> inOrder(List<FileProblem> problems) {
    return problems.stream()
        .sorted(Comparator.comparing(FileProblem::source).thenComparingInt(FileProblem::line))
        .toList();
  }
}

package dev.countersign.app.policy;

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
public record PolicyCheck(List<FileProblem> errors, List<FileProblem> warnings) {
  /// What each warning begins with, among errors.
  public static final String WARNING = "warning: ";

  public PolicyCheck {
    errors = inOrder(errors);
    warnings = inOrder(warnings);
  }

  /// A file as it was written, and what it says.
  public record Written<T>(YamlDocument yaml, T read) {}

  public static PolicyCheck of(Written<Policy> policy, Written<People> people, Surfaces surfaces) {
    PolicyCheck ofPolicy = ofPolicy(policy, people.read(), surfaces);
    List<FileProblem> warnings = new ArrayList<>(ofPolicy.warnings());
    GroupReview.ofPeople(policy.read(), people.read())
        .forEach(problem ->
            warnings.add(warning(people, problem.pointer(), problem.detail(), problem.code())));
    return new PolicyCheck(ofPolicy.errors(), warnings);
  }

  /// What is wrong or odd about the policy, with these people.
  public static PolicyCheck ofPolicy(Written<Policy> policy, People people, Surfaces surfaces) {
    List<FileProblem> errors =
        new ArrayList<>(StageCheck.of(policy.yaml(), policy.read(), people, surfaces));
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
    GroupReview.ofPolicy(policy.read(), people).stream()
        .filter(problem -> !told.contains(stages(problem.pointer())))
        .forEach(problem ->
            warnings.add(warning(policy, problem.pointer(), problem.detail(), problem.code())));
    unknownAgents(review, people)
        .forEach(named ->
            warnings.add(
                warning(
                    policy,
                    named.pointer(),
                    "There is no agent of the name " + named.value() + ".",
                    "unknown_agent")));
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
    return problem(file, pointer, WARNING + detail, code);
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

package dev.countersign.app.policy;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.people.Electorate;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Sla;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds rules that ask a question which nobody could answer: each would refuse everything that it
/// matches. And rules that let an agent through on its own word.
public final class StageCheck {
  /// The chats that a deployment of this version can have. Which of them there are, and in which
  /// workspaces, is in another file.
  public static final Surfaces OF_THIS_VERSION =
      Surfaces.ofChats(
          Surface.chats().stream().collect(Collectors.toMap(chat -> chat, _ -> "any")));

  private StageCheck() {}

  /// The chats, and the console where there is one.
  public static Surfaces offered(boolean console) {
    if (!console) {
      return OF_THIS_VERSION;
    }
    Map<Surface, Surfaces.Offer> offers = new HashMap<>(OF_THIS_VERSION.offers());
    offers.put(Surface.CONSOLE, new Surfaces.Offer("any", true, true));
    return new Surfaces(offers);
  }

  /// What a deployment with these settings has.
  public static Surfaces offered(Configuration settings) {
    return offered(settings.console().isPresent());
  }

  /// The same, and all that there can be where no settings say which of it there is.
  public static Surfaces offered(Optional<Configuration> settings) {
    return offered(settings.map(known -> known.console().isPresent()).orElse(true));
  }

  public static List<FileProblem> of(
      YamlDocument yaml, Policy policy, People people, Surfaces surfaces) {
    PeopleDirectory directory = new PeopleDirectory(people);
    List<FileProblem> problems = new ArrayList<>();
    List<Rule> rules = policy.rules();
    for (int i = 0; i < rules.size(); i++) {
      String rule = "/rules/" + i;
      Set<String> claims = policy.claims(rules.get(i));
      if (rules.get(i).gate() == Gate.ALLOW && !claims.isEmpty()) {
        problems.add(
            problem(
                yaml,
                rule + "/when",
                "allows_on_claims",
                "This rule allows without asking anybody, and rests on what only the agent says: "
                    + String.join(", ", claims)
                    + ". Use what the action does, or derived."));
      }
      if (!rules.get(i).stages().isEmpty()) {
        Rule asking = rules.get(i);
        whyNobodyCan(asking.stages(), asking, people, directory, surfaces)
            .forEach(why -> problems.add(problem(yaml, rule + "/stages", Electorate.NOBODY, why)));
        askedToo(asking).stream()
            .flatMap(
                stage -> whyNobodyCan(List.of(stage), asking, people, directory, surfaces).stream())
            .distinct()
            .forEach(why ->
                problems.add(problem(yaml, rule + "/sla/escalate/to", Electorate.NOBODY, why)));
        askable(asking).stream()
            .flatMap(
                stage -> whyNobodyCan(List.of(stage), asking, people, directory, surfaces).stream())
            .distinct()
            .forEach(why -> problems.add(problem(yaml, rule + "/stages", Electorate.NOBODY, why)));
        UnknownFunctions.of(asking, people)
            .forEach((place, names) ->
                problems.add(
                    problem(
                        yaml,
                        rule + "/stages/" + place + "/functions",
                        "unknown_function",
                        "Nobody in people.yaml has the function "
                            + String.join(", nor ", names)
                            + ".")));
        if (countsWorkingTimeOfNobody(asking, directory)) {
          problems.add(
              problem(
                  yaml,
                  rule + "/sla/clock",
                  "no_calendar",
                  "No group that this rule asks has a calendar, so all time counts as working time."
                      + " Name one for a group in people.yaml, or leave this out."));
        }
        if (!rules.get(i).chatApprove() && !surfaces.offerStrongerCheck()) {
          problems.add(
              problem(
                  yaml,
                  rule + "/chat_approve",
                  "no_stronger_check",
                  "Approving needs a passkey, and there is no console to use one on."));
        }
      }
    }
    return problems;
  }

  /// One approval of the group that a rule asks too, for each stage that may come to ask it.
  private static List<Stage> askedToo(Rule rule) {
    return rule.sla().escalation().stream()
        .flatMap(escalation ->
            rule.stages().stream()
                .map(stage -> new Stage(escalation.to(), 1, false).of(stage.functions())))
        .distinct()
        .toList();
  }

  /// One approval of each group that the people of a stage may ask too.
  private static List<Stage> askable(Rule rule) {
    return rule.stages().stream()
        .flatMap(stage ->
            stage.mayAsk().stream().map(group -> new Stage(group, 1, false).of(stage.functions())))
        .distinct()
        .toList();
  }

  private static boolean countsWorkingTimeOfNobody(Rule rule, PeopleDirectory directory) {
    return rule.sla().clock() == Sla.Clock.WORKING
        && rule.stages().stream()
            .flatMap(stage -> directory.group(stage.group()).stream())
            .noneMatch(group -> group.calendar().isPresent());
  }

  /// An agent's owner never counts, so a stage has to do without them; who the agent acts for is
  /// known with the proposal only. What no agent could ever get approved is a mistake; what one of
  /// them can is not.
  private static List<String> whyNobodyCan(
      List<Stage> stages, Rule rule, People people, PeopleDirectory directory, Surfaces surfaces) {
    List<Set<PersonId>> excluded =
        people.agents().isEmpty()
            ? List.of(Set.of())
            : people.agents().stream().map(agent -> Set.of(agent.owner())).distinct().toList();
    List<List<Finding>> findings = new ArrayList<>();
    for (Set<PersonId> owner : excluded) {
      List<Finding> why =
          new Electorate(
                  stages,
                  directory,
                  owner,
                  new AskedByFile(directory, surfaces, rule.chatApprove()))
              .whyNobodyCan();
      if (why.isEmpty()) {
        return List.of();
      }
      findings.add(why);
    }
    return findings.getFirst().stream()
        .map(finding -> finding.subject() + ": " + finding.because())
        .toList();
  }

  private static FileProblem problem(
      YamlDocument yaml, String pointer, String code, String detail) {
    return yaml.problem(pointer, detail + " (" + code + ")");
  }
}

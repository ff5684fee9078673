package dev.countersign.app.cli;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.people.Electorate;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds rules that ask a question which nobody could answer: each would refuse everything that it
/// matches.
public final class StageCheck {
  private StageCheck() {}

  public static List<FileProblem> of(YamlDocument yaml, Policy policy, People people) {
    PeopleDirectory directory = new PeopleDirectory(people);
    List<FileProblem> problems = new ArrayList<>();
    List<Rule> rules = policy.rules();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).gate() == Gate.ASK) {
        String rule = "/rules/" + i;
        whyNobodyCan(rules.get(i), directory)
            .forEach(why -> problems.add(yaml.problem(rule + "/stages", why)));
        if (!rules.get(i).chatApprove()) {
          problems.add(
              yaml.problem(
                  rule + "/chat_approve",
                  "Approving needs the stronger check, and this version offers none yet."));
        }
      }
    }
    return problems;
  }

  private static List<String> whyNobodyCan(Rule rule, PeopleDirectory directory) {
    List<String> why = new ArrayList<>();
    Electorate.whyNobodyCan(
            rule.stages(),
            directory,
            Set.of(),
            (name, account) ->
                directory.group(name).filter(g -> isAskedOn(g, account.surface())).isPresent())
        .forEach(finding -> why.add(finding.subject() + ": " + finding.because()));
    for (Stage stage : rule.stages()) {
      Optional<Group> group = directory.group(stage.group());
      if (group.isPresent() && !isAskedSomewhere(group.get())) {
        why.add(
            stage.group()
                + ": This group has no channel and is not asked directly, so nobody could be"
                + " asked.");
      }
    }
    return why;
  }

  private static boolean isAskedSomewhere(Group group) {
    return Arrays.stream(Surface.values()).anyMatch(surface -> isAskedOn(group, surface));
  }

  /// On which chats the gate runs is in another file, and who has the app in none: each place
  /// counts.
  private static boolean isAskedOn(Group group, Surface surface) {
    return switch (surface) {
      case SLACK -> group.slackChannel().isPresent();
      case TEAMS -> group.teamsChannel().isPresent() || group.teamsDirect();
      case CONSOLE -> false;
    };
  }
}

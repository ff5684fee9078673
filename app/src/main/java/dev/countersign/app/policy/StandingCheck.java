package dev.countersign.app.policy;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.StandingApproval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells of standing approvals that are sound and may not be meant so: they are over, or refuse
/// where they do not reach.
public final class StandingCheck {
  private StandingCheck() {}

  public static List<FileProblem> of(YamlDocument yaml, Policy policy, Instant now) {
    List<FileProblem> notes = new ArrayList<>();
    List<Rule> rules = policy.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      Optional<StandingApproval> standing = rule.standing();
      if (standing.isEmpty()) {
        continue;
      }
      String at = "/rules/" + i;
      String then = rule.stages().isEmpty() ? "it refuses" : "it asks";
      standing
          .get()
          .until()
          .filter(end -> !now.isBefore(end))
          .ifPresent(end ->
              notes.add(
                  yaml.problem(
                      at + "/until", "This ended at " + end + ": since then " + then + ".")));
      if (!standing.get().limits().isEmpty() && rule.stages().isEmpty()) {
        notes.add(
            yaml.problem(
                at + "/limits",
                "This rule has no stages: when a limit is used up, it refuses. With stages it would"
                    + " ask."));
      }
    }
    return notes;
  }
}

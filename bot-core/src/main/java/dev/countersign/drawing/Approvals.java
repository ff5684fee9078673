package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Durations;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Quorum;
import dev.countersign.request.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How far the approvals of a pending request are, who is asked next, and what it takes.
final class Approvals {
  private final ApprovalRequest request;
  private final Function<PersonId, Run> naming;

  Approvals(RequestRecord record, Function<PersonId, Run> naming) {
    this.request = record.request();
    this.naming = naming;
  }

  int required() {
    return request.stages().stream().mapToInt(Stage::required).sum();
  }

  int given() {
    return request.quorum().approved().stream().mapToInt(Integer::intValue).sum();
  }

  /// Empty where one approval is all that it takes.
  Optional<Section> progress() {
    return required() == 1 ? Optional.empty() : Optional.of(Section.Lines.of(line()));
  }

  private List<Run> line() {
    List<Run> line = new ArrayList<>();
    line.add(
        Run.strong(
            "Approvals "
                + "●".repeat(given())
                + "○".repeat(required() - given())
                + " "
                + given()
                + " of "
                + required()));
    for (Vote vote : request.votes()) {
      line.add(Run.words("  ·  "));
      line.addAll(Mentions.of(vote, naming));
      line.add(Run.words(" at "));
      line.add(new Run.Moment(vote.at()));
    }
    if (!request.quorum().open().isEmpty()) {
      line.add(Run.words("  ·  next: " + next()));
    }
    return line;
  }

  /// The groups of the step that is open. Of several each with its own approvals: as long whichever
  /// of them decides first, see [CardsToCome].
  private String next() {
    Quorum quorum = request.quorum();
    List<Integer> step = quorum.openStep();
    if (step.size() == 1) {
      return request.stages().get(step.getFirst()).group().value();
    }
    return step.stream()
        .map(stage -> {
          int given = quorum.approved().get(stage);
          Stage asked = request.stages().get(stage);
          return asked.group() + " " + "●".repeat(given) + "○".repeat(asked.required() - given);
        })
        .collect(Collectors.joining(", "));
  }

  /// Who has to approve, for the small print.
  String requirements() {
    return request.stages().stream()
        .map(stage -> (stage.together() ? " and " : ", then ") + requirement(stage))
        .collect(Collectors.joining())
        .substring(", then ".length());
  }

  static String requirement(Stage stage) {
    return "any "
        + stage.required()
        + " of "
        + stage.group()
        + (stage.distinctFunction() ? " (another function)" : "")
        + (stage.functions().isEmpty()
            ? ""
            : " with function " + String.join(" or ", stage.functions()))
        + stage.voteWindow().map(window -> " within " + Durations.text(window)).orElse("")
        + stage
            .escalation()
            .map(other -> " (after " + Durations.text(other.after()) + " also " + other.to() + ")")
            .orElse("")
        + (stage.mayAsk().isEmpty()
            ? ""
            : " (may also ask "
                + stage.mayAsk().stream().map(GroupName::value).collect(Collectors.joining(" or "))
                + ")");
  }
}

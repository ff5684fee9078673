package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Seat;
import dev.countersign.request.Widening;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Whom the stages of the step that is open ask beside their own groups, and why: said where people
/// decide, so that all groups know of each other.
final class AskedToo {
  private final ApprovalRequest request;
  private final Pending pending;
  private final Function<PersonId, Run> naming;

  private AskedToo(ApprovalRequest request, Pending pending, Function<PersonId, Run> naming) {
    this.request = request;
    this.pending = pending;
    this.naming = naming;
  }

  /// @param naming how those are shown who asked another group
  static List<Section> of(ApprovalRequest request, Function<PersonId, Run> naming) {
    return request.state() instanceof Pending pending
        ? new AskedToo(request, pending, naming).sections()
        : List.of();
  }

  /// Whether people of an open stage may ask a group that it does not ask yet.
  static boolean isMore(ApprovalRequest request) {
    List<Seat> wanted = request.wanted();
    return request.quorum().open().stream()
        .anyMatch(open ->
            request.stages().get(open).mayAsk().stream()
                .anyMatch(group -> !wanted.contains(new Seat(open, group))));
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    List<Integer> step = request.quorum().openStep();
    List<String> byTime =
        step.stream()
            .filter(pending.escalated()::contains)
            .map(request.stages()::get)
            .flatMap(stage ->
                stage.escalation().stream()
                    .map(other ->
                        "%s did not decide in time, so %s may decide, too."
                            .formatted(stage.group(), other.to())))
            .toList();
    if (!byTime.isEmpty()) {
      sections.add(
          Section.Lines.of(
              List.of(Run.strong("Escalated: "), Run.words(String.join(" ", byTime)))));
    }
    pending.widened().stream()
        .filter(one -> step.contains(one.stage()))
        .map(one -> Section.Lines.of(byHand(one)))
        .forEach(sections::add);
    return sections;
  }

  private List<Run> byHand(Widening one) {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Escalated by "));
    line.add(naming.apply(one.by()));
    line.add(Run.words(" at "));
    line.add(new Run.Moment(one.at()));
    line.add(Run.strong(": " + request.stages().get(one.stage()).group() + " → " + one.to()));
    one.note()
        .ifPresent(note -> {
          line.add(Run.words("  ·  "));
          line.add(Run.supplied(note));
        });
    return line;
  }
}

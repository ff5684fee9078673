package dev.countersign.request;

import dev.countersign.policy.Stage;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// When time asks for something of a request that waits for people: a reminder, another group, its
/// end. A pure function of the request, so that nothing has to be remembered beside it.
public final class Timetable {
  private final ApprovalRequest request;
  private final Pending pending;

  private Timetable(ApprovalRequest request, Pending pending) {
    this.request = request;
    this.pending = pending;
  }

  static Timetable of(ApprovalRequest request, Pending pending) {
    return new Timetable(request, pending);
  }

  /// When time next asks for something; empty once the request is decided.
  public static Optional<Instant> due(ApprovalRequest request) {
    return request.state() instanceof Pending pending
        ? Optional.of(new Timetable(request, pending).next())
        : Optional.empty();
  }

  /// What time asks for by a moment: the end before all else; another group before a reminder,
  /// which is then for that group, too. Empty when it asks for nothing yet.
  public static Optional<RequestEvent> event(ApprovalRequest request, Instant at) {
    return request.state() instanceof Pending pending
        ? new Timetable(request, pending).event(at)
        : Optional.empty();
  }

  private Optional<RequestEvent> event(Instant at) {
    if (!at.isBefore(request.deadline())) {
      return Optional.of(new RequestEvent.DeadlinePassed(at));
    }
    Optional<Escalating> escalating = nextEscalation();
    if (escalating.filter(next -> !at.isBefore(next.at())).isPresent()) {
      return Optional.of(new RequestEvent.Escalated(escalating.get().stage(), at));
    }
    OptionalInt reminder = reminderDue(at);
    return reminder.isPresent()
        ? Optional.of(new RequestEvent.Reminded(reminder.getAsInt(), at))
        : Optional.empty();
  }

  /// The next moment of any kind.
  private Instant next() {
    return Stream.of(
            nextReminder().stream().mapToObj(this::remindedAt),
            nextEscalation().stream().map(Escalating::at),
            Stream.of(request.deadline()))
        .flatMap(moments -> moments)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /// Which of the reminders has come last by this moment, of those that are not over; counted from
  /// 1.
  private OptionalInt reminderDue(Instant at) {
    return IntStream.rangeClosed(pending.reminded() + 1, request.remindAt().size())
        .filter(number -> !at.isBefore(remindedAt(number)))
        .max();
  }

  private OptionalInt nextReminder() {
    return pending.reminded() < request.remindAt().size()
        ? OptionalInt.of(pending.reminded() + 1)
        : OptionalInt.empty();
  }

  /// @param number from 1 to the number of reminders
  Instant remindedAt(int number) {
    Duration time = Duration.between(request.openedAt(), request.deadline());
    return request
        .openedAt()
        .plus(time.multipliedBy(request.remindAt().get(number - 1)).dividedBy(100));
  }

  private record Escalating(int stage, Instant at) {}

  /// Of the stages that are open the one that asks another group next.
  private Optional<Escalating> nextEscalation() {
    return request.quorum().open().stream()
        .flatMap(stage -> escalatesAt(stage).stream().map(at -> new Escalating(stage, at)))
        .min(Comparator.comparing(Escalating::at).thenComparingInt(Escalating::stage));
  }

  /// When a stage that is open asks another group; empty where it never does, or does already,
  /// because of time or because somebody asked that group.
  Optional<Instant> escalatesAt(int stage) {
    return pending.escalated().contains(stage)
        ? Optional.empty()
        : request
            .stages()
            .get(stage)
            .escalation()
            .filter(escalation ->
                pending.widened().stream()
                    .noneMatch(one -> one.asks(new Seat(stage, escalation.to()))))
            .map(escalation -> openSince(stage).plus(escalation.after()));
  }

  /// The stages of a step open with the last approval of those before it.
  private Instant openSince(int stage) {
    int first =
        Stage.steps(request.stages()).stream()
            .filter(step -> step.contains(stage))
            .map(List::getFirst)
            .findFirst()
            .orElse(stage);
    return request.votes().stream()
        .filter(vote -> vote.stage() < first)
        .map(Vote::at)
        .max(Instant::compareTo)
        .orElse(request.openedAt());
  }
}

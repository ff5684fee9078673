package dev.countersign.execution;

import dev.countersign.audit.EventCodec;
import dev.countersign.card.PostedCard;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.proposal.RecordImage;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.DryRunFinding;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.ReadBackFinding;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestEvent.ExecutionFailed;
import dev.countersign.request.RequestEvent.ExecutionLost;
import dev.countersign.request.RequestEvent.ExecutionReadBack;
import dev.countersign.request.RequestEvent.ExecutionSucceeded;
import dev.countersign.request.RequestEvent.ExecutionTriedOut;
import dev.countersign.request.RequestEvent.ExecutionWaits;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an attempt to execute writes into the record: pure functions of the record and of what was
/// found or came of it.
final class ExecutionStep {
  /// How an execution outside ends of which nobody heard in time.
  static final String NO_RESULT = "no_result_reported";

  private ExecutionStep() {}

  /// What follows from a step that is committed.
  sealed interface Next {
    record Send(Started started) implements Next {}

    record Wait(String connection, String code, Duration pause) implements Next {}

    /// @param detail for the log; empty where the code says all
    record Ended(String connection, ExecutionEnd end, String code, String detail) implements Next {}

    /// Nothing may be written or sent.
    record Unsound(String connection, String place, String why) implements Next {}

    /// Another grant took the place of one that had lapsed.
    record Renewed() implements Next {}

    /// Another attempt has the grant.
    record Spent() implements Next {}

    record Nothing() implements Next {}
  }

  /// Who tells of a step, and what more its entry says.
  record Voice(String actor, JsonObject more) {
    static final Voice GATE = new Voice("gate", JsonObject.EMPTY);
  }

  static Step<Next> start(RequestRecord record, Attempt attempt, Start start) {
    Instant now = record.now();
    String connection = connection(record);
    return switch (start) {
      case Start.Redeem(var granted) -> redeem(record, granted, attempt);
      case Start.Renew(var issue) -> renew(record, issue);
      case Start.Wait(var code, var pause, var told) -> {
        Next.Wait wait = new Next.Wait(connection, code, pause);
        yield told.map(limit -> waits(record, limit, wait)).orElseGet(() -> Step.nothing(wait));
      }
      case Start.Redeemed(var at) -> Step.nothing(new Next.Send(new Started(record, at)));
      case Start.WorkerLost(var lost) ->
          ended(
              record,
              new ExecutionLost(lost, "worker_lost", 0, now),
              new Next.Ended(connection, ExecutionEnd.UNKNOWN, "worker_lost", ""));
      case Start.Unreported(var silent) ->
          ended(
              record,
              new ExecutionLost(silent, NO_RESULT, 0, now),
              new Next.Ended(connection, ExecutionEnd.UNKNOWN, NO_RESULT, ""));
      case Start.Spent _ -> Step.nothing(new Next.Spent());
      case Start.TooSlow _ ->
          ended(
              record,
              new ExecutionFailed(attempt.id(), "worker_too_slow", 0, now),
              new Next.Ended(connection, ExecutionEnd.FAILED, "worker_too_slow", ""));
      case Start.Barred(var code, var detail) ->
          ended(
              record,
              new ExecutionBarred(code, now),
              new Next.Ended(connection, ExecutionEnd.BARRED, code, detail));
      case Start.Unsound(var place, var why) ->
          Step.nothing(new Next.Unsound(connection, place, why));
      case Start.Nothing _ -> Step.nothing(new Next.Nothing());
    };
  }

  /// Told once: what is drawn then holds until it runs.
  private static Step<Next> waits(RequestRecord record, Turn.Limit limit, Next.Wait wait) {
    Instant now = record.now();
    var event =
        new ExecutionWaits(
            new Execution.Waiting(
                limit.most(),
                limit.per(),
                now.plus(wait.pause()).truncatedTo(ChronoUnit.MILLIS),
                now));
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused _ -> Step.nothing(wait);
      case Transition.Result.Moved(var next) ->
          step(record, event, next, Voice.GATE, Optional.empty()).answering(wait);
    };
  }

  private static Step<Next> redeem(RequestRecord record, Granted granted, Attempt attempt) {
    GrantRedeemed event = new GrantRedeemed(granted.grant(), attempt.id(), record.now());
    // No card is drawn for it: the next one says how it ended.
    return unseen(
            record,
            event,
            Transition.move(record.request(), event),
            new Voice(attempt.actor(), record.freezing().noted().build()))
        .redeeming(granted.grant(), attempt.id())
        .before(granted.expiresAt())
        .answeringAfter(after -> new Next.Send(new Started(after, record.now())));
  }

  private static Step<Next> renew(RequestRecord record, GrantIssuer.Issue issue) {
    Step.Draft draft =
        Step.on(record).moving(issue.request(), issue.fact()).ordering(issue.deliveries());
    issue.grant().ifPresent(draft::granting);
    return draft.answering(new Next.Renewed());
  }

  private static Step<Next> ended(RequestRecord record, RequestEvent event, Next.Ended ended) {
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused _ -> Step.nothing(new Next.Nothing());
      case Transition.Result.Moved(var next) ->
          step(record, event, next, Voice.GATE, Optional.empty()).answering(ended);
    };
  }

  /// @return whether this end stands in the record
  static Step<Boolean> report(RequestRecord record, ExecutionId attempt, Outcome outcome) {
    return report(record, attempt, outcome, Voice.GATE, Set.of());
  }

  /// @param more beside the cards
  /// @return whether this end stands in the record
  static Step<Boolean> report(
      RequestRecord record,
      ExecutionId attempt,
      Outcome outcome,
      Voice voice,
      Set<DeliveryOrder> more) {
    Instant at = record.now();
    RequestEvent event =
        switch (outcome) {
          case Outcome.Succeeded(int status, var request, var answer, _, var left) ->
              new ExecutionSucceeded(attempt, status, request, answer, at, left);
          case Outcome.Failed(var code, int status) ->
              new ExecutionFailed(attempt, code, status, at);
          case Outcome.RecordChanged _ ->
              new ExecutionFailed(attempt, Execution.RECORD_CHANGED, 0, at);
          case Outcome.Unknown(var code, int status) ->
              new ExecutionLost(attempt, code, status, at);
        };
    return switch (Transition.apply(record.request(), event)) {
      // An end that somebody else reported first stands; reporting twice changes nothing.
      case Transition.Result.Refused _ -> Step.nothing(isReported(record, attempt, outcome));
      case Transition.Result.Moved(var next) -> {
        Optional<Image> image = image(record, outcome);
        Step.Draft step = step(record, event, next, voice, image).ordering(more);
        if (image.filter(it -> it.member() == Image.Member.FOUND).isPresent()) {
          step.ordering(Set.of(new DeliveryOrder(DeliveryKind.ASK_ANEW, "")));
        }
        yield step.answering(true);
      }
    };
  }

  /// @param unread the success of this record that nobody has looked after yet
  /// @return what is told now; empty where nothing is
  static Step<Optional<ReadBackFinding>> readBack(
      RequestRecord record, Optional<Execution.Succeeded> unread, TargetLook look) {
    if (unread.isEmpty()) {
      return Step.nothing(Optional.empty());
    }
    JsonObject.Builder more = JsonObject.builder();
    ReadBackFinding finding =
        switch (look) {
          case TargetLook.AsApproved _ -> ReadBackFinding.CONFIRMED;
          case TargetLook.Differs(var where) -> {
            more.put("differs", JsonArray.ofStrings(where));
            yield ReadBackFinding.DIFFERS;
          }
          case TargetLook.NotRead _ -> ReadBackFinding.NOT_READ;
          case TargetLook.NotYet _ ->
              throw new IllegalArgumentException("nobody has looked, so there is nothing to tell");
        };
    var event =
        new ExecutionReadBack(
            unread.get().attempt(),
            finding,
            look instanceof TargetLook.NotRead(var code) ? Optional.of(code) : Optional.empty(),
            record.now());
    return step(
            record,
            event,
            Transition.move(record.request(), event),
            new Voice("gate", more.build()),
            Optional.empty())
        .answering(Optional.of(finding));
  }

  /// @param isUntried whether this record is a dry run of which nobody has asked the target yet
  /// @return what is told now; empty where nothing is
  static Step<Optional<DryRunFinding>> tried(
      RequestRecord record, boolean isUntried, TargetTrial trial) {
    if (!isUntried) {
      return Step.nothing(Optional.empty());
    }
    var event =
        new ExecutionTriedOut(new Execution.DryRun(trial.finding(), trial.code(), record.now()));
    return step(
            record, event, Transition.move(record.request(), event), Voice.GATE, Optional.empty())
        .answering(Optional.of(trial.finding()));
  }

  /// What was read of a record, as the entry of the end tells it.
  private record Image(Member member, RecordImage record) {
    enum Member {
      /// Before the change.
      BEFORE,
      /// Instead of what people saw.
      FOUND
    }
  }

  /// Only of what people approved: an agent reads its entries, and would learn by asking for
  /// changes that nobody looks at what records hold.
  private static Optional<Image> image(RequestRecord record, Outcome outcome) {
    boolean approved =
        record.request().state() instanceof Approved(var basis, _, _)
            && basis.mode() == GrantMode.QUORUM;
    Optional<Image> read =
        switch (outcome) {
          case Outcome.Succeeded(_, _, _, var before, _) ->
              before.map(image -> new Image(Image.Member.BEFORE, image));
          case Outcome.RecordChanged(var now) -> Optional.of(new Image(Image.Member.FOUND, now));
          case Outcome.Failed _, Outcome.Unknown _ -> Optional.empty();
        };
    return read.filter(image -> approved && image.record().isKept());
  }

  /// Whether an earlier try landed after all, and only its answer was lost.
  private static boolean isReported(RequestRecord record, ExecutionId attempt, Outcome outcome) {
    return record.request().state() instanceof Approved approved
        && switch (approved.execution()) {
          case Execution.Succeeded end ->
              end.attempt().equals(attempt) && outcome instanceof Outcome.Succeeded;
          case Execution.Unknown end ->
              end.attempt().equals(attempt) && outcome instanceof Outcome.Unknown;
          case Execution.Failed(var code, int status, _, _) ->
              outcome.equals(new Outcome.Failed(code, status))
                  || (code.equals(Execution.RECORD_CHANGED)
                      && outcome instanceof Outcome.RecordChanged);
          case Execution.NotGranted _,
              Granted _,
              Running _,
              Execution.Reconciled _,
              Execution.Skipped _ ->
              false;
        };
  }

  private static Step.Draft step(
      RequestRecord record,
      RequestEvent event,
      ApprovalRequest next,
      Voice voice,
      Optional<Image> image) {
    return unseen(record, event, next, telling(voice, image))
        .ordering(CardOrders.onceDecided(record))
        .ordering(reminders(record, next));
  }

  /// Whoever can say what happened is reminded of it below each card that stands.
  private static Set<DeliveryOrder> reminders(RequestRecord record, ApprovalRequest next) {
    return next.state() instanceof Approved(_, _, Execution.Unknown _)
        ? record.cards().stream()
            .map(PostedCard::address)
            .map(place -> new DeliveryOrder(DeliveryKind.REMIND, place.toString()))
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  private static Voice telling(Voice voice, Optional<Image> image) {
    return image
        .map(it ->
            new Voice(
                voice.actor(), voice.more().with(WireName.of(it.member()), it.record().toJson())))
        .orElse(voice);
  }

  private static Step.Draft unseen(
      RequestRecord record, RequestEvent event, ApprovalRequest next, Voice voice) {
    JsonObject.Builder more =
        JsonObject.builder()
            .put("action", record.request().action().value())
            .put("connection", connection(record));
    voice.more().members().forEach(more::put);
    return Step.on(record).moving(next, EventCodec.fact(event, voice.actor(), more.build()));
  }

  private static String connection(RequestRecord record) {
    return record.proposal().action().targetSystem();
  }
}

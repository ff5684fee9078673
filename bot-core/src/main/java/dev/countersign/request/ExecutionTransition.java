package dev.countersign.request;

import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestEvent.DeadlinePassed;
import dev.countersign.request.RequestEvent.Escalated;
import dev.countersign.request.RequestEvent.EscalatedBy;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestEvent.ExecutionFailed;
import dev.countersign.request.RequestEvent.ExecutionLost;
import dev.countersign.request.RequestEvent.ExecutionReadBack;
import dev.countersign.request.RequestEvent.ExecutionReconciled;
import dev.countersign.request.RequestEvent.ExecutionSkipped;
import dev.countersign.request.RequestEvent.ExecutionSucceeded;
import dev.countersign.request.RequestEvent.ExecutionTriedOut;
import dev.countersign.request.RequestEvent.ExecutionWaits;
import dev.countersign.request.RequestEvent.Extended;
import dev.countersign.request.RequestEvent.GlassBroken;
import dev.countersign.request.RequestEvent.GlassEnded;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestEvent.ReachedNobody;
import dev.countersign.request.RequestEvent.Reminded;
import dev.countersign.request.RequestEvent.SupersededBy;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.RequestEvent.WithdrawnByAgent;
import java.util.Optional;

/// The rows of the table below an approval: from an execution and an event to the next execution or
/// a refusal. Each event is one function.
final class ExecutionTransition {
  private ExecutionTransition() {}

  sealed interface Result {
    record Moved(Execution execution) implements Result {}

    record Refused(Refusal reason) implements Result {}
  }

  static Result apply(Execution execution, RequestEvent event) {
    return switch (event) {
      case Voted _,
          DeadlinePassed _,
          Reminded _,
          Escalated _,
          EscalatedBy _,
          Extended _,
          GlassBroken _,
          ReachedNobody _,
          WithdrawnByAgent _ ->
          refused(Refusal.ALREADY_DECIDED);
      case GlassEnded _ -> refused(Refusal.GRANT_NOT_LIVE); // known to the table above
      case SupersededBy follows -> on(execution, follows);
      case GrantIssued issued -> on(execution, issued);
      case GrantRedeemed redeemed -> on(execution, redeemed);
      case ExecutionSucceeded succeeded -> on(execution, succeeded);
      case ExecutionFailed failed -> on(execution, failed);
      case ExecutionLost lost -> on(execution, lost);
      case ExecutionReconciled looked -> on(execution, looked);
      case ExecutionReadBack looked -> on(execution, looked);
      case ExecutionTriedOut tried -> on(execution, tried);
      case ExecutionWaits waits -> on(execution, waits);
      case ExecutionBarred barred -> on(execution, barred);
      case ExecutionSkipped skipped -> on(execution, skipped);
    };
  }

  private static Result on(Execution execution, GrantIssued issued) {
    return switch (execution) {
      case NotGranted _ -> moved(new Granted(issued.grant(), issued.expiresAt()));
      case Granted earlier when !issued.at().isBefore(earlier.expiresAt()) ->
          moved(new Granted(issued.grant(), issued.expiresAt(), earlier.waiting()));
      case Granted _ -> refused(Refusal.GRANT_LIVE);
      case Running _, Succeeded _, Failed _, Unknown _, Reconciled _, Skipped _ ->
          refused(Refusal.GRANT_NOT_LIVE);
    };
  }

  private static Result on(Execution execution, GrantRedeemed redeemed) {
    return execution instanceof Granted live
            && live.grant().equals(redeemed.grant())
            && redeemed.at().isBefore(live.expiresAt())
        ? moved(new Running(redeemed.grant(), redeemed.attempt(), redeemed.at()))
        : refused(Refusal.GRANT_NOT_LIVE);
  }

  private static Result on(Execution execution, ExecutionSucceeded end) {
    return switch (execution) {
      case Running running when running.attempt().equals(end.attempt()) ->
          moved(succeeded(running.grant(), end));
      // The worker was given up for lost but lives: its own word about its own attempt reconciles.
      case Unknown lost when isOf(lost, end.attempt()) -> moved(succeeded(lost.grant(), end));
      case Running _, Unknown _ -> refused(Refusal.OTHER_ATTEMPT);
      case NotGranted _, Granted _, Succeeded _, Failed _, Reconciled _, Skipped _ ->
          refused(Refusal.NOT_RUNNING);
    };
  }

  /// Not where that attempt has said it already, and the target shows something else.
  private static boolean isOf(Unknown lost, ExecutionId attempt) {
    return lost.attempt().equals(attempt) && !lost.code().equals(Execution.READ_BACK_DIFFERS);
  }

  private static Succeeded succeeded(GrantId grant, ExecutionSucceeded end) {
    return new Succeeded(
        grant,
        end.attempt(),
        end.at(),
        end.status(),
        end.sent(),
        end.answer(),
        Optional.empty(),
        end.left());
  }

  private static Result on(Execution execution, ExecutionFailed end) {
    Failed next = new Failed(end.code(), end.status(), end.at());
    return switch (execution) {
      case Running running when running.attempt().equals(end.attempt()) -> moved(next);
      case Unknown lost when isOf(lost, end.attempt()) -> moved(next);
      case Running _, Unknown _ -> refused(Refusal.OTHER_ATTEMPT);
      case NotGranted _, Granted _, Succeeded _, Failed _, Reconciled _, Skipped _ ->
          refused(Refusal.NOT_RUNNING);
    };
  }

  private static Result on(Execution execution, ExecutionLost end) {
    return switch (execution) {
      case Running running when running.attempt().equals(end.attempt()) ->
          moved(new Unknown(running.grant(), end.attempt(), end.code(), end.status(), end.at()));
      case Running _ -> refused(Refusal.OTHER_ATTEMPT);
      case NotGranted _, Granted _, Succeeded _, Failed _, Unknown _, Reconciled _, Skipped _ ->
          refused(Refusal.NOT_RUNNING);
    };
  }

  private static Result on(Execution execution, ExecutionReconciled looked) {
    return switch (execution) {
      case Unknown lost ->
          moved(
              new Reconciled(
                  lost.grant(),
                  lost.attempt(),
                  looked.happened(),
                  looked.by(),
                  looked.note(),
                  looked.at()));
      case NotGranted _, Granted _, Running _, Succeeded _, Failed _, Reconciled _, Skipped _ ->
          refused(Refusal.NOT_UNKNOWN);
    };
  }

  private static Result on(Execution execution, ExecutionReadBack looked) {
    return switch (execution) {
      case Succeeded done when !done.attempt().equals(looked.attempt()) ->
          refused(Refusal.OTHER_ATTEMPT);
      case Succeeded done when done.readBack().isPresent() -> refused(Refusal.ALREADY_DONE);
      case Succeeded done ->
          moved(
              looked.finding() == ReadBackFinding.DIFFERS
                  ? new Unknown(
                      done.grant(),
                      done.attempt(),
                      Execution.READ_BACK_DIFFERS,
                      done.status(),
                      looked.at())
                  : done.with(new Execution.ReadBack(looked.code(), looked.at())));
      case NotGranted _, Granted _, Running _, Failed _, Unknown _, Reconciled _, Skipped _ ->
          refused(Refusal.NOT_SUCCEEDED);
    };
  }

  private static Result on(Execution execution, ExecutionTriedOut tried) {
    return switch (execution) {
      case Skipped(var reason, var at, var found) when reason.equals(Execution.DRY_RUN) ->
          found.isPresent()
              ? refused(Refusal.ALREADY_DONE)
              : moved(new Skipped(reason, at, Optional.of(tried.found())));
      case NotGranted _,
          Granted _,
          Running _,
          Succeeded _,
          Failed _,
          Unknown _,
          Reconciled _,
          Skipped _ ->
          refused(Refusal.NO_DRY_RUN);
    };
  }

  private static Result on(Execution execution, ExecutionWaits waits) {
    return switch (execution) {
      case Granted(var grant, var expiresAt, var told) ->
          told.isPresent()
              ? refused(Refusal.ALREADY_DONE)
              : moved(new Granted(grant, expiresAt, Optional.of(waits.waiting())));
      case NotGranted _, Running _, Succeeded _, Failed _, Unknown _, Reconciled _, Skipped _ ->
          refused(Refusal.GRANT_NOT_LIVE);
    };
  }

  private static Result on(Execution execution, ExecutionBarred barred) {
    return switch (execution) {
      case NotGranted _, Granted _ -> moved(new Failed(barred.code(), 0, barred.at()));
      case Running _, Succeeded _, Failed _, Unknown _, Reconciled _, Skipped _ ->
          refused(Refusal.GRANT_NOT_LIVE);
    };
  }

  private static Result on(Execution execution, ExecutionSkipped skipped) {
    return switch (execution) {
      case NotGranted _ -> moved(new Skipped(skipped.reason(), skipped.at()));
      case Granted _, Running _, Succeeded _, Failed _, Unknown _, Reconciled _, Skipped _ ->
          refused(Refusal.GRANT_NOT_LIVE);
    };
  }

  /// Of what is approved, only a change that was not made because its record is another by now.
  private static Result on(Execution execution, SupersededBy follows) {
    return switch (execution) {
      case Failed(var code, int status, var at, var successor)
          when code.equals(Execution.RECORD_CHANGED) ->
          successor.isPresent()
              ? refused(Refusal.ALREADY_DONE)
              : moved(new Failed(code, status, at, Optional.of(follows.successor())));
      case NotGranted _,
          Granted _,
          Running _,
          Succeeded _,
          Failed _,
          Unknown _,
          Reconciled _,
          Skipped _ ->
          refused(Refusal.ALREADY_DECIDED);
    };
  }

  private static Result moved(Execution next) {
    return new Result.Moved(next);
  }

  private static Result refused(Refusal reason) {
    return new Result.Refused(reason);
  }
}

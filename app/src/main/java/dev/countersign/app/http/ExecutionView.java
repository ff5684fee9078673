package dev.countersign.app.http;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState;
import java.time.Instant;
import java.util.Optional;

/// What became of the action itself, as its agent reads it.
///
/// @param outcome `pending`, `executed`, `not_executed` or `unknown`
/// @param document the member `execution`; null unless approved
/// @param reason why there was no effect, or why nobody knows
record ExecutionView(String outcome, Json document, Optional<String> reason) {
  static final String PENDING = "pending";

  private static final String NOT_EXECUTED = "not_executed";

  /// With the executor outside of this gate that carries it out, and whether its end is that
  /// executor's word.
  static ExecutionView of(RequestRecord record) {
    ExecutionView view = of(record.request().state());
    Optional<String> executor = record.ruling().circumstances().executor();
    if (executor.isEmpty() || !(view.document instanceof JsonObject document)) {
      return view;
    }
    Optional<String> reportedBy = record.reportedBy();
    return new ExecutionView(
        view.outcome,
        document
            .with("executor", Json.of(executor.get()))
            .with("reported_by", Nulls.text(reportedBy)),
        view.reason.map(
            why -> reportedBy.map(who -> "Reported by " + who + ". " + why).orElse(why)));
  }

  static ExecutionView of(RequestState state) {
    return switch (state) {
      case RequestState.Pending _ -> new ExecutionView(PENDING, JsonNull.NULL, Optional.empty());
      case RequestState.Approved approved -> of(approved.execution());
      case RequestState.Rejected _,
          RequestState.Returned _,
          RequestState.Refused _,
          RequestState.Expired _,
          RequestState.Withdrawn _,
          RequestState.Superseded _ ->
          new ExecutionView(NOT_EXECUTED, JsonNull.NULL, Optional.empty());
    };
  }

  private static ExecutionView of(Execution execution) {
    return switch (execution) {
      case NotGranted _ -> plain(PENDING, new Parts("not_started"));
      case Granted(_, _, var waiting) -> plain(PENDING, new Parts("not_started").waits(waiting));
      case Running _ -> plain(PENDING, new Parts("running").attempted());
      case Succeeded succeeded ->
          plain(
              "executed",
              new Parts("succeeded")
                  .attempted()
                  .answered(succeeded.status())
                  .digest(succeeded.answer().value())
                  .finished(succeeded.at())
                  .readBack(succeeded.readBack())
                  .left(succeeded.left()));
      case Failed(var code, int status, var at, var successor) ->
          because(
              NOT_EXECUTED,
              new Parts("failed").answered(status).finished(at),
              "Not executed: "
                  + code
                  + "."
                  + successor.map(next -> " It is asked anew as " + next + ".").orElse(""));
      case Unknown(var _, var _, var code, int status, var at)
          when code.equals(Execution.READ_BACK_DIFFERS) ->
          because(
              "unknown",
              new Parts("unknown").attempted().answered(status).finished(at),
              "The target confirmed it, and shows something else when it is read back: "
                  + code
                  + ". Do not propose it again before a person has looked.");
      case Unknown(var _, var _, var code, int status, var at) ->
          because(
              "unknown",
              new Parts("unknown").attempted().answered(status).finished(at),
              "It may have had an effect and nobody knows: "
                  + code
                  + ". Do not propose it again before a person has looked.");
      case Reconciled end -> reconciled(end);
      case Skipped(var reason, var at, var tried) ->
          because(
              NOT_EXECUTED,
              new Parts("skipped").finished(at).dryRun(tried),
              "Approved and deliberately not executed: " + reason + ".");
    };
  }

  private static ExecutionView reconciled(Reconciled end) {
    return end.happened()
        ? because(
            "executed",
            new Parts("reconciled").attempted().finished(end.at()),
            "Nobody knew whether it happened; a person looked in the target system: it did.")
        : because(
            NOT_EXECUTED,
            new Parts("reconciled").attempted().finished(end.at()),
            "Nobody knew whether it happened; a person looked in the target system: it did not.");
  }

  private static ExecutionView plain(String outcome, Parts parts) {
    return new ExecutionView(outcome, parts.document, Optional.empty());
  }

  private static ExecutionView because(String outcome, Parts parts, String reason) {
    return new ExecutionView(outcome, parts.document, Optional.of(reason));
  }

  /// Starts with everything null but the status.
  private static final class Parts {
    private JsonObject document;

    Parts(String status) {
      document =
          JsonObject.builder()
              .put("status", status)
              .put("attempt", JsonNull.NULL)
              .put("http_status", JsonNull.NULL)
              .put("result_digest", JsonNull.NULL)
              .put("finished_at", JsonNull.NULL)
              .build();
    }

    /// There is one attempt at most: nothing is ever sent twice. A failure may have come before it,
    /// so `failed` does not claim one.
    Parts attempted() {
      return with("attempt", Json.of(1));
    }

    /// @param status 0 when the target did not answer
    Parts answered(int status) {
      return status == 0 ? this : with("http_status", Json.of(status));
    }

    Parts digest(String digest) {
      return with("result_digest", Json.of(digest));
    }

    Parts finished(Instant at) {
      return with("finished_at", Json.of(at.toString()));
    }

    /// Only where it waits its turn for more than a moment.
    Parts waits(Optional<Execution.Waiting> waiting) {
      return waiting
          .map(it ->
              with(
                  "waiting",
                  JsonObject.builder()
                      .put("code", it.code())
                      .put("most", it.most())
                      .put(
                          "per_seconds",
                          it.per().<Json>map(per -> Json.of(per.toSeconds())).orElse(JsonNull.NULL))
                      .put("not_before", it.notBefore())
                      .put("since", it.since())
                      .build()))
          .orElse(this);
    }

    /// Only where the target was asked, or could not be.
    Parts dryRun(Optional<Execution.DryRun> tried) {
      return tried
          .map(it ->
              with(
                  "dry_run",
                  JsonObject.builder()
                      .put("status", WireName.of(it.finding()))
                      .put("code", Nulls.text(it.code()))
                      .put("at", it.at())
                      .build()))
          .orElse(this);
    }

    /// Only where somebody has looked, or tried to.
    Parts readBack(Optional<Execution.ReadBack> found) {
      return found
          .map(it ->
              with(
                  "read_back",
                  JsonObject.builder()
                      .put("status", it.notRead().isEmpty() ? "confirmed" : "not_read")
                      .put("code", Nulls.text(it.notRead()))
                      .put("at", it.at())
                      .build()))
          .orElse(this);
    }

    /// Only where a record was made, archived or restored, and the target said by what it is known.
    Parts left(Optional<RecordMark> left) {
      return left.map(it ->
              with(
                  "record",
                  JsonObject.builder()
                      .put("key", Nulls.text(it.key()))
                      .put("version", Nulls.text(it.version()))
                      .build()))
          .orElse(this);
    }

    private Parts with(String name, Json value) {
      document = document.with(name, value);
      return this;
    }
  }
}

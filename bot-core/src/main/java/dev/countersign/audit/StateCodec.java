package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Basis;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.DryRunFinding;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.ExecutionStatus;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;
import dev.countersign.request.RequestStatus;
import dev.countersign.request.Widening;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes a request's state as a document and reads it back: how a ledger keeps it in a row.
///
/// Shape: `{"status", …what is true only then}`; below `approved` an `execution` of the same shape,
/// whose statuses are `not_granted`, `granted`, `running`, `succeeded`, `failed`, `unknown` and
/// `skipped`.
public final class StateCodec {

  private StateCodec() {}

  public static JsonObject toJson(RequestState state) {
    JsonObject.Builder json =
        JsonObject.builder().put("status", WireName.of(RequestStatus.of(state)));
    return switch (state) {
      case Pending(int reminded, var escalated, int extended, var widened) -> {
        if (reminded > 0) {
          json.put("reminded", reminded);
        }
        if (!escalated.isEmpty()) {
          json.put("escalated", JsonArray.of(escalated.stream().sorted().toList(), Json::of));
        }
        if (extended > 0) {
          json.put("extended", extended);
        }
        if (!widened.isEmpty()) {
          json.put("widened", JsonArray.of(widened, StateCodec::widening));
        }
        yield json.build();
      }
      case Approved(var basis, var at, var execution) -> {
        json.put("mode", WireName.of(basis.mode()))
            .put("at", at)
            .put("execution", toJson(execution));
        if (basis instanceof BrokenGlass glass) {
          json.put("glass", GlassCodec.toJson(glass));
        }
        yield json.build();
      }
      case Rejected(var by, var at) -> json.put("by", by.value()).put("at", at).build();
      case Returned(var by, var at, var successor) -> {
        json.put("by", by.value()).put("at", at);
        successor.ifPresent(next -> json.put("successor", next.value()));
        yield json.build();
      }
      case Refused(var at) -> json.put("at", at).build();
      // A row that says no cause was written before there was another.
      case Expired(var at, var cause, var successor) -> {
        json.put("at", at);
        if (cause != Expired.Cause.TIME_UP) {
          json.put("cause", WireName.of(cause));
        }
        successor.ifPresent(next -> json.put("successor", next.value()));
        yield json.build();
      }
      case Withdrawn(var at) -> json.put("at", at).build();
      case Superseded(var by, var at) -> json.put("by", by.value()).put("at", at).build();
    };
  }

  public static RequestState state(JsonObject json) {
    return switch (WireName.require(RequestStatus.class, json.text("status"))) {
      case PENDING -> pending(json);
      case APPROVED -> new Approved(basis(json), at(json), execution(json.object("execution")));
      case REJECTED -> new Rejected(new PersonId(json.text("by")), at(json));
      case RETURNED -> new Returned(new PersonId(json.text("by")), at(json), successor(json));
      case REFUSED -> new Refused(at(json));
      case EXPIRED ->
          new Expired(
              at(json),
              json.optionalText("cause")
                  .map(word -> WireName.require(Expired.Cause.class, word))
                  .orElse(Expired.Cause.TIME_UP),
              successor(json));
      case WITHDRAWN -> new Withdrawn(at(json));
      case SUPERSEDED -> new Superseded(new ProposalId(json.text("by")), at(json));
    };
  }

  /// Members are left out as long as they say nothing.
  private static Pending pending(JsonObject json) {
    return new Pending(
        json.has("reminded") ? Math.toIntExact(json.number("reminded")) : 0,
        json.has("escalated")
            ? json.items("escalated").stream()
                .map(stage -> Math.toIntExact(((JsonNumber) stage).longValue()))
                .collect(Collectors.toUnmodifiableSet())
            : Set.of(),
        json.has("extended") ? Math.toIntExact(json.number("extended")) : 0,
        json.optionalObjects("widened", one -> widening(one, at(one))));
  }

  /// @param at the entry's, or the member's own
  static Widening widening(JsonObject data, Instant at) {
    return new Widening(
        Math.toIntExact(data.number("stage")),
        new GroupName(data.text("to")),
        new PersonId(data.text("person")),
        data.optionalText("note"),
        at);
  }

  private static JsonObject widening(Widening one) {
    return JsonObject.builder()
        .put("stage", one.stage())
        .put("to", one.to().value())
        .put("person", one.by().value())
        .put("note", one.note().orElse(null))
        .put("at", one.at())
        .build();
  }

  public static JsonObject toJson(Execution execution) {
    JsonObject.Builder json =
        JsonObject.builder().put("status", WireName.of(ExecutionStatus.of(execution)));
    return switch (execution) {
      case NotGranted _ -> json.build();
      case Granted(var grant, var expiresAt, var waiting) -> {
        json.put("grant", grant.value()).put("expires_at", expiresAt);
        waiting.ifPresent(it -> json.put("waiting", waiting(it)));
        yield json.build();
      }
      case Running(var grant, var attempt, var since) ->
          json.put("grant", grant.value())
              .put("attempt", attempt.value())
              .put("since", since)
              .build();
      case Succeeded(
              var grant,
              var attempt,
              var at,
              int code,
              var sent,
              var answer,
              var readBack,
              var left) -> {
        json.put("grant", grant.value())
            .put("attempt", attempt.value())
            .put("at", at)
            .put("target_status", code)
            .put("sent", sent.value())
            .put("answer", answer.value());
        // Only where there is one: what nobody looked at keeps the bytes that it has always had.
        readBack.ifPresent(found -> json.put("read_back", readBack(found)));
        left.ifPresent(mark -> json.put("left", mark.toJson()));
        yield json.build();
      }
      case Failed(var code, int status, var at, var successor) -> {
        json.put("code", code).put("target_status", status).put("at", at);
        successor.ifPresent(next -> json.put("successor", next.value()));
        yield json.build();
      }
      case Unknown(var grant, var attempt, var code, int status, var at) ->
          json.put("grant", grant.value())
              .put("attempt", attempt.value())
              .put("code", code)
              .put("target_status", status)
              .put("at", at)
              .build();
      case Reconciled(var grant, var attempt, boolean happened, var by, var note, var at) ->
          json.put("grant", grant.value())
              .put("attempt", attempt.value())
              .put("happened", happened)
              .put("person", by.value())
              .put("note", note)
              .put("at", at)
              .build();
      case Skipped(var reason, var at, var tried) -> {
        json.put("reason", reason).put("at", at);
        tried.ifPresent(found ->
            json.put(
                "dry_run",
                JsonObject.builder()
                    .put("found", WireName.of(found.finding()))
                    .put("code", found.code().orElse(null))
                    .put("at", found.at())
                    .build()));
        yield json.build();
      }
    };
  }

  private static Basis basis(JsonObject json) {
    GrantMode mode = WireName.require(GrantMode.class, json.text("mode"));
    return mode == GrantMode.BREAKGLASS
        ? GlassCodec.glass(json.object("glass"))
        : new Basis.Ruled(mode);
  }

  public static Execution execution(JsonObject json) {
    return switch (WireName.require(ExecutionStatus.class, json.text("status"))) {
      case NOT_GRANTED -> new NotGranted();
      case GRANTED ->
          new Granted(
              grant(json),
              json.instant("expires_at"),
              json.optionalObject("waiting").map(told -> waiting(told, told.instant("since"))));
      case RUNNING -> new Running(grant(json), attempt(json), json.instant("since"));
      case SUCCEEDED ->
          new Succeeded(
              grant(json),
              attempt(json),
              at(json),
              targetStatus(json),
              new Digest(json.text("sent")),
              new Digest(json.text("answer")),
              json.optionalObject("read_back")
                  .map(found -> new Execution.ReadBack(found.optionalText("not_read"), at(found))),
              json.optionalObject("left").map(RecordMark::read));
      case FAILED -> new Failed(json.text("code"), targetStatus(json), at(json), successor(json));
      case UNKNOWN ->
          new Unknown(grant(json), attempt(json), json.text("code"), targetStatus(json), at(json));
      case RECONCILED ->
          new Reconciled(
              grant(json),
              attempt(json),
              json.bool("happened"),
              new PersonId(json.text("person")),
              json.text("note"),
              at(json));
      case SKIPPED ->
          new Skipped(
              json.text("reason"),
              at(json),
              json.optionalObject("dry_run").map(found -> dryRun(found, at(found))));
    };
  }

  private static JsonObject waiting(Execution.Waiting waiting) {
    JsonObject.Builder json = JsonObject.builder();
    put(json, waiting);
    return json.put("since", waiting.since()).build();
  }

  /// Without since when, which is when it is told.
  static void put(JsonObject.Builder json, Execution.Waiting waiting) {
    json.put("most", waiting.most());
    waiting.per().ifPresent(window -> json.put("per_seconds", window.toSeconds()));
    json.put("not_before", waiting.notBefore());
  }

  static Execution.Waiting waiting(JsonObject json, Instant since) {
    return new Execution.Waiting(
        Math.toIntExact(json.number("most")),
        json.has("per_seconds")
            ? Optional.of(Duration.ofSeconds(json.number("per_seconds")))
            : Optional.empty(),
        Objects.requireNonNull(json.instant("not_before")),
        since);
  }

  static Execution.DryRun dryRun(JsonObject found, Instant at) {
    return new Execution.DryRun(
        WireName.require(DryRunFinding.class, found.text("found")), found.optionalText("code"), at);
  }

  private static JsonObject readBack(Execution.ReadBack found) {
    return JsonObject.builder()
        .put("not_read", found.notRead().orElse(null))
        .put("at", found.at())
        .build();
  }

  private static Optional<ProposalId> successor(JsonObject json) {
    return json.optionalText("successor").map(ProposalId::new);
  }

  private static Instant at(JsonObject json) {
    return json.instant("at");
  }

  private static GrantId grant(JsonObject json) {
    return new GrantId(json.text("grant"));
  }

  private static ExecutionId attempt(JsonObject json) {
    return new ExecutionId(json.text("attempt"));
  }

  private static int targetStatus(JsonObject json) {
    return Math.toIntExact(json.number("target_status"));
  }
}

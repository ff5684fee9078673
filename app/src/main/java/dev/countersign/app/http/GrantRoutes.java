package dev.countersign.app.http;

import dev.countersign.execution.OutsideDesk;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Report;
import dev.countersign.execution.OutsideDesk.Reporting;
import dev.countersign.execution.OutsideDesk.Why;
import dev.countersign.execution.OutsideDesk.Work;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ProposalError;
import dev.countersign.request.GrantId;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What executors outside of the gate can do with grants, one method per route.
final class GrantRoutes {
  private final OutsideDesk desk;
  private final Changes changes;

  GrantRoutes(OutsideDesk desk, Changes changes) {
    this.desk = desk;
    this.changes = changes;
  }

  /// With `Prefer: wait` the wait ends once there is something to redeem.
  void work(Context ctx, String executor, byte[] body) {
    Optional<Duration> wait = Preferences.waiting(Collections.list(ctx.req().getHeaders("Prefer")));
    Changes.Looked<List<Work>> looked =
        changes.awaitSome(
            wait.orElse(Duration.ZERO),
            () -> desk.work(executor),
            work -> work.stream().anyMatch(each -> each.reportBy().isEmpty()));
    if (wait.isPresent() && looked.waited()) {
      ctx.header("Preference-Applied", Preferences.applied(wait.get()));
    }
    Answers.send(
        ctx,
        200,
        JsonObject.builder().put("items", JsonArray.of(looked.found(), GrantRoutes::view)).build());
  }

  private static JsonObject view(Work work) {
    return JsonObject.builder()
        .put("id", work.grant().value())
        .put("status", work.reportBy().isEmpty() ? "waiting" : "redeemed")
        .put("proposal", work.request().value())
        .put("target_system", work.targetSystem())
        .put("action_digest", work.action().value())
        .put("token", work.token())
        .put("expires_at", work.expiresAt().toString())
        .put("report_by", Nulls.text(work.reportBy().map(Instant::toString)))
        .build();
  }

  void redeem(Context ctx, String executor, byte[] body) {
    Digest action = redemption(body);
    switch (desk.redeem(executor, grant(ctx), action, ProposalRoutes.idempotencyKey(ctx))) {
      case Redeeming.Redeemed redeemed -> {
        ctx.header("Countersign-Execution", redeemed.execution().value());
        ctx.header("Countersign-Idempotency-Key", redeemed.idempotencyKey());
        ctx.header("Countersign-Report-By", redeemed.reportBy().toString());
        if (redeemed.again()) {
          ctx.header("Idempotency-Replayed", "true");
        }
        // The very bytes that people approved, and whose digest the executor knows.
        Answers.send(ctx, 200, Answers.JSON, redeemed.action().canonical());
      }
      case Redeeming.Refused(var why, var code, var pause) -> {
        Problem problem = problem(why);
        Problem reasoned =
            code.equals(problem.code()) ? problem : problem.member("reason", Json.of(code));
        Problems.answer(ctx, pause.map(reasoned::retryAfter).orElse(reasoned));
      }
    }
  }

  void report(Context ctx, String executor, byte[] body) {
    GrantId grant = grant(ctx);
    switch (desk.report(executor, grant, result(body))) {
      case Reporting.Recorded(var request) ->
          Answers.send(
              ctx,
              200,
              JsonObject.builder()
                  .put("id", grant.value())
                  .put("proposal", request.value())
                  .put("recorded", true)
                  .build());
      case Reporting.Refused(var why) -> Problems.answer(ctx, problem(why));
    }
  }

  static Problem problem(Why why) {
    return Problem.of(
        why == Why.UNKNOWN_GRANT ? 404 : 409,
        WireName.of(why),
        switch (why) {
          case UNKNOWN_GRANT -> "this executor has no grant by that id";
          case OTHER_ACTION -> "the grant is for another action: execute nothing";
          case GRANT_REPLACED -> "the grant has lapsed: ask for work again";
          case ALREADY_REDEEMED -> "another attempt has redeemed it: execute nothing";
          case ALREADY_ENDED -> "how it ended is recorded already, and stays";
          case NOT_REDEEMED -> "nothing is executed, and reported, before it is redeemed";
          case NOT_YET -> "it may be redeemed later; see reason";
          case BARRED -> "it is not to be executed any more; see reason";
        });
  }

  private static GrantId grant(Context ctx) {
    try {
      return new GrantId(ctx.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw problem(Why.UNKNOWN_GRANT).thrown();
    }
  }

  private static Digest redemption(byte[] body) {
    return read(
        body,
        form -> {
          form.require("action_digest");
          return form.parsed("action_digest", Digest::new, "malformed", "a digest is expected");
        });
  }

  private static Report result(byte[] body) {
    return read(
        body,
        form -> {
          form.require("status");
          Optional<OutsideDesk.Result> result =
              form.parsed(
                  "status",
                  text -> WireName.require(OutsideDesk.Result.class, text),
                  "malformed",
                  "this must be succeeded, failed or unknown");
          Optional<String> code =
              form.parsed(
                  "code",
                  text -> sound(text, Report.isCode(text)),
                  "malformed",
                  "1 to 40 lower-case letters, digits and _ are expected, the first a letter");
          int status = form.integer("http_status", 100, 599).orElse(0);
          Optional<String> detail =
              form.parsed(
                  "detail",
                  text -> sound(text, text.length() <= Report.MAX_DETAIL),
                  "too_long",
                  "at most " + Report.MAX_DETAIL + " characters are expected");
          return result.map(how -> new Report(how, code, status, detail));
        });
  }

  private static String sound(String text, boolean isSound) {
    if (!isSound) {
      throw new IllegalArgumentException("not such a text");
    }
    return text;
  }

  private static <T> T read(byte[] body, Function<JsonForm, Optional<T>> reader) {
    List<ProposalError> errors = new ArrayList<>();
    try {
      if (CanonicalJson.parse(body) instanceof JsonObject object) {
        JsonForm form =
            new JsonForm(
                object, "", (at, code, detail) -> errors.add(new ProposalError(at, code, detail)));
        Optional<T> read = reader.apply(form);
        form.close();
        if (errors.isEmpty() && read.isPresent()) {
          return read.get();
        }
      }
    } catch (JsonRefusedException e) {
      throw Problems.of(new IntakeResult.Malformed(e.code(), e.pointer(), e.offset(), e.detail()))
          .thrown();
    }
    throw Problem.of(422, "invalid_body", "the body is not what this route takes")
        .errors(errors)
        .thrown();
  }
}

package dev.countersign.app.http;

import dev.countersign.intake.IntakeResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.proposal.ProposalError;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.Ulid;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which [Problem] stands for what went wrong.
final class Problems {
  /// When a caller may try again after our own trouble.
  static final Duration RETRY = Duration.ofSeconds(2);

  /// When a place may be free again where too many wait for people.
  static final Duration RETRY_BUDGET = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final Ulid errorIds;

  Problems(InstantSource clock) {
    this.errorIds = new Ulid(clock, new SecureRandom());
  }

  void handleIn(RoutesConfig routes) {
    routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e.problem()));
    routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, routing(e)));
    routes.exception(LedgerUnavailableException.class, (e, ctx) -> answer(ctx, unavailable(e)));
    routes.exception(DamagedRecordException.class, (e, ctx) -> answer(ctx, damaged(e)));
    routes.exception(Exception.class, (e, ctx) -> answer(ctx, fault(e)));
  }

  static void answer(Context ctx, Problem problem) {
    problem.headers().forEach(ctx::header);
    Answers.send(ctx, problem.status(), Problem.CONTENT_TYPE, problem.document());
  }

  private static Problem routing(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 -> unknownRoute();
      case 405 -> methodNotAllowed(e.getDetails().getOrDefault("availableMethods", ""));
      default -> Problem.of(e.getStatus(), "refused", "the request was refused");
    };
  }

  static Problem unknownRoute() {
    return Problem.of(404, "not_found", "nothing answers at this path");
  }

  static Problem methodNotAllowed(String allowed) {
    return Problem.of(405, "method_not_allowed", "see the Allow header").header("Allow", allowed);
  }

  private static Problem unavailable(LedgerUnavailableException e) {
    log.warn("the ledger is unavailable: {}", e.getMessage());
    return Problem.of(
            503,
            "ledger_unavailable",
            "the ledger cannot answer now; repeat with the same Idempotency-Key")
        .retryAfter(RETRY);
  }

  /// Asking again changes nothing before an operator has looked, so nothing here says that it
  /// would.
  private static Problem damaged(DamagedRecordException e) {
    log.error("asked for what is damaged: {}", e.getMessage());
    return Problem.of(
        500,
        e.code(),
        "what is stored of this proposal is not as it was written; nobody can decide it, nothing is"
            + " executed on it, and an operator has to look");
  }

  /// The one place where an unexpected exception is logged; it may quote what was sent only as far
  /// as our own exceptions do, which is not at all.
  Problem fault(Throwable fault) {
    String id = "err_" + errorIds.next();
    log.error("unexpected, {}", id, fault);
    return Problem.of(500, "internal_error", "the gate failed; its log knows more by error_id")
        .member("error_id", Json.of(id));
  }

  /// For errors of the virtual machine, which no route's exception handler sees.
  void handle(HttpServletResponse response, Error error) {
    Problem problem = fault(error);
    response.setStatus(problem.status());
    response.setContentType(Problem.CONTENT_TYPE);
    try {
      response.getOutputStream().write(CanonicalJson.bytes(problem.document()));
    } catch (IOException e) {
      log.debug("nobody was left to be told of {}", problem.code());
    }
  }

  static Problem of(IntakeResult.Malformed malformed) {
    return malformed.code().equals("too_large")
        ? bodyTooLarge(ProposalReader.MAX_BODY_BYTES)
        : Problem.of(400, malformed.code(), malformed.detail())
            .errors(
                List.of(
                    new ProposalError(malformed.pointer(), malformed.code(), malformed.detail())))
            .member("offset", Json.of(malformed.offset()));
  }

  static Problem of(IntakeResult.Invalid invalid) {
    return Problem.of(422, "invalid_proposal", "the body is not a proposal.v1")
        .errors(invalid.errors());
  }

  static Problem of(IntakeResult.Declined declined) {
    int status =
        switch (declined.reason().kind()) {
          case FORBIDDEN -> 403;
          case UNPROCESSABLE -> 422;
          case CONFLICT -> 409;
          case TOO_MANY -> 429;
          case UNAVAILABLE -> 503;
        };
    Problem problem = Problem.of(status, declined.reason().code(), declined.detail());
    Problem told =
        declined.pointer().isEmpty()
            ? problem
            : problem.errors(
                List.of(
                    new ProposalError(
                        declined.pointer(), declined.reason().code(), declined.detail())));
    return status == 429 || status == 503
        ? told.retryAfter(declined.again().orElse(RETRY_BUDGET))
        : told;
  }

  /// @param most bytes
  static Problem bodyTooLarge(int most) {
    return Problem.of(413, "too_large", "a body has at most " + most + " bytes");
  }

  /// The same for a missing, a malformed, an unknown and a wrong key.
  static Problem unauthenticated() {
    return Problem.of(401, "unauthenticated", "a valid key is required: Authorization: Bearer ck_…")
        .header("WWW-Authenticate", "Bearer realm=\"countersign\"");
  }

  /// The same for an unknown proposal and for somebody else's.
  static Problem unknownProposal() {
    return Problem.of(404, "unknown_proposal", "this agent has no proposal by that id");
  }

  static Problem badParameter(String code, String detail) {
    return Problem.of(400, code, detail);
  }
}

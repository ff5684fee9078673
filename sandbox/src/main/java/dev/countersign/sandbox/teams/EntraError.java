package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Why Entra gives no token (learn.microsoft.com/entra/identity-platform/reference-error-codes).
@SuppressWarnings("serial")
final class EntraError extends RuntimeException {
  private final Reason reason;

  enum Reason {
    UNKNOWN_TENANT(400, "invalid_request", 90002, "tenant not found"),
    UNKNOWN_APP(400, "unauthorized_client", 700016, "application was not found in the directory"),
    WRONG_SECRET(401, "invalid_client", 7000215, "invalid client secret provided"),
    NO_CREDENTIAL(
        401,
        "invalid_client",
        7000218,
        "the request body must contain 'client_assertion' or 'client_secret'"),
    WRONG_ASSERTION_SIGNATURE(401, "invalid_client", 700027, "assertion signature failed"),
    WRONG_ASSERTION_AUDIENCE(401, "invalid_client", 700023, "invalid assertion audience"),
    WRONG_ASSERTION_TIME(401, "invalid_client", 700024, "assertion not within its time range"),
    WRONG_ASSERTION_ISSUER(401, "invalid_client", 700021, "assertion issuer is not the client"),
    MALFORMED_ASSERTION(401, "invalid_client", 50027, "the token is invalid"),
    WRONG_SCOPE(400, "invalid_scope", 70011, "the scope is not valid"),
    WRONG_GRANT(400, "unsupported_grant_type", 70003, "the grant type is not supported"),
    MISSING_PARAMETER(400, "invalid_request", 900144, "a required parameter is missing");

    private final int status;
    private final String error;
    private final int code;
    private final String words;

    Reason(int status, String error, int code, String words) {
      this.status = status;
      this.error = error;
      this.code = code;
      this.words = words;
    }
  }

  EntraError(Reason reason) {
    super(reason.name().toLowerCase(Locale.ROOT), null, false, false);
    this.reason = reason;
  }

  int status() {
    return reason.status;
  }

  JsonObject toJson(Instant at) {
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    String said =
        "AADSTS%d: %s. Trace ID: %s Correlation ID: %s Timestamp: %s"
            .formatted(reason.code, reason.words, trace, correlation, at);
    return JsonObject.builder()
        .put("error", reason.error)
        .put("error_description", said)
        .put("error_codes", new JsonArray(List.of(Json.of(reason.code))))
        .put("timestamp", at.toString())
        .put("trace_id", trace)
        .put("correlation_id", correlation)
        .build();
  }
}

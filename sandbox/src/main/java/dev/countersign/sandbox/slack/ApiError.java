package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.Violation;
import java.util.List;
import java.util.Set;

/// Ends a call with one of Slack's documented error codes. [WebApi] and [ResponseUrls] turn it into
/// the answer; it never leaves the sandbox.
@SuppressWarnings("serial")
final class ApiError extends RuntimeException {
  private final String code;
  private final List<String> details;
  private final transient JsonObject beside;

  ApiError(String code, String... details) {
    this(code, List.of(details), JsonObject.EMPTY);
  }

  private ApiError(String code, List<String> details, JsonObject beside) {
    super(code, null, false, false);
    this.code = code;
    this.details = details;
    this.beside = beside;
  }

  /// @param needed one of these
  static ApiError missingScope(List<String> needed, Set<String> provided) {
    return new ApiError(
        "missing_scope",
        List.of(),
        JsonObject.builder()
            .put("needed", String.join(",", needed))
            .put("provided", String.join(",", provided))
            .build());
  }

  static ApiError missing(String argument) {
    return new ApiError("invalid_arguments", "missing required field: " + argument);
  }

  static ApiError invalidBlocks(List<Violation> violations) {
    return detailed("invalid_blocks", violations);
  }

  static ApiError invalidView(List<Violation> violations) {
    return detailed("invalid_arguments", violations);
  }

  private static ApiError detailed(String code, List<Violation> violations) {
    return new ApiError(
        code, violations.stream().map(Violation::toString).toList(), JsonObject.EMPTY);
  }

  String code() {
    return code;
  }

  JsonObject toJson() {
    var body = JsonObject.builder().put("ok", false).put("error", code);
    beside.members().forEach(body::put);
    if (!details.isEmpty()) {
      JsonArray messages = JsonArray.of(details, detail -> Json.of("[ERROR] " + detail));
      body.put("errors", JsonArray.ofStrings(details))
          .put("response_metadata", JsonObject.builder().put("messages", messages).build());
    }
    return body.build();
  }
}

package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.Violation;
import java.util.List;

/// Ends a call with one of Slack's documented error codes. [WebApi] and [ResponseUrls] turn it into
/// the answer; it never leaves the sandbox.
@SuppressWarnings("serial")
final class ApiError extends RuntimeException {
  private final String code;
  private final List<String> details;

  ApiError(String code, String... details) {
    this(code, List.of(details));
  }

  private ApiError(String code, List<String> details) {
    super(code, null, false, false);
    this.code = code;
    this.details = details;
  }

  static ApiError missing(String argument) {
    return new ApiError("invalid_arguments", "missing required field: " + argument);
  }

  static ApiError invalidBlocks(List<Violation> violations) {
    return new ApiError("invalid_blocks", violations.stream().map(Violation::toString).toList());
  }

  static ApiError invalidView(List<Violation> violations) {
    return new ApiError("invalid_arguments", violations.stream().map(Violation::toString).toList());
  }

  String code() {
    return code;
  }

  JsonObject toJson() {
    var body = JsonObject.builder().put("ok", false).put("error", code);
    if (!details.isEmpty()) {
      JsonArray messages = JsonArray.of(details, detail -> Json.of("[ERROR] " + detail));
      body.put("errors", JsonArray.ofStrings(details))
          .put("response_metadata", JsonObject.builder().put("messages", messages).build());
    }
    return body.build();
  }
}

package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.sandbox.wire.FormEncoding;
import dev.countersign.sandbox.wire.HttpCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A call below the service URL, taken apart.
///
/// @param ids the path's variables, unescaped, in their order
record ConnectorRequest(ConnectorOperation operation, List<String> ids, HttpCall http) {
  private static final String THREAD = ";messageid=";

  /// Empty when there is no such route.
  ///
  /// @param path below the service URL, as sent
  static Optional<ConnectorRequest> of(String path, HttpCall http) {
    List<String> parts = Stream.of(path.split("/", -1)).map(ConnectorRequest::unescaped).toList();
    if (parts.size() < 2 || !parts.getFirst().equals("v3")) {
      return Optional.empty();
    }
    return operation(http.method(), parts)
        .map(operation -> new ConnectorRequest(operation, variables(parts), http));
  }

  private static Optional<ConnectorOperation> operation(String method, List<String> parts) {
    String kind = parts.get(1) + (parts.size() > 3 ? "/" + parts.get(3) : "");
    return Optional.ofNullable(
        switch (method + " " + kind + " " + parts.size()) {
          case "POST conversations 2" -> ConnectorOperation.CREATE_CONVERSATION;
          case "POST conversations/activities 4", "POST conversations/activities 5" ->
              ConnectorOperation.SEND;
          case "PUT conversations/activities 5" -> ConnectorOperation.UPDATE;
          case "DELETE conversations/activities 5" -> ConnectorOperation.DELETE;
          case "GET conversations/members 4" -> ConnectorOperation.MEMBERS;
          case "GET conversations/members 5" -> ConnectorOperation.MEMBER;
          case "GET conversations/pagedmembers 4" -> ConnectorOperation.PAGED_MEMBERS;
          case "GET teams 3" -> ConnectorOperation.TEAM;
          case "GET teams/conversations 4" -> ConnectorOperation.CHANNELS;
          default -> null;
        });
  }

  private static List<String> variables(List<String> parts) {
    return Stream.of(2, 4).filter(i -> i < parts.size()).map(parts::get).toList();
  }

  private static String unescaped(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return segment;
    }
  }

  /// The conversation without its thread; empty when the call names none.
  String conversation() {
    return ids.isEmpty() ? "" : ids.getFirst().split(THREAD, 2)[0];
  }

  /// The first message of the thread that the conversation id names.
  Optional<String> thread() {
    String[] parts = ids.getFirst().split(THREAD, 2);
    return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
  }

  /// The second variable: an activity or a member.
  Optional<String> item() {
    return ids.size() > 1 ? Optional.of(ids.get(1)) : Optional.empty();
  }

  String requiredItem() {
    return item().orElseThrow(ConnectorError::noActivity);
  }

  Map<String, String> query() {
    try {
      return FormEncoding.decode(http.query());
    } catch (IllegalArgumentException _) {
      throw ConnectorError.badArgument("The query cannot be read.");
    }
  }

  boolean isTargeted() {
    return "true".equalsIgnoreCase(query().get("isTargetedActivity"));
  }

  /// The JSON object of the body.
  JsonObject body() {
    if (!http.mediaType().equals(Optional.of("application/json"))) {
      throw new ConnectorError(415, "UnsupportedMediaType", "The body is not JSON.");
    }
    try {
      if (CanonicalJson.parse(http.body().getBytes(StandardCharsets.UTF_8))
          instanceof JsonObject object) {
        return object;
      }
    } catch (JsonRefusedException _) {
      throw ConnectorError.badSyntax("The body cannot be read.");
    }
    throw ConnectorError.badSyntax("The body is not an object.");
  }
}

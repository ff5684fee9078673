package dev.countersign.sandbox.wire;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import java.util.Map;

/// What happens on the connection.
public sealed interface HttpReply {

  record Answer(int status, Map<String, String> headers, String body) implements HttpReply {}

  /// The connection ends without an answer.
  record Drop() implements HttpReply {}

  /// The connection stays open without an answer.
  record Hang() implements HttpReply {}

  static Answer json(int status, Json body) {
    return new Answer(
        status,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        CanonicalJson.text(body));
  }

  static Answer text(int status, String body) {
    return new Answer(status, Map.of("Content-Type", "text/plain; charset=utf-8"), body);
  }
}

package dev.countersign.app.http;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import io.javalin.http.Context;

/// Sends documents; what we answer is canonical JSON, so that equal states are equal bytes.
final class Answers {
  static final String JSON = "application/json";

  private Answers() {}

  static void send(Context ctx, int status, Json document) {
    send(ctx, status, JSON, document);
  }

  static void send(Context ctx, int status, String contentType, Json document) {
    send(ctx, status, contentType, CanonicalJson.bytes(document));
  }

  static void send(Context ctx, int status, String contentType, byte[] body) {
    ctx.status(status).contentType(contentType).result(body);
  }
}

package dev.countersign.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a genuine body is, found out before Bolt sees it: Bolt logs every payload of a kind that it
/// does not know, decision tokens included, and answers what is no payload with an exception.
enum CallbackKind {
  PRESS,
  SUBMISSION,
  /// `ssl_check`, `url_verification`: Bolt knows the answers.
  HANDSHAKE,
  /// Genuine, and nothing that we take.
  OTHER,
  MALFORMED;

  private static final String PAYLOAD = "payload=";

  static CallbackKind of(String body) {
    if (body.startsWith("{")) {
      return ofJson(body);
    }
    List<String> fields = Arrays.asList(body.split("&", -1));
    List<String> payloads = fields.stream().filter(field -> field.startsWith(PAYLOAD)).toList();
    if (payloads.size() == 1 && fields.size() == 1) {
      return ofPayload(payloads.getFirst().substring(PAYLOAD.length()));
    }
    if (!payloads.isEmpty() || body.isBlank()) {
      return MALFORMED;
    }
    return fields.contains("ssl_check=1") ? HANDSHAKE : OTHER;
  }

  private static CallbackKind ofPayload(String encoded) {
    try {
      return ofJson(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return MALFORMED; // a stray percent sign
    }
  }

  private static CallbackKind ofJson(String json) {
    try {
      JsonElement parsed = JsonParser.parseString(json);
      if (parsed instanceof JsonObject payload
          && payload.get("type") instanceof JsonPrimitive type) {
        return switch (type.getAsString()) {
          case "block_actions" -> isOneAction(payload.get("actions")) ? PRESS : MALFORMED;
          case "view_submission" -> ofView(payload);
          case "url_verification" -> HANDSHAKE;
          default -> OTHER;
        };
      }
      return MALFORMED;
    } catch (JsonParseException | StackOverflowError _) {
      return MALFORMED;
    }
  }

  /// Bolt fails where there is no person or a view without a type, and looks for a handler by the
  /// `callback_id`.
  private static CallbackKind ofView(JsonObject payload) {
    if (!(payload.get("user") instanceof JsonObject)
        || !(payload.get("view") instanceof JsonObject view)
        || !(view.get("type") instanceof JsonPrimitive type)
        || !(view.get("callback_id") instanceof JsonPrimitive)) {
      return MALFORMED;
    }
    return type.getAsString().equals("modal") ? SUBMISSION : OTHER;
  }

  /// Bolt drops a press of several actions, or of one without an id, without telling anyone.
  private static boolean isOneAction(@Nullable JsonElement actions) {
    return actions instanceof JsonArray several
        && several.size() == 1
        && several.get(0) instanceof JsonObject action
        && action.get("action_id") instanceof JsonPrimitive;
  }
}

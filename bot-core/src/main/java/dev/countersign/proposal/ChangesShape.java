package dev.countersign.proposal;

import static dev.countersign.proposal.ObjectShape.object;
import static dev.countersign.proposal.ObjectShape.optional;
import static dev.countersign.proposal.ObjectShape.required;
import static dev.countersign.proposal.Shapes.anything;
import static dev.countersign.proposal.Shapes.bool;
import static dev.countersign.proposal.Shapes.line;
import static dev.countersign.proposal.Shapes.listOf;
import static dev.countersign.proposal.Shapes.mapOf;
import static dev.countersign.proposal.Shapes.naturalNumber;
import static dev.countersign.proposal.Shapes.oneOf;
import static dev.countersign.proposal.Shapes.pattern;
import static dev.countersign.proposal.Shapes.text;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.WireName;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The shape of `proposed_changes`, by its `class`.
final class ChangesShape {
  /// What an action does hangs on it: never empty.
  static final Shape NAME = line(1, 200);

  static final Shape SHORT_TEXT = line(0, 200);
  static final Shape SHA_256_HEX = pattern("[0-9a-f]{64}", 64, "a SHA-256 in lower-case hex");

  private static final int MAX_CONTENT = 65_536;
  private static final int MAX_RECIPIENTS = 500;
  private static final Set<String> NEEDS_CHANGES = Set.of("create", "update");

  private static final Shape PARTIES = parties(0);

  private static final Shape ATTACHMENT =
      object(
          required("name", NAME),
          optional("media_type", NAME),
          optional("size", naturalNumber()),
          required("sha256", SHA_256_HEX),
          optional("url", Urls.reference()));

  private static final Shape MESSAGE =
      object(
              required("class", anything()),
              required("channel", oneOf("email", "slack", "teams", "sms", "ticket_reply", "other")),
              optional("audience", oneOf("internal", "external", "public")),
              required("to", parties(1)),
              optional("cc", PARTIES),
              optional("bcc", PARTIES),
              optional("thread_ref", NAME),
              optional("subject", line(0, 998)),
              required(
                  "body",
                  object(
                      required("media_type", oneOf("text/plain", "text/markdown", "text/html")),
                      required("content", text(MAX_CONTENT)))),
              optional("attachments", listOf(0, 20, ATTACHMENT)))
          .and(Recipients::check);

  private static final Shape CHANGE =
      object(
          required("path", line(0, 512).and(ChangesShape::checkPath)),
          optional("from", anything()),
          optional("to", anything()));

  private static final Shape RECORD_CHANGE =
      object(
              required("class", anything()),
              required("operation", oneOf("create", "update", "archive", "restore", "delete")),
              required("record_type", NAME),
              optional("changes", listOf(0, 200, CHANGE)),
              optional("reversible", bool()))
          .and(ChangesShape::checkChangesPresent);

  private static final Shape API_CALL =
      object(
          required("class", anything()),
          required("method", oneOf("GET", "POST", "PUT", "PATCH", "DELETE")),
          required("url", Urls.destination(4096)),
          optional("headers", HeaderRules.headers()),
          optional(
              "body",
              object(
                      required("media_type", NAME),
                      optional("json", anything()),
                      optional("text", text(MAX_CONTENT)))
                  .and(ChangesShape::checkOneBody)),
          optional("auth_scope", listOf(0, 20, NAME)),
          optional("side_effects", listOf(0, 20, line(1, 500))));

  private static final Shape TOOL_CALL =
      object(
          required("class", anything()),
          required("server", NAME),
          required("tool", line(1, 128)),
          required("arguments", mapOf(Integer.MAX_VALUE, anything(), anything())),
          optional(
              "tool_definition_digest",
              pattern("sha-256:[A-Za-z0-9_-]{43}", 51, "a digest like sha-256:…")),
          optional(
              "annotations",
              object(
                  optional("title", NAME),
                  optional("readOnlyHint", bool()),
                  optional("destructiveHint", bool()),
                  optional("idempotentHint", bool()),
                  optional("openWorldHint", bool()))));

  private ChangesShape() {}

  static void check(Json value, Place at) {
    if (!(value instanceof JsonObject changes)) {
      at.refuse("wrong_type", "an object is expected");
      return;
    }
    Optional<ActionClass> actionClass =
        changes.get("class") instanceof JsonString(String name)
            ? WireName.parse(ActionClass.class, name)
            : Optional.empty();
    if (actionClass.isPresent()) {
      shapeOf(actionClass.get()).check(changes, at);
    } else if (changes.has("class")) {
      String names =
          String.join(", ", Arrays.stream(ActionClass.values()).map(WireName::of).toList());
      at.member("class").refuse("not_allowed", "one of these is expected: " + names);
    } else {
      at.refuse("missing_member", "the member \"class\" is required");
    }
  }

  private static Shape shapeOf(ActionClass actionClass) {
    return switch (actionClass) {
      case MESSAGE -> MESSAGE;
      case RECORD_CHANGE -> RECORD_CHANGE;
      case API_CALL -> API_CALL;
      case TOOL_CALL -> TOOL_CALL;
    };
  }

  private static Shape parties(int atLeast) {
    Shape party = object(required("address", text(320)), optional("name", NAME));
    return listOf(atLeast, MAX_RECIPIENTS, party);
  }

  private static void checkPath(Json value, Place at) {
    if (value instanceof JsonString(String path) && !path.startsWith("/")) {
      at.refuse("pattern_mismatch", "a path that starts with a slash is expected");
    }
  }

  /// Two contents cannot both be sent, and none is not the same as an empty text.
  private static void checkOneBody(Json value, Place at) {
    if (!(value instanceof JsonObject body)) {
      return;
    }
    if (body.has("json") && body.has("text")) {
      at.refuse(
          "two_bodies", "json or text is expected, not both: leave out what is not to be sent");
    } else if (!body.has("json") && !body.has("text")) {
      at.refuse("missing_member", "a body has either the member \"json\" or \"text\"");
    }
  }

  private static void checkChangesPresent(Json value, Place at) {
    if (!(value instanceof JsonObject change)
        || !(change.get("operation") instanceof JsonString(String operation))
        || !NEEDS_CHANGES.contains(operation)) {
      return;
    }
    if (!change.has("changes")) {
      at.refuse("missing_member", "to create or update, the member \"changes\" is required");
    } else if (change.get("changes") instanceof JsonArray changes && changes.items().isEmpty()) {
      at.member("changes").refuse("too_few_items", "at least 1 items are expected");
    }
  }
}

package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.CallbackDelivery.Answer.Answered;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What an app says in the HTTP response to a slash command: nothing, plain text, or a message in
/// JSON.
final class CommandReply {
  private CommandReply() {}

  /// Empty also for a message that Slack would refuse: people then see nothing.
  static Optional<MessageArguments> read(CallbackDelivery delivery) {
    if (!(delivery.answer() instanceof Answered(int status, String body, _))
        || status != 200
        || body.isBlank()) {
      return Optional.empty();
    }
    return json(body).map(CommandReply::message).orElseGet(() -> Optional.of(text(body)));
  }

  private static Optional<JsonObject> json(String body) {
    try {
      return CanonicalJson.parse(body.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  private static Optional<MessageArguments> message(JsonObject json) {
    try {
      return Optional.of(MessageArguments.of(Arguments.of(json)));
    } catch (ApiError _) {
      return Optional.empty();
    }
  }

  private static MessageArguments text(String body) {
    return new MessageArguments(Optional.of(body), Optional.empty(), Optional.empty());
  }
}

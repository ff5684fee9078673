package dev.countersign.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The button behind a form: kept in the modal's `private_metadata` while somebody fills it in, and
/// handed back with it. Slack keeps it from people, yet nothing in it is believed: the token says
/// which card it belongs to, and the desk compares.
///
/// @param messageId of the card
/// @param token the button's value, not yet verified
record FormOrigin(String channel, String messageId, String token) {
  /// Characters (docs.slack.dev/reference/views/modal-views).
  static final int MAX_METADATA = 3_000;

  private static final String CHANNEL = "channel";
  private static final String MESSAGE = "message";
  private static final String TOKEN = "token";
  private static final int MEMBERS = 3;

  /// Empty where it would not come back as it is: a button that is none of ours may hold any text.
  static Optional<FormOrigin> of(String channel, String messageId, String token) {
    try {
      return parse(new FormOrigin(channel, messageId, token).metadata());
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  String metadata() {
    return CanonicalJson.text(
        JsonObject.builder()
            .put(CHANNEL, channel)
            .put(MESSAGE, messageId)
            .put(TOKEN, token)
            .build());
  }

  /// Empty unless it is exactly as [#metadata] writes it.
  static Optional<FormOrigin> parse(String metadata) {
    if (metadata.length() > MAX_METADATA) {
      return Optional.empty();
    }
    try {
      return CanonicalJson.parse(metadata.getBytes(StandardCharsets.UTF_8))
              instanceof JsonObject json
          ? read(json)
          : Optional.empty();
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  private static Optional<FormOrigin> read(JsonObject json) {
    return json.members().size() == MEMBERS
            && json.get(CHANNEL) instanceof JsonString(String channel)
            && SlackIds.isId(channel)
            && json.get(MESSAGE) instanceof JsonString(String messageId)
            && SlackIds.isMessage(messageId)
            && json.get(TOKEN) instanceof JsonString(String token)
            && token.length() <= ActionsBlock.VALUE
        ? Optional.of(new FormOrigin(channel, messageId, token))
        : Optional.empty();
  }

  /// Without the token.
  @Override
  public String toString() {
    return "FormOrigin[message " + messageId + " in " + channel + "]";
  }
}

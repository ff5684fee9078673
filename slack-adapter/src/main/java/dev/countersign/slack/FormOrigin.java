package dev.countersign.slack;

import dev.countersign.card.TickList;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonShapeException;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// The button behind a form: kept in the modal's `private_metadata` while somebody fills it in, and
/// handed back with it. Slack keeps it from people, yet nothing in it is believed: the token says
/// which card it belongs to, and the desk compares.
///
/// @param messageId of the card
/// @param token the button's value, not yet verified
/// @param ticked the values of the card's boxes that were ticked then
record FormOrigin(String channel, String messageId, String token, Set<String> ticked) {
  /// Characters (docs.slack.dev/reference/views/modal-views).
  static final int MAX_METADATA = 3_000;

  private static final String CHANNEL = "channel";
  private static final String MESSAGE = "message";
  private static final String TOKEN = "token";
  private static final String TICKED = "ticked";
  private static final int MEMBERS = 3;

  FormOrigin {
    ticked = Set.copyOf(ticked);
  }

  /// On a card without boxes.
  FormOrigin(String channel, String messageId, String token) {
    this(channel, messageId, token, Set.of());
  }

  /// Empty where it would not come back as it is: a button that is none of ours may hold any text.
  static Optional<FormOrigin> of(
      String channel, String messageId, String token, Set<String> ticked) {
    try {
      return parse(new FormOrigin(channel, messageId, token, ticked).metadata());
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  String metadata() {
    JsonObject.Builder origin =
        JsonObject.builder().put(CHANNEL, channel).put(MESSAGE, messageId).put(TOKEN, token);
    if (!ticked.isEmpty()) {
      origin.put(TICKED, JsonArray.ofStrings(ticked.stream().sorted().toList()));
    }
    return CanonicalJson.text(origin.build());
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
    } catch (JsonRefusedException | JsonShapeException _) {
      return Optional.empty();
    }
  }

  private static Optional<FormOrigin> read(JsonObject json) {
    Set<String> ticked = json.has(TICKED) ? Set.copyOf(json.texts(TICKED)) : Set.of();
    return json.members().size() == (ticked.isEmpty() ? MEMBERS : MEMBERS + 1)
            && ticked.size() <= TickList.MOST
            && json.get(CHANNEL) instanceof JsonString(String channel)
            && SlackIds.isId(channel)
            && json.get(MESSAGE) instanceof JsonString(String messageId)
            && SlackIds.isMessage(messageId)
            && json.get(TOKEN) instanceof JsonString(String token)
            && token.length() <= ActionsBlock.VALUE
        ? Optional.of(new FormOrigin(channel, messageId, token, ticked))
        : Optional.empty();
  }

  /// Without the token.
  @Override
  public String toString() {
    return "FormOrigin[message " + messageId + " in " + channel + "]";
  }
}

package dev.countersign.teams.connector;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;

/// Messages as the connector takes them (github.com/microsoft/Agents, specs/activity).
public final class CardActivity {
  private static final String ADAPTIVE = "application/vnd.microsoft.card.adaptive";

  private CardActivity() {}

  /// A message that is one card. Its summary, which notifications show, is the card's own line in
  /// fixed words.
  public static JsonObject of(JsonObject card) {
    JsonObject attachment =
        JsonObject.builder().put("contentType", ADAPTIVE).put("content", card).build();
    return JsonObject.builder()
        .put("type", "message")
        .put("summary", card.text("fallbackText"))
        .put("attachments", new JsonArray(List.of(attachment)))
        .build();
  }

  /// Plain words; nothing in them is parsed.
  public static JsonObject words(String text) {
    return JsonObject.builder()
        .put("type", "message")
        .put("textFormat", "plain")
        .put("text", text)
        .build();
  }

  /// The message as a notification of its own, for a chat in which one person reads
  /// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages).
  public static JsonObject alerting(JsonObject message) {
    JsonObject alert = JsonObject.builder().put("alert", true).build();
    return message.with("channelData", JsonObject.builder().put("notification", alert).build());
  }

  /// @param member who alone is to see the message
  public static JsonObject to(String member, JsonObject message) {
    return message.with("recipient", JsonObject.builder().put("id", member).build());
  }
}

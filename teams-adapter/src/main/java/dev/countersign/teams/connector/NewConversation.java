package dev.countersign.teams.connector;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;

/// The bodies of `POST /v3/conversations`. A bot cannot open group chats.
public final class NewConversation {
  private NewConversation() {}

  /// The chat of the bot with one person, who has the app or shares a team with it; opening it
  /// again gives the same one.
  ///
  /// @param botId `28:<app id>`
  /// @param memberId an MRI, or an AAD object id
  public static JsonObject withPerson(String botId, String memberId, String tenantId) {
    return JsonObject.builder()
        .put("bot", id(botId))
        .put("members", new JsonArray(List.of(id(memberId))))
        .put("isGroup", false)
        .put("tenantId", tenantId)
        .put("channelData", JsonObject.builder().put("tenant", id(tenantId)).build())
        .build();
  }

  /// A new thread in a channel of a team; the activity is its first message.
  public static JsonObject inChannel(
      String botId, String channelId, String tenantId, JsonObject activity) {
    return JsonObject.builder()
        .put("bot", id(botId))
        .put("isGroup", true)
        .put("tenantId", tenantId)
        .put(
            "channelData",
            JsonObject.builder().put("channel", id(channelId)).put("tenant", id(tenantId)).build())
        .put("activity", activity)
        .build();
  }

  private static JsonObject id(String value) {
    return JsonObject.builder().put("id", Json.of(value)).build();
  }
}

package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Activities as Teams sends them to the bot
/// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations).
final class ActivityWriter {
  static final String MENTION = "<at>" + Tenant.BOT_NAME + "</at>";

  private static final JsonObject BOT =
      Activities.object("id", Tenant.BOT_ID, "name", Tenant.BOT_NAME);

  private static final JsonObject CLIENT =
      JsonObject.builder()
          .put("type", "clientInfo")
          .put("locale", "en-US")
          .put("country", "US")
          .put("platform", "Web")
          .put("timezone", "Etc/UTC")
          .build();

  private final Tenant tenant;
  private final ActivityIds ids;
  private final InstantSource clock;
  private final Supplier<String> serviceUrl;

  ActivityWriter(Tenant tenant, ActivityIds ids, InstantSource clock, Supplier<String> serviceUrl) {
    this.tenant = tenant;
    this.ids = ids;
    this.clock = clock;
    this.serviceUrl = serviceUrl;
  }

  /// A press or a refresh of a card.
  JsonObject invoke(
      TeamsUser by, TeamsConversation where, PostedActivity on, JsonObject action, String trigger) {
    JsonObject value = JsonObject.builder().put("action", action).put("trigger", trigger).build();
    return begun("invoke", ids.nextInvoke(), by, where, Optional.of(on.thread()))
        .put("name", "adaptiveCard/action")
        .put("replyToId", on.id())
        .put("entities", new JsonArray(List.of(CLIENT)))
        .put("channelData", channelData(by, where, "message", Optional.empty()))
        .put("value", value)
        .build();
  }

  /// An `Action.Submit`: a message with a value.
  JsonObject submit(
      TeamsUser by,
      TeamsConversation where,
      PostedActivity on,
      JsonObject value,
      Optional<String> text) {
    return begun("message", ids.nextInvoke(), by, where, Optional.of(on.thread()))
        .put("text", text.orElse(null))
        .put("replyToId", on.id())
        .put("entities", new JsonArray(List.of(CLIENT)))
        .put("channelData", channelData(by, where, "message", Optional.empty()))
        .put("value", value)
        .build();
  }

  /// What a person writes; outside of a personal chat with a mention, without which the bot would
  /// not be told.
  JsonObject message(TeamsUser by, TeamsConversation where, String id, String text) {
    boolean mentions = where.kind() != TeamsConversation.Kind.PERSONAL;
    String said = mentions ? MENTION + " " + text : text;
    JsonObject mention =
        JsonObject.builder()
            .put("type", "mention")
            .put("text", MENTION)
            .put("mentioned", BOT)
            .build();
    return text(by, where, id, said)
        .put("recipient", BOT)
        .put("entities", new JsonArray(mentions ? List.of(mention, CLIENT) : List.of(CLIENT)))
        .build();
  }

  /// A slash command: a message that only the bot sees, without a mention
  /// (github.com/microsoft/teams.py/pull/430).
  JsonObject command(TeamsUser by, TeamsConversation where, String id, String text) {
    return text(by, where, id, text)
        .put("recipient", BOT.with("isTargeted", Json.of(true)))
        .put("entities", new JsonArray(List.of(CLIENT)))
        .build();
  }

  JsonObject membersAdded(TeamsUser by, TeamsConversation where, String memberId) {
    return membership(by, where, "membersAdded", "teamMemberAdded", memberId);
  }

  JsonObject membersRemoved(TeamsUser by, TeamsConversation where, String memberId) {
    return membership(by, where, "membersRemoved", "teamMemberRemoved", memberId);
  }

  /// @param action `add` or `remove`
  JsonObject installation(TeamsUser by, TeamsConversation where, String action) {
    return begun("installationUpdate", ids.nextInvoke(), by, where, Optional.empty())
        .put("action", action)
        .put("channelData", channelData(by, where, null, Optional.empty()))
        .build();
  }

  /// @param event such as `channelRenamed`; told in the General channel
  JsonObject channelEvent(
      TeamsUser by, TeamsConversation general, TeamsConversation channel, String event) {
    JsonObject data =
        channelData(by, general, null, Optional.of(event))
            .with("channel", Activities.object("id", channel.id(), "name", channel.name()));
    return begun("conversationUpdate", ids.nextInvoke(), by, general, Optional.empty())
        .put("channelData", data)
        .build();
  }

  JsonObject deleted(TeamsUser by, TeamsConversation where, PostedActivity message) {
    return begun("messageDelete", message.id(), by, where, Optional.of(message.thread()))
        .put("channelData", channelData(by, where, null, Optional.of("softDeleteMessage")))
        .build();
  }

  private JsonObject membership(
      TeamsUser by, TeamsConversation where, String member, String event, String memberId) {
    Optional<String> told =
        where.kind() == TeamsConversation.Kind.CHANNEL ? Optional.of(event) : Optional.empty();
    return begun("conversationUpdate", ids.nextInvoke(), by, where, Optional.empty())
        .put(member, new JsonArray(List.of(Activities.object("id", memberId))))
        .put("channelData", channelData(by, where, null, told))
        .build();
  }

  private JsonObject.Builder text(TeamsUser by, TeamsConversation where, String id, String text) {
    return begun("message", id, by, where, Optional.of(id))
        .put("text", text)
        .put("textFormat", "plain")
        .put("channelData", channelData(by, where, null, Optional.empty()));
  }

  private JsonObject.Builder begun(
      String type, String id, TeamsUser by, TeamsConversation where, Optional<String> thread) {
    boolean inChannel = where.kind() == TeamsConversation.Kind.CHANNEL;
    String conversation =
        thread
            .filter(_ -> inChannel)
            .map(first -> where.id() + ";messageid=" + first)
            .orElse(where.id());
    return JsonObject.builder()
        .put("type", type)
        .put("id", id)
        .put("timestamp", clock.instant())
        .put("channelId", "msteams")
        .put("serviceUrl", serviceUrl.get())
        .put("from", described(by))
        .put("recipient", BOT)
        .put(
            "conversation",
            JsonObject.builder()
                .put("id", conversation)
                .put("conversationType", where.kind().wireName())
                .put("tenantId", home(by))
                .put(
                    "isGroup",
                    where.kind() == TeamsConversation.Kind.PERSONAL ? null : Json.of(true))
                .build())
        .put("locale", "en-US");
  }

  private static JsonObject described(TeamsUser user) {
    return JsonObject.builder()
        .put("id", user.id())
        .put("name", user.name())
        .put("aadObjectId", user.aadObjectId().orElse(null))
        .build();
  }

  private JsonObject channelData(
      TeamsUser by, TeamsConversation where, @Nullable String source, Optional<String> event) {
    var data = JsonObject.builder().put("tenant", Activities.object("id", home(by)));
    where
        .team()
        .flatMap(tenant::team)
        .ifPresent(team -> {
          data.put("team", Activities.object("id", team.id(), "aadGroupId", team.aadGroupId()));
          data.put("channel", Activities.object("id", where.id()));
          data.put("teamsTeamId", team.id());
          data.put("teamsChannelId", where.id());
        });
    return data.put("eventType", event.orElse(null))
        .put("source", source == null ? null : Activities.object("name", source))
        .build();
  }

  /// The tenant of the person's account; someone without one is in the conversation's.
  private static String home(TeamsUser user) {
    return user.tenantId().orElse(Tenant.TENANT_ID);
  }
}

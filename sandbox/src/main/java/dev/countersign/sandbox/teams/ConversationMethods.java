package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.HttpReply;
import java.util.Optional;

/// `POST /v3/conversations`: a chat with one person, or a new thread in a channel. Bots start no
/// group chats.
final class ConversationMethods {
  private final Tenant tenant;
  private final ActivityMethods activities;

  ConversationMethods(Tenant tenant, ActivityMethods activities) {
    this.tenant = tenant;
    this.activities = activities;
  }

  HttpReply create(ConnectorRequest call) {
    JsonObject wanted = call.body();
    Optional<JsonObject> channelData = wanted.optionalObject("channelData");
    Optional<String> channel =
        channelData
            .flatMap(data -> data.optionalObject("channel"))
            .flatMap(named -> named.optionalText("id"));
    requireOurBot(wanted);
    boolean isGroup = wanted.has("isGroup") && wanted.bool("isGroup");
    if (channel.isPresent() != isGroup) {
      throw ConnectorError.badSyntax("Incorrect conversation creation parameters");
    }
    return channel.isPresent() ? thread(channel.get(), wanted) : chat(wanted);
  }

  private HttpReply thread(String channelId, JsonObject wanted) {
    TeamsConversation channel = activities.open(channelId);
    if (channel.kind() != TeamsConversation.Kind.CHANNEL) {
      throw ConnectorError.noConversation();
    }
    JsonObject first =
        wanted
            .optionalObject("activity")
            .map(ActivityMethods::checked)
            .orElseThrow(
                () -> ConnectorError.badSyntax("Incorrect conversation creation parameters"));
    String id = activities.post(channel, first, Optional.empty(), Optional.empty());
    return HttpReply.json(
        201, Activities.object("id", channel.id() + ";messageid=" + id, "activityId", id));
  }

  private HttpReply chat(JsonObject wanted) {
    requireTenant(wanted);
    TeamsUser person = person(wanted);
    Optional<JsonObject> first = wanted.optionalObject("activity").map(ActivityMethods::checked);
    String id = TeamsConversation.personalId(person);
    if (tenant.conversation(id).isEmpty()) {
      tenant.put(TeamsConversation.personal(person));
    }
    if (first.isEmpty()) {
      return HttpReply.json(201, Activities.object("id", id));
    }
    TeamsConversation open = activities.open(id);
    String posted = activities.post(open, first.get(), Optional.empty(), Optional.empty());
    return HttpReply.json(201, Activities.object("id", id, "activityId", posted));
  }

  private static void requireOurBot(JsonObject wanted) {
    Optional<String> bot = wanted.optionalObject("bot").flatMap(named -> named.optionalText("id"));
    if (bot.isPresent() && !bot.get().equals(Tenant.BOT_ID) && !bot.get().equals(Tenant.APP_ID)) {
      throw ConnectorError.badArgument("Invalid bot identity");
    }
  }

  /// Without the tenant the connector does not know whose person is meant
  /// (github.com/openclaw/openclaw/issues/63949).
  private static void requireTenant(JsonObject wanted) {
    Optional<String> named =
        wanted
            .optionalObject("channelData")
            .flatMap(data -> data.optionalObject("tenant"))
            .flatMap(data -> data.optionalText("id"))
            .or(() -> wanted.optionalText("tenantId"));
    if (!named.equals(Optional.of(Tenant.TENANT_ID))) {
      throw ConnectorError.forbidden("The bot is not in this tenant.");
    }
  }

  private TeamsUser person(JsonObject wanted) {
    if (!wanted.has("members") || wanted.items("members").size() != 1) {
      throw ConnectorError.badSyntax("Incorrect conversation creation parameters");
    }
    String id = wanted.objects("members", member -> member.text("id")).getFirst();
    return tenant
        .userByAnyId(id)
        .filter(user -> user.kind() != TeamsUser.Kind.ANONYMOUS)
        .filter(tenant::reaches)
        .orElseThrow(ConnectorError::notInRoster);
  }
}

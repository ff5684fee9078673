package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.slack.PressRefusedException.Reason;
import dev.countersign.sandbox.wire.FormEncoding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes what people do as Slack writes it to the app: `block_actions` and `view_submission`
/// payloads, slash command forms and events (docs.slack.dev/reference/interaction-payloads).
final class Interactions {
  private static final int EVENT_ID = 12;

  private final Workspace workspace;
  private final ChannelHistory conversations;
  private final MessageTimestamps timestamps;
  private final TriggerIds triggers;
  private final ResponseUrls responseUrls;
  private final String verificationToken;

  Interactions(
      Workspace workspace,
      ChannelHistory conversations,
      MessageTimestamps timestamps,
      TriggerIds triggers,
      ResponseUrls responseUrls,
      String verificationToken) {
    this.workspace = workspace;
    this.conversations = conversations;
    this.timestamps = timestamps;
    this.triggers = triggers;
    this.responseUrls = responseUrls;
    this.verificationToken = verificationToken;
  }

  /// A press on what the person sees now.
  JsonObject press(String channel, String ts, String button, String userId) {
    WorkspaceChannel where = channelOf(channel, userId);
    PostedMessage message = message(channel, ts);
    return payload(where, message, only(message.blocks(), button), user(userId));
  }

  /// The same once the person has unticked some boxes.
  ///
  /// @param unticked their values
  JsonObject press(String channel, String ts, String button, String userId, Set<String> unticked) {
    JsonObject payload = press(channel, ts, button, userId);
    JsonObject values = State.of(message(channel, ts).blocks(), unticked);
    return payload.with("state", JsonObject.builder().put("values", values).build());
  }

  /// A press on what a client that missed the later edits still shows. Slack's own record of the
  /// message, which the payload carries, is the current one.
  JsonObject pressVersion(String channel, String ts, int version, String button, String userId) {
    WorkspaceChannel where = channelOf(channel, userId);
    PostedMessage message = message(channel, ts);
    if (version < 0 || version >= message.versions().size()) {
      throw new PressRefusedException(Reason.NO_SUCH_MESSAGE);
    }
    PostedButton shown = only(message.versions().get(version).blocks(), button);
    return payload(where, message, shown, user(userId));
  }

  /// A press on what one person alone sees in a channel; Slack keeps nothing of it that it could
  /// tell the app.
  JsonObject press(Ephemeral seen, String button) {
    SlackUser user = user(seen.user());
    return interaction(user)
        .put(
            "container",
            JsonObject.builder()
                .put("type", "message")
                .put("message_ts", seen.ts())
                .put("channel_id", seen.channel())
                .put("is_ephemeral", true)
                .build())
        .put(
            "channel",
            object("id", seen.channel(), "name", channelOf(seen.channel(), user.id()).name()))
        .put("response_url", responseUrls.forMessage(seen.channel(), seen.ts(), user.id()))
        .put("actions", pressed(seen.blocks(), button))
        .build();
  }

  private JsonArray pressed(JsonArray blocks, String button) {
    return new JsonArray(List.of(only(blocks, button).pressed(timestamps.next())));
  }

  private JsonObject.Builder interaction(SlackUser user) {
    return JsonObject.builder()
        .put("type", "block_actions")
        .put("token", verificationToken)
        .put("api_app_id", Workspace.APP_ID)
        .put("team", object("id", Workspace.TEAM_ID, "domain", Workspace.TEAM_DOMAIN))
        .put("is_enterprise_install", false)
        .put("enterprise", JsonNull.NULL)
        .put("user", described(user))
        .put("trigger_id", triggers.issue(user.id()));
  }

  /// What the app is told when somebody opens its page (docs.slack.dev/reference/events/
  /// app_home_opened).
  ///
  /// @param tab `home` or `messages`
  /// @param home what stands on it, if anything was ever published
  JsonObject opened(String userId, String tab, Optional<OpenedView> home) {
    JsonObject event =
        JsonObject.builder()
            .put("type", "app_home_opened")
            .put("user", user(userId).id())
            .put("channel", WorkspaceChannel.direct(userId).id())
            .put("tab", tab)
            .put("event_ts", timestamps.next())
            .put("view", home.map(Modals::described).orElse(null))
            .build();
    return event(event);
  }

  /// In the envelope that the app gets.
  JsonObject event(JsonObject event) {
    return Lifecycle.envelope(
        event, verificationToken, "Ev" + SandboxSecrets.unguessable().substring(0, EVENT_ID));
  }

  /// The same button and value as in `original`, as if another message had carried it.
  JsonObject elsewhere(JsonObject original, String channel, String ts) {
    String userId = original.object("user").text("id");
    WorkspaceChannel where = channelOf(channel, userId);
    JsonObject action = original.objects("actions", one -> one).getFirst();
    return payload(where, message(channel, ts), user(userId), action);
  }

  Map<String, String> command(String channel, String userId, String command, String text) {
    WorkspaceChannel where = channelOf(channel, userId);
    SlackUser user = user(userId);
    if (user.is(SlackUser.Flag.IS_STRANGER)) {
      throw new PressRefusedException(Reason.NOT_FOR_STRANGERS);
    }
    var fields = new LinkedHashMap<String, String>();
    fields.put("token", verificationToken);
    fields.put("team_id", Workspace.TEAM_ID);
    fields.put("team_domain", Workspace.TEAM_DOMAIN);
    fields.put("channel_id", where.id());
    fields.put("channel_name", where.name());
    fields.put("user_id", user.id());
    fields.put("user_name", user.name());
    fields.put("command", command);
    fields.put("text", text);
    fields.put("api_app_id", Workspace.APP_ID);
    fields.put("is_enterprise_install", "false");
    fields.put("response_url", responseUrls.forCommand(where.id(), user.id()));
    fields.put("trigger_id", triggers.issue(user.id()));
    return fields;
  }

  /// The modal with this content filled in, sent by the person who has it open.
  JsonObject submission(OpenedView shown, Map<String, String> filled) {
    if (!shown.view().has("submit")) {
      throw new PressRefusedException(Reason.NO_SUBMIT_BUTTON);
    }
    return JsonObject.builder()
        .put("type", "view_submission")
        .put("token", verificationToken)
        .put("api_app_id", Workspace.APP_ID)
        .put("team", object("id", Workspace.TEAM_ID, "domain", Workspace.TEAM_DOMAIN))
        .put("is_enterprise_install", false)
        .put("enterprise", JsonNull.NULL)
        .put("user", described(user(shown.user())))
        .put("trigger_id", triggers.issue(shown.user()))
        .put("view", filledIn(shown, ModalState.of(shown.view(), filled)))
        .put("response_urls", JsonArray.EMPTY)
        .build();
  }

  /// A press on a button of the modal, or of the app's page, that the person sees.
  JsonObject pressIn(OpenedView shown, String button) {
    return interaction(user(shown.user()))
        .put("container", object("type", "view", "view_id", shown.id()))
        .put("view", filledIn(shown, JsonObject.EMPTY))
        .put("actions", pressed(new JsonArray(shown.view().items("blocks")), button))
        .build();
  }

  /// @param values of its inputs
  private static JsonObject filledIn(OpenedView shown, JsonObject values) {
    return Modals.described(shown)
        .with("state", JsonObject.builder().put("values", values).build())
        .with("clear_on_close", Json.of(false))
        .with("notify_on_close", Json.of(false))
        .with("previous_view_id", JsonNull.NULL)
        .with("external_id", Json.of(""));
  }

  static String form(JsonObject payload) {
    return FormEncoding.encode(Map.of("payload", CanonicalJson.text(payload)));
  }

  private JsonObject payload(
      WorkspaceChannel channel, PostedMessage message, PostedButton button, SlackUser user) {
    return payload(channel, message, user, button.pressed(timestamps.next()));
  }

  private JsonObject payload(
      WorkspaceChannel channel, PostedMessage message, SlackUser user, JsonObject action) {
    return JsonObject.builder()
        .put("type", "block_actions")
        .put("token", verificationToken)
        .put("api_app_id", Workspace.APP_ID)
        .put("team", object("id", Workspace.TEAM_ID, "domain", Workspace.TEAM_DOMAIN))
        .put("is_enterprise_install", false)
        .put("user", described(user))
        .put("container", container(message))
        .put("channel", object("id", channel.id(), "name", channel.name()))
        .put("message", message.toJson())
        .put(
            "state",
            JsonObject.builder().put("values", State.of(message.blocks(), Set.of())).build())
        .put("trigger_id", triggers.issue(user.id()))
        .put("response_url", responseUrls.forMessage(message.channel(), message.ts(), user.id()))
        .put("actions", new JsonArray(List.of(action)))
        .build();
  }

  private static JsonObject container(PostedMessage message) {
    return JsonObject.builder()
        .put("type", "message")
        .put("message_ts", message.ts())
        .put("channel_id", message.channel())
        .put("is_ephemeral", false)
        .put("is_app_unfurl", false)
        .put("thread_ts", message.threadTs().orElse(null))
        .build();
  }

  private static JsonObject described(SlackUser user) {
    return JsonObject.builder()
        .put("id", user.id())
        .put("username", user.name())
        .put("name", user.name())
        .put("team_id", user.teamId())
        .build();
  }

  private static JsonObject object(String name1, String value1, String name2, String value2) {
    return JsonObject.builder().put(name1, value1).put(name2, value2).build();
  }

  private PostedMessage message(String channel, String ts) {
    return conversations
        .find(channel, ts)
        .orElseThrow(() -> new PressRefusedException(Reason.NO_SUCH_MESSAGE));
  }

  private SlackUser user(String id) {
    return workspace.user(id).orElseThrow(() -> new PressRefusedException(Reason.NO_SUCH_USER));
  }

  private WorkspaceChannel channelOf(String id, String userId) {
    WorkspaceChannel channel =
        workspace.channel(id).orElseThrow(() -> new PressRefusedException(Reason.NO_SUCH_CHANNEL));
    if (!channel.has(user(userId).id())) {
      throw new PressRefusedException(Reason.USER_NOT_IN_CHANNEL);
    }
    return channel;
  }

  private static PostedButton only(JsonArray blocks, String actionIdOrLabel) {
    List<PostedButton> found = PostedButton.find(blocks, actionIdOrLabel);
    return switch (found.size()) {
      case 0 -> throw new PressRefusedException(Reason.NO_SUCH_BUTTON);
      case 1 -> found.getFirst();
      default -> throw new PressRefusedException(Reason.SEVERAL_SUCH_BUTTONS);
    };
  }
}

package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.Ephemeral.Source;
import dev.countersign.sandbox.wire.Rung;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `chat.*`: what the app says, changes and takes back (docs.slack.dev/reference/methods, group
/// chat).
final class ChatMethods {
  private final Workspace workspace;
  private final ChannelHistory conversations;
  private final MessageTimestamps timestamps;
  private final InstantSource clock;
  private final Supplier<URI> base;

  /// @param base what permalinks begin with
  ChatMethods(
      Workspace workspace,
      ChannelHistory conversations,
      MessageTimestamps timestamps,
      InstantSource clock,
      Supplier<URI> base) {
    this.workspace = workspace;
    this.conversations = conversations;
    this.timestamps = timestamps;
    this.clock = clock;
    this.base = base;
  }

  Map<String, ApiMethod> byName() {
    return Map.of(
        "chat.postMessage", this::postMessage,
        "chat.update", this::update,
        "chat.delete", this::delete,
        "chat.postEphemeral", this::postEphemeral,
        "chat.getPermalink", this::permalink);
  }

  private JsonObject postMessage(Arguments arguments) {
    String to = arguments.required("channel");
    WorkspaceChannel channel =
        to.startsWith("U")
            ? workspace.direct(to).orElseThrow(() -> new ApiError("channel_not_found"))
            : writable(to);
    MessageArguments said = MessageArguments.of(arguments);
    PostedMessage posted = add(channel.id(), said, arguments.text("thread_ts"));
    var answer =
        JsonObject.builder()
            .put("ok", true)
            .put("channel", posted.channel())
            .put("ts", posted.ts())
            .put("message", posted.toJson());
    if (said.textIsTooLong()) {
      answer.put("response_metadata", warning("message_truncated"));
    }
    return answer.build();
  }

  private JsonObject permalink(Arguments arguments) {
    WorkspaceChannel channel = visible(arguments.required("channel"));
    PostedMessage message =
        conversations
            .find(channel.id(), arguments.required("message_ts"))
            .orElseThrow(() -> new ApiError("message_not_found"));
    return JsonObject.builder()
        .put("ok", true)
        .put("channel", channel.id())
        .put(
            "permalink",
            base.get() + "/archives/" + channel.id() + "/p" + message.ts().replace(".", ""))
        .build();
  }

  private JsonObject update(Arguments arguments) {
    WorkspaceChannel channel = visible(arguments.required("channel"));
    if (channel.isArchived()) {
      throw new ApiError("is_inactive");
    }
    String ts = arguments.required("ts");
    PostedMessage before =
        conversations.find(channel.id(), ts).orElseThrow(() -> new ApiError("message_not_found"));
    if (!before.author().equals(Workspace.BOT_USER_ID)) {
      throw new ApiError("cant_update_message");
    }
    MessageArguments said = MessageArguments.of(arguments);
    if (said.textIsTooLong()) {
      throw new ApiError("msg_too_long");
    }
    PostedMessage after = replace(before, said);
    return JsonObject.builder()
        .put("ok", true)
        .put("channel", after.channel())
        .put("ts", after.ts())
        .put("text", after.text())
        .put("message", after.toJson())
        .build();
  }

  private JsonObject delete(Arguments arguments) {
    WorkspaceChannel channel = visible(arguments.required("channel"));
    String ts = arguments.required("ts");
    PostedMessage before =
        conversations.find(channel.id(), ts).orElseThrow(() -> new ApiError("message_not_found"));
    if (!before.author().equals(Workspace.BOT_USER_ID)) {
      throw new ApiError("cant_delete_message");
    }
    PostedMessage gone = erase(before);
    return JsonObject.builder()
        .put("ok", true)
        .put("channel", gone.channel())
        .put("ts", gone.ts())
        .build();
  }

  private JsonObject postEphemeral(Arguments arguments) {
    WorkspaceChannel channel = writable(arguments.required("channel"));
    String user = arguments.required("user");
    if (!channel.has(user)) {
      throw new ApiError("user_not_in_channel");
    }
    MessageArguments said = MessageArguments.of(arguments);
    if (said.textIsTooLong()) {
      throw new ApiError("msg_too_long");
    }
    Ephemeral shown = whisper(channel.id(), user, said, Source.POST_EPHEMERAL, Optional.empty());
    return JsonObject.builder().put("ok", true).put("message_ts", shown.ts()).build();
  }

  /// Posts as the app, without asking whether it is in the channel: a `response_url` need not be.
  PostedMessage add(String channel, MessageArguments said, Optional<String> threadTs) {
    return addAs(Workspace.BOT_USER_ID, channel, said, threadTs);
  }

  PostedMessage addAs(
      String author, String channel, MessageArguments said, Optional<String> threadTs) {
    Version first = said.version(Optional.empty(), now());
    var message =
        new PostedMessage(
            channel, timestamps.next(), author, threadTs, List.of(shortened(first)), false);
    // First, so that whoever sees the message finds whom it rang.
    workspace
        .channel(channel)
        .ifPresent(where ->
            SlackNotice.by(message, where, workspace.groups())
                .forEach(user -> conversations.rings(new Rung(user, channel, message.ts()))));
    conversations.add(message);
    return message;
  }

  PostedMessage replace(PostedMessage before, MessageArguments said) {
    return conversations
        .change(
            before.channel(),
            before.ts(),
            message -> message.edited(said.version(message.current().metadata(), now())))
        .orElseThrow(() -> new ApiError("message_not_found"));
  }

  PostedMessage erase(PostedMessage before) {
    return conversations
        .change(before.channel(), before.ts(), PostedMessage::erased)
        .orElseThrow(() -> new ApiError("message_not_found"));
  }

  Ephemeral whisper(
      String channel,
      String user,
      MessageArguments said,
      Source source,
      Optional<String> responseUrl) {
    Version shown = said.version(Optional.empty(), now());
    var ephemeral =
        new Ephemeral(
            channel, user, timestamps.next(), shown.text(), shown.blocks(), source, responseUrl);
    conversations.add(ephemeral);
    return ephemeral;
  }

  private WorkspaceChannel writable(String id) {
    WorkspaceChannel channel = visible(id);
    if (channel.isArchived()) {
      throw new ApiError("is_archived");
    }
    if (!channel.has(Workspace.BOT_USER_ID)) {
      throw new ApiError("not_in_channel");
    }
    return channel;
  }

  private WorkspaceChannel visible(String id) {
    return workspace.channelForApp(id).orElseThrow(() -> new ApiError("channel_not_found"));
  }

  private Instant now() {
    return clock.instant();
  }

  private static Version shortened(Version version) {
    return version.text().length() <= MessageArguments.MAX_TEXT
        ? version
        : new Version(
            version.text().substring(0, MessageArguments.MAX_TEXT),
            version.blocks(),
            version.metadata(),
            version.at());
  }

  private static JsonObject warning(String code) {
    return JsonObject.builder().put("warnings", new JsonArray(List.of(Json.of(code)))).build();
  }
}

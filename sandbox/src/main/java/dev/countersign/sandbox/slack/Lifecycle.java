package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What happens to channels and to the app, as Slack documents its events
/// (docs.slack.dev/reference/ events): each changes the workspace first, and then tells the app
/// what it may hear by its scopes. The twins of private channels are sent for private ones.
public final class Lifecycle {
  private static final String PUBLIC = "channels:read";
  private static final String PRIVATE = "groups:read";

  private final Workspace workspace;
  private final MessageTimestamps timestamps;
  private final Set<String> scopes;
  private final Consumer<JsonObject> deliver;

  Lifecycle(
      Workspace workspace,
      MessageTimestamps timestamps,
      Set<String> scopes,
      Consumer<JsonObject> deliver) {
    this.workspace = workspace;
    this.timestamps = timestamps;
    this.scopes = scopes;
    this.deliver = deliver;
  }

  /// …/channel_archive, …/group_archive
  public void archive(String channel, String by) {
    WorkspaceChannel there = channel(channel);
    workspace.put(there.archived());
    tell(there, of(twin(there, "archive")).put("channel", channel).put("user", by));
  }

  /// …/channel_unarchive, …/group_unarchive
  public void unarchive(String channel, String by) {
    WorkspaceChannel there = channel(channel);
    workspace.put(there.restored());
    tell(there, of(twin(there, "unarchive")).put("channel", channel).put("user", by));
  }

  /// …/channel_rename, …/group_rename
  public void rename(String channel, String name) {
    WorkspaceChannel there = channel(channel);
    workspace.put(there.renamed(name));
    JsonObject renamed =
        JsonObject.builder().put("id", channel).put("name", name).put("created", 1L).build();
    tell(there, of(twin(there, "rename")).put("channel", renamed));
  }

  /// …/channel_deleted, …/group_deleted
  public void delete(String channel) {
    WorkspaceChannel there = channel(channel);
    workspace.drop(channel);
    tell(there, of(twin(there, "deleted")).put("channel", channel));
  }

  /// …/channel_left, …/group_left, and …/member_left_channel about the app itself
  public void removeApp(String channel, String by) {
    WorkspaceChannel there = channel(channel);
    Set<String> others = new HashSet<>(there.members());
    others.remove(Workspace.BOT_USER_ID);
    workspace.put(there.withMembers(others));
    tell(there, of(twin(there, "left")).put("channel", channel).put("actor_id", by));
    member(there, Workspace.BOT_USER_ID, "member_left_channel");
  }

  /// …/member_joined_channel about the app itself
  public void inviteApp(String channel) {
    WorkspaceChannel there = channel(channel);
    Set<String> all = new HashSet<>(there.members());
    all.add(Workspace.BOT_USER_ID);
    workspace.put(there.withMembers(all));
    member(there.withMembers(all), Workspace.BOT_USER_ID, "member_joined_channel");
  }

  /// …/member_left_channel about one of the people
  public void leave(String channel, String user) {
    WorkspaceChannel there = channel(channel);
    Set<String> others = new HashSet<>(there.members());
    others.remove(user);
    workspace.put(there.withMembers(others));
    member(there, user, "member_left_channel");
  }

  /// …/channel_id_changed
  public void changeId(String channel, String id) {
    WorkspaceChannel there = channel(channel);
    workspace.drop(channel);
    workspace.put(there.called(id));
    tell(there, of("channel_id_changed").put("old_channel_id", channel).put("new_channel_id", id));
  }

  /// …/tokens_revoked: the bot's, which is not taken out of force here; see [SlackSandbox#fail].
  public void tellRevoked() {
    JsonObject tokens =
        JsonObject.builder()
            .put("oauth", JsonArray.EMPTY)
            .put("bot", JsonArray.ofStrings(List.of(Workspace.BOT_USER_ID)))
            .build();
    deliver(of("tokens_revoked").put("tokens", tokens));
  }

  /// …/app_uninstalled, without taking the token out of force.
  public void tellUninstalled() {
    deliver(of("app_uninstalled"));
  }

  private void member(WorkspaceChannel there, String user, String type) {
    tell(
        there,
        of(type)
            .put("user", user)
            .put("channel", there.id())
            .put("channel_type", there.id().substring(0, 1))
            .put("team", Workspace.TEAM_ID));
  }

  private JsonObject.Builder of(String type) {
    return JsonObject.builder().put("type", type).put("event_ts", timestamps.next());
  }

  private static String twin(WorkspaceChannel there, String what) {
    return (there.isPrivate() ? "group_" : "channel_") + what;
  }

  private void tell(WorkspaceChannel there, JsonObject.Builder event) {
    if (there.has(Workspace.BOT_USER_ID) && scopes.contains(there.isPrivate() ? PRIVATE : PUBLIC)) {
      deliver(event);
    }
  }

  private void deliver(JsonObject.Builder event) {
    deliver.accept(event.build());
  }

  /// The envelope of every event (docs.slack.dev/apis/events-api).
  static JsonObject envelope(JsonObject event, String verificationToken, String id) {
    return JsonObject.builder()
        .put("type", "event_callback")
        .put("token", verificationToken)
        .put("team_id", Workspace.TEAM_ID)
        .put("api_app_id", Workspace.APP_ID)
        .put("event", event)
        .put("event_id", id)
        .put("event_time", Long.parseLong(event.text("event_ts").split("\\.", 2)[0]))
        .put(
            "authorizations",
            new JsonArray(
                List.of(
                    JsonObject.builder()
                        .put("enterprise_id", JsonNull.NULL)
                        .put("team_id", Workspace.TEAM_ID)
                        .put("user_id", Workspace.BOT_USER_ID)
                        .put("is_bot", true)
                        .put("is_enterprise_install", false)
                        .build())))
        .put("is_ext_shared_channel", false)
        .build();
  }

  private WorkspaceChannel channel(String id) {
    return workspace
        .channel(id)
        .orElseThrow(() -> new IllegalArgumentException("no such channel: " + id));
  }
}

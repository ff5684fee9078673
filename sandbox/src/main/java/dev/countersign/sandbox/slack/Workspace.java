package dev.countersign.sandbox.slack;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who and what exists in the emulated workspace. People and channels may be replaced at any time.
public final class Workspace {
  public static final String TEAM_ID = "T0SANDBOX";
  public static final String TEAM_DOMAIN = "sandbox";
  public static final String APP_ID = "A0COUNTERSIGN";
  public static final String BOT_USER_ID = "U0COUNTERSIGN";
  public static final String BOT_ID = "B0COUNTERSIGN";
  public static final String BOT_NAME = "countersign";

  private final Map<String, SlackUser> users = new ConcurrentHashMap<>();
  private final Map<String, WorkspaceChannel> channels = new ConcurrentHashMap<>();
  private volatile boolean ofOrganisation;
  private final Map<String, Set<String>> groups = new ConcurrentHashMap<>();

  Workspace() {
    put(SlackUser.member(BOT_USER_ID, BOT_NAME).with(SlackUser.Flag.IS_BOT));
  }

  /// Adds a person, or changes what is known about one.
  public void put(SlackUser user) {
    users.put(user.id(), user);
  }

  void drop(String channel) {
    channels.remove(channel);
  }

  /// Adds a channel, or archives, shares or repopulates one.
  public void put(WorkspaceChannel channel) {
    channels.put(channel.id(), channel);
  }

  /// As if the app was installed for all workspaces of an organisation.
  public void ofOrganisation() {
    ofOrganisation = true;
  }

  boolean isOfOrganisation() {
    return ofOrganisation;
  }

  /// Adds a user group, or changes who is in it.
  ///
  /// @param id `S…`
  public void putGroup(String id, Set<String> users) {
    groups.put(id, Set.copyOf(users));
  }

  /// The members of each user group.
  Map<String, Set<String>> groups() {
    return Map.copyOf(groups);
  }

  public Optional<SlackUser> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  public Optional<WorkspaceChannel> channel(String id) {
    return Optional.ofNullable(channels.get(id));
  }

  /// The conversation of a person with the app, to which the app may write by the person's id
  /// (docs.slack.dev/reference/methods/chat.postMessage, "Post to a DM"). Bots and people who are
  /// not there any more have none.
  Optional<WorkspaceChannel> direct(String userId) {
    return user(userId)
        .filter(user -> !user.is(SlackUser.Flag.IS_BOT) && !user.is(SlackUser.Flag.DELETED))
        .map(_ -> WorkspaceChannel.direct(userId))
        .map(direct -> channels.computeIfAbsent(direct.id(), _ -> direct));
  }

  /// A private channel does not exist for an app that is not in it.
  Optional<WorkspaceChannel> channelForApp(String id) {
    return channel(id).filter(channel -> !channel.isPrivate() || channel.has(BOT_USER_ID));
  }
}

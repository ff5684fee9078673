package dev.countersign.sandbox.slack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A conversation as `conversations.info` describes it. The app is in it when `members` holds
/// [Workspace#BOT_USER_ID].
public record WorkspaceChannel(
    String id,
    String name,
    Set<String> members,
    boolean isPrivate,
    boolean isArchived,
    Sharing sharing) {

  /// Who sees it beside the app's own workspace.
  public enum Sharing {
    NOBODY,
    /// Another organisation, by Slack Connect.
    OUTSIDE,
    /// Another organisation, once it accepts the invitation.
    PENDING,
    /// Another workspace of the same organisation.
    ORGANISATION
  }

  public WorkspaceChannel {
    members = Set.copyOf(members);
  }

  /// A public channel with the app and these people in it.
  public static WorkspaceChannel open(String id, String name, String... userIds) {
    var members = new LinkedHashSet<>(List.of(userIds));
    members.add(Workspace.BOT_USER_ID);
    return new WorkspaceChannel(id, name, members, false, false, Sharing.NOBODY);
  }

  /// The direct conversation of the app with a person; its id begins with `D`, as Slack's do.
  public static WorkspaceChannel direct(String userId) {
    return open("D" + userId.substring(1), "directmessage", userId).closed();
  }

  public WorkspaceChannel withMembers(Set<String> changed) {
    return new WorkspaceChannel(id, name, changed, isPrivate, isArchived, sharing);
  }

  public WorkspaceChannel closed() {
    return new WorkspaceChannel(id, name, members, true, isArchived, sharing);
  }

  public WorkspaceChannel archived() {
    return new WorkspaceChannel(id, name, members, isPrivate, true, sharing);
  }

  public WorkspaceChannel restored() {
    return new WorkspaceChannel(id, name, members, isPrivate, false, sharing);
  }

  public WorkspaceChannel renamed(String other) {
    return new WorkspaceChannel(id, other, members, isPrivate, isArchived, sharing);
  }

  WorkspaceChannel called(String other) {
    return new WorkspaceChannel(other, name, members, isPrivate, isArchived, sharing);
  }

  /// Shared with another organisation by Slack Connect.
  public WorkspaceChannel sharedOutside() {
    return shared(Sharing.OUTSIDE);
  }

  public WorkspaceChannel shared(Sharing with) {
    return new WorkspaceChannel(id, name, members, isPrivate, isArchived, with);
  }

  boolean isDirect() {
    return id.startsWith("D");
  }

  boolean has(String userId) {
    return members.contains(userId);
  }
}

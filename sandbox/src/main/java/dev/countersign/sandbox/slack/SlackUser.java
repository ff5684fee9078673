package dev.countersign.sandbox.slack;

import java.util.EnumSet;
import java.util.Set;

/// An account as `users.info` describes it. `teamId` is the account's home workspace, which differs
/// for strangers.
public record SlackUser(String id, String name, String teamId, Set<Flag> flags) {

  /// What makes an account other than a full member; the wire name is the lower-case name.
  public enum Flag {
    IS_BOT,
    /// From another organisation, met in a shared channel.
    IS_STRANGER,
    /// Multi-channel guest.
    IS_RESTRICTED,
    /// Single-channel guest.
    IS_ULTRA_RESTRICTED,
    DELETED
  }

  public SlackUser {
    flags = Set.copyOf(flags);
  }

  /// A full member of the sandbox's own workspace.
  public static SlackUser member(String id, String name) {
    return new SlackUser(id, name, Workspace.TEAM_ID, Set.of());
  }

  public SlackUser with(Flag flag) {
    var more = EnumSet.of(flag);
    more.addAll(flags);
    return new SlackUser(id, name, teamId, more);
  }

  public SlackUser from(String otherTeamId) {
    return new SlackUser(id, name, otherTeamId, flags);
  }

  public boolean is(Flag flag) {
    return flags.contains(flag);
  }
}

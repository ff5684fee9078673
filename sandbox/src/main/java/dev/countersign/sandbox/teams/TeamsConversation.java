package dev.countersign.sandbox.teams;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A chat or a channel, with the ids of the people in it. Immutable.
///
/// @param id without `;messageid=`
/// @param team the id of the channel's team
/// @param installed whether the app is there
public record TeamsConversation(
    String id,
    Kind kind,
    String name,
    Optional<String> team,
    Set<String> members,
    boolean installed) {

  /// Spelled as `conversationType` spells it.
  public enum Kind {
    PERSONAL("personal"),
    GROUP_CHAT("groupChat"),
    CHANNEL("channel");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  public TeamsConversation {
    members = Set.copyOf(members);
  }

  /// A group chat in which somebody added the app.
  public static TeamsConversation groupChat(String name, TeamsUser... people) {
    return new TeamsConversation(
        "19:" + name + "@thread.v2", Kind.GROUP_CHAT, name, Optional.empty(), ids(people), true);
  }

  /// The chat of one person with the app, before either said anything.
  public static TeamsConversation personal(TeamsUser person) {
    return new TeamsConversation(
        personalId(person), Kind.PERSONAL, person.name(), Optional.empty(), ids(person), true);
  }

  static String personalId(TeamsUser person) {
    return "a:" + person.id().substring("29:".length());
  }

  static Set<String> ids(TeamsUser... people) {
    var ids = new LinkedHashSet<String>();
    List.of(people).forEach(person -> ids.add(person.id()));
    return ids;
  }

  public boolean has(String userId) {
    return members.contains(userId);
  }

  TeamsConversation installed(boolean now) {
    return new TeamsConversation(id, kind, name, team, members, now);
  }

  TeamsConversation renamed(String other) {
    return new TeamsConversation(id, kind, other, team, members, installed);
  }

  TeamsConversation with(String userId) {
    var all = new LinkedHashSet<>(members);
    all.add(userId);
    return new TeamsConversation(id, kind, name, team, all, installed);
  }

  TeamsConversation without(String userId) {
    var left = new LinkedHashSet<>(members);
    left.remove(userId);
    return new TeamsConversation(id, kind, name, team, left, installed);
  }
}

package dev.countersign.sandbox.teams;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who and what is in the tenant; changes as people install, rename and leave.
final class Tenant {
  static final String TENANT_ID = "7f3a1c52-9b0e-4d6f-8a21-5c4e9d0b7a10";
  static final String OTHER_TENANT_ID = "c2d94e17-3f58-4b6a-9e0c-71a8b5d2f604";
  static final String APP_ID = "b6e0d3f4-1a2b-4c5d-8e9f-0a1b2c3d4e5f";
  static final String BOT_ID = "28:" + APP_ID;
  static final String BOT_NAME = "Countersign";

  private final Map<String, TeamsUser> users = new LinkedHashMap<>();
  private final Map<String, TeamsTeam> teams = new LinkedHashMap<>();
  private final Map<String, TeamsConversation> conversations = new LinkedHashMap<>();
  private final Set<String> blocking = ConcurrentHashMap.newKeySet();

  private volatile boolean registered = true;
  private volatile boolean allowedByAdmin = true;

  synchronized void put(TeamsUser user) {
    users.put(user.id(), user);
  }

  synchronized void put(TeamsTeam team) {
    teams.put(team.id(), team);
    team.channels().forEach(this::put);
  }

  synchronized void put(TeamsConversation conversation) {
    conversations.put(conversation.id(), conversation);
  }

  synchronized void drop(String conversation) {
    conversations.remove(conversation);
  }

  synchronized Optional<TeamsUser> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  /// By MRI or by Entra object id, as the connector takes both.
  synchronized Optional<TeamsUser> userByAnyId(String id) {
    return user(id)
        .or(() ->
            users.values().stream()
                .filter(user -> user.aadObjectId().filter(id::equalsIgnoreCase).isPresent())
                .findFirst());
  }

  synchronized Optional<TeamsTeam> team(String id) {
    return Optional.ofNullable(teams.get(id));
  }

  synchronized Optional<TeamsConversation> conversation(String id) {
    return Optional.ofNullable(conversations.get(id));
  }

  synchronized List<TeamsConversation> channels(String team) {
    return conversations.values().stream()
        .filter(one -> one.team().filter(team::equals).isPresent())
        .toList();
  }

  synchronized List<TeamsUser> members(TeamsConversation of) {
    return users.values().stream().filter(user -> of.has(user.id())).toList();
  }

  /// Whether the bot may start a chat with them: the app is theirs, or is where they are.
  synchronized boolean reaches(TeamsUser user) {
    return conversations.values().stream().anyMatch(one -> one.installed() && one.has(user.id()));
  }

  void setBlocked(String userId, boolean blocked) {
    if (blocked) {
      blocking.add(userId);
    } else {
      blocking.remove(userId);
    }
  }

  boolean isBlockedBy(TeamsConversation conversation) {
    return conversation.kind() == TeamsConversation.Kind.PERSONAL
        && conversation.members().stream().anyMatch(blocking::contains);
  }

  void setRegistered(boolean now) {
    registered = now;
  }

  boolean isRegistered() {
    return registered;
  }

  void setAllowedByAdmin(boolean now) {
    allowedByAdmin = now;
  }

  boolean isAllowedByAdmin() {
    return allowedByAdmin;
  }
}

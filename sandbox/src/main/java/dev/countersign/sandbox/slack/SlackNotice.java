package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whose phone a new message makes ring with Slack's own default settings: people and groups whom
/// it names, in a channel or in a thread, once each
/// (docs.slack.dev/messaging/formatting-message-text), and the person of a direct conversation
/// whatever it says. A change of a message rings nobody, whoever it names.
final class SlackNotice {
  private static final Pattern USER = Pattern.compile("<@([UW][A-Z0-9]+)>");
  private static final Pattern GROUP = Pattern.compile("<!subteam\\^(S[A-Z0-9]+)>");
  private static final Pattern EVERYBODY = Pattern.compile("<!(here|channel|everyone)>");

  private SlackNotice() {}

  /// Members of the channel, without the author.
  ///
  /// @param groups the members of each user group
  static Set<String> by(
      PostedMessage message, WorkspaceChannel where, Map<String, Set<String>> groups) {
    Set<String> members = where.members();
    Set<String> named = new TreeSet<>();
    if (where.isDirect()) {
      named.addAll(members);
    }
    Matcher users = USER.matcher(message.text());
    while (users.find()) {
      named.add(users.group(1));
    }
    Matcher teams = GROUP.matcher(message.text());
    while (teams.find()) {
      named.addAll(groups.getOrDefault(teams.group(1), Set.of()));
    }
    if (EVERYBODY.matcher(message.text()).find()) {
      named.addAll(members);
    }
    look(message.blocks(), groups, named);
    named.retainAll(members);
    named.remove(message.author());
    return named;
  }

  private static void look(Json json, Map<String, Set<String>> groups, Set<String> named) {
    switch (json) {
      case JsonArray array -> array.items().forEach(item -> look(item, groups, named));
      case JsonObject object -> {
        if (object.get("type") instanceof JsonString(String type)) {
          switch (type) {
            case "user" -> object.optionalText("user_id").ifPresent(named::add);
            case "usergroup" ->
                object
                    .optionalText("usergroup_id")
                    .ifPresent(id -> named.addAll(groups.getOrDefault(id, Set.of())));
            default -> {}
          }
        }
        object.members().values().forEach(member -> look(member, groups, named));
      }
      default -> {}
    }
  }
}

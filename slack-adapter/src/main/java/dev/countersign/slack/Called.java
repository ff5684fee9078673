package dev.countersign.slack;

import dev.countersign.card.Ring;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whom a message names, so that Slack notifies them
/// (docs.slack.dev/messaging/formatting-message-text, "Mentioning users", "Mentioning groups"). In
/// the blocks a member or a user group is an element of its own, so no words can name anybody.
///
/// @param users members of our workspace
/// @param groups user groups, `S…`
record Called(List<String> users, List<String> groups) {
  private static final Pattern GROUP = Pattern.compile("S[A-Z0-9]{1,30}");

  static Called of(Ring ring, String teamId) {
    return new Called(
        ring.people().stream()
            .map(human -> RichText.user(human, teamId))
            .flatMap(Optional::stream)
            .distinct()
            .toList(),
        ring.groups().stream().filter(id -> GROUP.matcher(id).matches()).toList());
  }

  boolean isNobody() {
    return users.isEmpty() && groups.isEmpty();
  }

  /// For a `text`, the one place that Slack parses.
  String text() {
    return Stream.concat(
            groups.stream().map(id -> "<!subteam^" + id + ">"),
            users.stream().map(id -> "<@" + id + ">"))
        .collect(Collectors.joining(" "));
  }

  /// One line of rich text: words, the names, words.
  JsonObject line(String before, String after) {
    List<Json> leaves = new ArrayList<>();
    if (!before.isEmpty()) {
      leaves.add(words(before));
    }
    groups.forEach(id -> leaves.addAll(List.of(named("usergroup", id), words(" "))));
    users.forEach(id -> leaves.addAll(List.of(named("user", id), words(" "))));
    if (!after.isEmpty()) {
      leaves.add(words(after));
    }
    return RichText.container(
        "rich_text", List.of(RichText.container("rich_text_section", leaves)));
  }

  private static JsonObject named(String type, String id) {
    return JsonObject.builder().put("type", type).put(type + "_id", id).build();
  }

  private static JsonObject words(String words) {
    return JsonObject.builder().put("type", "text").put("text", words).build();
  }
}

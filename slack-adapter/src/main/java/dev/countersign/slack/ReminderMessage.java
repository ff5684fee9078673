package dev.countersign.slack;

import dev.countersign.card.Run;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A few words below a card that name people, so that Slack notifies them
/// (docs.slack.dev/messaging/formatting-message-text, "Mentioning users"). In the blocks a member
/// is an element of its own, so no words can name anybody.
///
/// @param text what notifications show: the one place that Slack parses
/// @param blocks as JSON
record ReminderMessage(String text, String blocks) {

  static ReminderMessage of(String words, List<Run.Human> whom, String teamId) {
    List<String> users =
        whom.stream().map(human -> RichText.user(human, teamId)).flatMap(Optional::stream).toList();
    List<Json> leaves = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String user : users) {
      leaves.add(JsonObject.builder().put("type", "user").put("user_id", user).build());
      leaves.add(words(" "));
      text.append("<@").append(user).append("> ");
    }
    leaves.add(words(words));
    JsonObject section =
        JsonObject.builder()
            .put("type", "rich_text_section")
            .put("elements", new JsonArray(leaves))
            .build();
    JsonObject block =
        JsonObject.builder()
            .put("type", "rich_text")
            .put("elements", new JsonArray(List.of(section)))
            .build();
    return new ReminderMessage(
        text + BlockKitRenderer.unparsed(words), CanonicalJson.text(new JsonArray(List.of(block))));
  }

  private static JsonObject words(String words) {
    return JsonObject.builder().put("type", "text").put("text", words).build();
  }
}

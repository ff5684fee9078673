package dev.countersign.teams.card;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A few words below a card that name people, so that Teams notifies them
/// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format, "Mention
/// support within Adaptive Cards"). The words are a text run, in which nothing is parsed; the line
/// with the names is the only one that is, and has nothing but them.
public final class ReminderCard {
  private ReminderCard() {}

  /// Somebody whom the chat knows.
  ///
  /// @param mri the chat's own id of them
  /// @param name as people know them
  public record Named(String mri, String name) {}

  public static JsonObject of(String words, List<Named> whom) {
    List<JsonObject> body = new ArrayList<>();
    List<JsonObject> mentions = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (Named person : whom) {
      String text = "<at>" + letters(person.name()) + "</at>";
      line.append(line.isEmpty() ? "" : ", ").append(text);
      mentions.add(mention(person, text));
    }
    if (!mentions.isEmpty()) {
      body.add(
          JsonObject.builder()
              .put("type", "TextBlock")
              .put("text", line.toString())
              .put("wrap", true)
              .build());
    }
    body.add(Elements.line(List.of(Elements.run(words, Elements.PLAIN)), Elements.NONE));
    JsonObject.Builder card =
        JsonObject.builder()
            .put("type", "AdaptiveCard")
            .put("version", Elements.VERSION)
            .put("fallbackText", words)
            .put("body", new JsonArray(List.copyOf(body)));
    if (!mentions.isEmpty()) {
      card.put(
          "msteams",
          JsonObject.builder().put("entities", new JsonArray(List.copyOf(mentions))).build());
    }
    return card.build();
  }

  private static JsonObject mention(Named person, String text) {
    return JsonObject.builder()
        .put("type", "mention")
        .put("text", text)
        .put(
            "mentioned",
            JsonObject.builder()
                .put("id", person.mri())
                .put("name", letters(person.name()))
                .build())
        .build();
  }

  /// Nothing that Markdown or the tag could be closed with; it need not be a whole name, as Teams
  /// goes by the id.
  private static String letters(String name) {
    String letters = name.replaceAll("[^\\p{L}\\p{M}\\p{Nd} ]", " ").strip();
    return Optional.of(letters).filter(text -> !text.isEmpty()).orElse("reviewer");
  }
}

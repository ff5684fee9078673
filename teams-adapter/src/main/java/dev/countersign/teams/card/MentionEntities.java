package dev.countersign.teams.card;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A line of a card that names people, so that Teams notifies them
/// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format, "Mention
/// support within Adaptive Cards"). It is the only line of a card that is parsed, and has nothing
/// but our own words and the names.
public final class MentionEntities {
  private static final String MSTEAMS = "msteams";

  private MentionEntities() {}

  /// Somebody whom the chat knows.
  ///
  /// @param mri the chat's own id of them
  /// @param name as people know them
  public record Named(String mri, String name) {}

  /// The card with a last line that names them, as many as it has room for.
  ///
  /// @param before the line's own words, without markup
  public static JsonObject below(JsonObject card, String before, List<Named> whom) {
    int room = CardBudget.MAX_UNITS - CardBudget.units(card);
    List<Named> fitting = new ArrayList<>();
    for (Named person : whom) {
      room -= CardBudget.units(mention(person)) + 2 * person.name().length();
      if (room < 0) {
        break;
      }
      fitting.add(person);
    }
    if (fitting.isEmpty()) {
      return card;
    }
    List<Json> body = new ArrayList<>(card.items("body"));
    body.add(line(before, fitting));
    return card.with("body", new JsonArray(body))
        .with(MSTEAMS, entities(card.optionalObject(MSTEAMS).orElse(JsonObject.EMPTY), fitting));
  }

  static JsonObject line(String before, List<Named> whom) {
    return JsonObject.builder()
        .put("type", "TextBlock")
        .put("text", before + String.join(", ", whom.stream().map(MentionEntities::tag).toList()))
        .put("wrap", true)
        .build();
  }

  static JsonObject entities(JsonObject msteams, List<Named> whom) {
    return msteams.with(
        "entities",
        new JsonArray(List.copyOf(whom.stream().map(MentionEntities::mention).toList())));
  }

  private static JsonObject mention(Named person) {
    return JsonObject.builder()
        .put("type", "mention")
        .put("text", tag(person))
        .put(
            "mentioned",
            JsonObject.builder()
                .put("id", person.mri())
                .put("name", letters(person.name()))
                .build())
        .build();
  }

  private static String tag(Named person) {
    return "<at>" + letters(person.name()) + "</at>";
  }

  /// Nothing that Markdown or the tag could be closed with; it need not be a whole name, as Teams
  /// goes by the id.
  private static String letters(String name) {
    String letters = name.replaceAll("[^\\p{L}\\p{M}\\p{Nd} ]", " ").strip();
    return Optional.of(letters).filter(text -> !text.isEmpty()).orElse("reviewer");
  }
}

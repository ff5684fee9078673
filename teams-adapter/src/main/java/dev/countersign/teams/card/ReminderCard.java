package dev.countersign.teams.card;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.teams.card.MentionEntities.Named;
import java.util.ArrayList;
import java.util.List;

/// A few words below a card that name people. The words are a text run, in which nothing is parsed.
public final class ReminderCard {
  private ReminderCard() {}

  public static JsonObject of(String words, List<Named> whom) {
    List<JsonObject> body = new ArrayList<>();
    if (!whom.isEmpty()) {
      body.add(MentionEntities.line("", whom));
    }
    body.add(Elements.line(List.of(Elements.run(words, Elements.PLAIN)), Elements.NONE));
    JsonObject.Builder card =
        JsonObject.builder()
            .put("type", "AdaptiveCard")
            .put("version", Elements.VERSION)
            .put("fallbackText", words)
            .put("body", new JsonArray(List.copyOf(body)));
    if (!whom.isEmpty()) {
      card.put("msteams", MentionEntities.entities(JsonObject.EMPTY, whom));
    }
    return card.build();
  }
}

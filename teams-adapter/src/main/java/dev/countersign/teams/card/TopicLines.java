package dev.countersign.teams.card;

import dev.countersign.card.FormTopic;
import dev.countersign.card.Run;
import dev.countersign.json.Json;
import java.util.ArrayList;
import java.util.List;

/// What a form is about, above its inputs, in runs that no client parses.
final class TopicLines {
  private TopicLines() {}

  static List<Json> of(FormTopic topic) {
    TextLines lines = new TextLines(new CardBudget(CardBudget.MAX_UNITS));
    List<Json> drawn = new ArrayList<>();
    topic
        .lines()
        .forEach(words ->
            drawn.addAll(lines.draw(List.of(Run.words(words)), Elements.PLAIN, Elements.SMALL)));
    drawn.addAll(lines.draw(topic.object(), Elements.PLAIN, Elements.SMALL));
    return drawn;
  }
}

package dev.countersign.slack;

import dev.countersign.card.Ring;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import java.util.List;

/// A few words below a card that name people.
///
/// @param text what notifications show
/// @param blocks as JSON
record ReminderMessage(String text, String blocks) {

  static ReminderMessage of(String words, Ring ring, String teamId) {
    Called called = Called.of(ring, teamId);
    String names = called.isNobody() ? "" : called.text() + " ";
    return new ReminderMessage(
        names + BlockKitRenderer.unparsed(words),
        CanonicalJson.text(new JsonArray(List.of(called.line("", words)))));
  }
}

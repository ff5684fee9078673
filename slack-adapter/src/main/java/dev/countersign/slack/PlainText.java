package dev.countersign.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// `plain_text` objects: the service's own words, in which Slack parses nothing, emoji codes
/// included.
final class PlainText {
  /// Characters of one section (docs.slack.dev/reference/block-kit/blocks/section-block).
  static final int LONGEST = 3_000;

  private PlainText() {}

  /// The blocks of a message that is nothing but words, cut between lines where one section does
  /// not hold them.
  ///
  /// @param words at least one character
  static JsonArray sections(String words) {
    List<Json> sections = new ArrayList<>();
    String rest = words;
    while (rest.length() > LONGEST) {
      String piece = BlockBudget.beginning(rest, LONGEST);
      int lines = piece.lastIndexOf('\n') + 1;
      String section = lines == 0 ? piece : piece.substring(0, lines);
      sections.add(section(section));
      rest = rest.substring(section.length());
    }
    sections.add(section(rest));
    return new JsonArray(sections);
  }

  private static JsonObject section(String words) {
    return JsonObject.builder().put("type", "section").put("text", of(words)).build();
  }

  static JsonObject of(String words) {
    return JsonObject.builder()
        .put("type", "plain_text")
        .put("text", words)
        .put("emoji", false)
        .build();
  }
}

package dev.countersign.slack;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws one section as one block: `rich_text`, or `context` for the service's small print.
final class SectionBlocks {
  /// Characters of one note, below the 3,000 of other plain text.
  static final int NOTE = 2_000;

  static final String NOTHING = "(empty)";

  private final RichText text;
  private final BlockBudget budget;

  SectionBlocks(RichText text, BlockBudget budget) {
    this.text = text;
    this.budget = budget;
  }

  /// Empty when there is nothing of it to show, or no room.
  Optional<JsonObject> draw(Section section, String blockId) {
    return switch (section) {
      case Section.Lines(List<List<Run>> lines) -> richText(blockId, sections(lines));
      case Section.Quote(String title, List<Run> quoted) ->
          richText(blockId, titled(title, "rich_text_quote", orNothing(text.leaves(quoted))));
      case Section.Verbatim(String title, String exact, String _) ->
          richText(
              blockId, titled(title, "rich_text_preformatted", orNothing(text.passage(exact))));
      case Section.Bullets(String title, List<List<Run>> items) ->
          richText(blockId, list(title, items));
      case Section.Note(String words) -> note(blockId, words);
      case Section.Explanation(Section words) -> draw(words, blockId);
      case Section.Aid(Section words, _) -> draw(words, blockId);
      case Section.Buttons _ -> Optional.empty();
    };
  }

  /// Small print that the budget has room for.
  static JsonObject context(String blockId, String words) {
    return block("context", blockId, List.of(PlainText.of(words)));
  }

  /// Words of the service and where they lead: an address of this deployment, never a supplied one.
  static JsonObject leading(String blockId, String words, URI to) {
    return block(
        "rich_text",
        blockId,
        List.of(
            RichText.container(
                "rich_text_section",
                List.of(
                    RichText.leaf("text").put("text", words).build(),
                    RichText.leaf("link")
                        .put("url", to.toString())
                        .put("text", to.toString())
                        .build()))));
  }

  private Optional<JsonObject> note(String blockId, String words) {
    String taken = budget.take(budget.fit(words, NOTE));
    return taken.isEmpty() ? Optional.empty() : Optional.of(context(blockId, taken));
  }

  private List<Json> sections(List<List<Run>> lines) {
    var sections = new ArrayList<Json>();
    for (List<Run> line : lines) {
      section(text.leaves(line)).ifPresent(sections::add);
    }
    return sections;
  }

  private List<Json> titled(String title, String type, List<Json> leaves) {
    var elements = new ArrayList<Json>();
    section(text.title(title)).ifPresent(elements::add);
    if (!leaves.isEmpty()) {
      elements.add(RichText.container(type, leaves));
    }
    return elements;
  }

  private List<Json> list(String title, List<List<Run>> items) {
    var elements = new ArrayList<Json>();
    section(text.title(title)).ifPresent(elements::add);
    List<Json> drawn = sections(items);
    if (!drawn.isEmpty()) {
      elements.add(RichText.container("rich_text_list", drawn).with("style", Json.of("bullet")));
    }
    return elements;
  }

  /// Says that what is shown exactly is empty, where the shown leaves are none because there was
  /// nothing, and not because there was no room.
  private List<Json> orNothing(List<Json> leaves) {
    return leaves.isEmpty() && budget.isOpen() ? text.aside(NOTHING) : leaves;
  }

  private static Optional<Json> section(List<Json> leaves) {
    return leaves.isEmpty()
        ? Optional.empty()
        : Optional.of(RichText.container("rich_text_section", leaves));
  }

  private static Optional<JsonObject> richText(String blockId, List<Json> elements) {
    return elements.isEmpty()
        ? Optional.empty()
        : Optional.of(block("rich_text", blockId, elements));
  }

  private static JsonObject block(String type, String blockId, List<? extends Json> elements) {
    return JsonObject.builder()
        .put("type", type)
        .put("block_id", blockId)
        .put("elements", new JsonArray(List.copyOf(elements)))
        .build();
  }
}

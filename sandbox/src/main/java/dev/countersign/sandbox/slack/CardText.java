package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.TerminalLines;
import dev.countersign.sandbox.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A message as plain text for a terminal: every block type that [BlockKit] accepts, and nothing
/// else. Bold and italics are left out; buttons look like `[ Approve & call ]`.
public final class CardText {
  /// Characters in a line. Preformatted text and table rows are shown as they are.
  public static final int WIDTH = 78;

  private static final String RULE = "─".repeat(WIDTH);

  private CardText() {}

  /// Lines parted by `\n`, blocks by an empty line, no line break at the end.
  ///
  /// @throws IllegalArgumentException when Slack would not have taken the blocks
  public static String render(JsonArray blocks) {
    List<Violation> violations = BlockKit.checkMessage(blocks);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException("Slack would refuse this: " + violations.getFirst());
    }
    return blocks.items().stream()
        .map(block -> String.join("\n", lines((JsonObject) block)))
        .collect(Collectors.joining("\n\n"));
  }

  /// A modal: its title, its blocks, and the buttons below. Of an App Home, its blocks.
  ///
  /// @throws IllegalArgumentException when Slack would not have opened it
  public static String renderView(JsonObject view) {
    List<Violation> violations = BlockKit.checkView(view);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException("Slack would refuse this: " + violations.getFirst());
    }
    boolean modal = view.text("type").equals("modal");
    var parts = new ArrayList<String>();
    if (modal) {
      parts.add(String.join("\n", titled(text(view, "title"))));
    }
    for (Json block : view.items("blocks")) {
      parts.add(String.join("\n", lines((JsonObject) block)));
    }
    if (!modal) {
      return String.join("\n\n", parts);
    }
    String close = view.has("close") ? text(view, "close") : "Cancel";
    parts.add(
        "[ " + close + " ]" + (view.has("submit") ? "  [ " + text(view, "submit") + " ]" : ""));
    return String.join("\n\n", parts);
  }

  private static List<String> lines(JsonObject block) {
    return switch (block.text("type")) {
      case "header" -> titled(text(block, "text"));
      case "section" -> section(block);
      case "rich_text" -> RichTextLines.of(block, WIDTH);
      case "context" -> context(block);
      case "actions" -> wrap(elements(block));
      case "divider" -> List.of(RULE);
      case "image" -> wrap(image(block));
      case "input" -> input(block);
      case "table" -> RichTextLines.table(block);
      default -> throw new IllegalStateException("no such block");
    };
  }

  private static List<String> titled(String title) {
    var lines = new ArrayList<>(wrap(title));
    lines.add("═".repeat(Math.min(WIDTH, lines.getLast().length())));
    return lines;
  }

  private static List<String> section(JsonObject block) {
    var lines = new ArrayList<String>();
    if (block.has("text")) {
      lines.addAll(wrap(text(block, "text")));
    }
    if (block.has("fields")) {
      block
          .objects("fields", field -> field.text("text"))
          .forEach(field -> lines.addAll(TerminalLines.wrap(field, WIDTH, "  ", "  ")));
    }
    block.optionalObject("accessory").ifPresent(one -> lines.addAll(wrap(element(one))));
    return lines;
  }

  private static List<String> context(JsonObject block) {
    return wrap(
        block
            .objects(
                "elements", one -> one.text("type").equals("image") ? image(one) : one.text("text"))
            .stream()
            .collect(Collectors.joining("  ")));
  }

  private static String elements(JsonObject block) {
    return block.objects("elements", CardText::element).stream().collect(Collectors.joining("  "));
  }

  private static List<String> input(JsonObject block) {
    var lines = new ArrayList<>(wrap(text(block, "label") + ":"));
    lines.addAll(TerminalLines.wrap(element(block.object("element")), WIDTH, "  ", "  "));
    if (block.has("hint")) {
      lines.addAll(TerminalLines.wrap(text(block, "hint"), WIDTH, "  ", "  "));
    }
    return lines;
  }

  private static String element(JsonObject element) {
    return switch (element.text("type")) {
      case "button" -> button(element);
      case "image" -> image(element);
      case "checkboxes" -> options(element, "[x] ", "[ ] ");
      case "radio_buttons" -> options(element, "(o) ", "( ) ");
      case "static_select" -> "( " + standing(element) + " ▾ )";
      case "plain_text_input" -> "____________";
      default -> throw new IllegalStateException("no such element");
    };
  }

  private static String button(JsonObject button) {
    String label = "[ " + text(button, "text") + " ]";
    return button.optionalText("url").map(url -> label + " <" + url + ">").orElse(label);
  }

  private static String image(JsonObject image) {
    return "[image: " + image.text("alt_text") + "]";
  }

  private static String options(JsonObject element, String chosen, String other) {
    List<Json> initial = ElementGrammar.initial(element);
    return element
        .objects(
            "options", option -> (initial.contains(option) ? chosen : other) + text(option, "text"))
        .stream()
        .collect(Collectors.joining("  "));
  }

  private static String standing(JsonObject select) {
    return select
        .optionalObject("initial_option")
        .map(option -> text(option, "text"))
        .or(() -> select.optionalObject("placeholder").map(placeholder -> placeholder.text("text")))
        .orElse("choose");
  }

  private static String text(JsonObject holder, String member) {
    return holder.object(member).text("text");
  }

  private static List<String> wrap(String text) {
    return TerminalLines.wrap(text, WIDTH, "", "");
  }
}

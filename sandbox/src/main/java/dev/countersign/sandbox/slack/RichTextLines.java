package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.TerminalLines;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `rich_text` as lines: lists with bullets or numbers, quotes behind a bar, preformatted text
/// indented and uncut. Struck-out text stands between tildes and code between backticks, because
/// they change the meaning.
final class RichTextLines {
  private static final String PREFORMATTED_INDENT = "    ";

  private final int width;
  private final List<String> lines = new ArrayList<>();

  private RichTextLines(int width) {
    this.width = width;
  }

  static List<String> of(JsonObject richText, int width) {
    var lines = new RichTextLines(width);
    richText.objects("elements", element -> element).forEach(lines::add);
    return lines.lines;
  }

  /// All leaves one after the other.
  static String inline(JsonObject container) {
    return container.objects("elements", RichTextLines::leaf).stream()
        .collect(Collectors.joining());
  }

  /// A table cell on one line.
  static String flat(JsonObject richText) {
    return String.join(" ", of(richText, Integer.MAX_VALUE)).strip();
  }

  private void add(JsonObject element) {
    switch (element.text("type")) {
      case "rich_text_section" -> lines.addAll(TerminalLines.wrap(inline(element), width, "", ""));
      case "rich_text_quote" ->
          lines.addAll(TerminalLines.wrap(inline(element), width, "│ ", "│ "));
      case "rich_text_preformatted" ->
          TerminalLines.printable(inline(element))
              .lines()
              .forEach(line -> lines.add(PREFORMATTED_INDENT + line));
      case "rich_text_list" -> addList(element);
      default -> throw new IllegalStateException("no such rich text element");
    }
  }

  private void addList(JsonObject list) {
    String margin = "  ".repeat(list.has("indent") ? (int) list.number("indent") : 0);
    boolean isOrdered = list.text("style").equals("ordered");
    long number = list.has("offset") ? list.number("offset") : 0;
    for (JsonObject item : list.objects("elements", one -> one)) {
      number++;
      String mark = margin + (isOrdered ? number + ". " : "• ");
      lines.addAll(TerminalLines.wrap(inline(item), width, mark, " ".repeat(mark.length())));
    }
  }

  private static String leaf(JsonObject leaf) {
    String words =
        switch (leaf.text("type")) {
          case "text" -> leaf.text("text");
          case "link" -> link(leaf);
          case "user" -> "@" + leaf.text("user_id");
          case "usergroup" -> "@" + leaf.text("usergroup_id");
          case "team" -> "@" + leaf.text("team_id");
          case "channel" -> "#" + leaf.text("channel_id");
          case "broadcast" -> "@" + leaf.text("range");
          case "emoji" -> ":" + leaf.text("name") + ":";
          case "color" -> leaf.text("value");
          case "date" -> leaf.optionalText("fallback").orElse(leaf.text("format"));
          default -> throw new IllegalStateException("no such rich text leaf");
        };
    return styled(words, leaf.optionalObject("style").orElse(JsonObject.EMPTY));
  }

  private static String link(JsonObject leaf) {
    String url = leaf.text("url");
    return leaf.optionalText("text").map(text -> text + " <" + url + ">").orElse("<" + url + ">");
  }

  private static String styled(String words, JsonObject style) {
    String coded = is(style, "code") ? "`" + words + "`" : words;
    return is(style, "strike") ? "~" + coded + "~" : coded;
  }

  private static boolean is(JsonObject style, String name) {
    return style.has(name) && style.bool(name);
  }

  /// The rows of a `table` block, cells parted by bars.
  static List<String> table(JsonObject table) {
    var rows = new ArrayList<String>();
    for (Json row : table.items("rows")) {
      rows.add(
          ((JsonArray) row)
              .items().stream()
                  .map(cell -> cell((JsonObject) cell))
                  .collect(Collectors.joining(" | ")));
    }
    return rows;
  }

  private static String cell(JsonObject cell) {
    return cell.text("type").equals("raw_text")
        ? TerminalLines.printable(cell.text("text")).replace('\n', ' ')
        : flat(cell);
  }
}

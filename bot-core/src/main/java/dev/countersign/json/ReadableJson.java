package dev.countersign.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// JSON for people to read: every name and every value, indented, in the order of the canonical
/// bytes. Different values give different text.
///
/// A string of several lines is drawn as its lines, each behind `| `, below words that say that it
/// is a string and how many lines it has. All other strings stand in quotes, so neither can look
/// like the other, nor like a number or a word of JSON.
public final class ReadableJson {
  private static final String STEP = "  ";

  private ReadableJson() {}

  /// Several lines; a scalar or an empty object or array is one.
  public static String of(Json value) {
    StringBuilder text = new StringBuilder();
    append(text, value, "", "");
    return text.toString();
  }

  /// Whether [#of] draws this string as lines of its own.
  public static boolean hasLines(Json value) {
    return value instanceof JsonString(var text) && text.indexOf('\n') >= 0;
  }

  private static void append(StringBuilder text, Json value, String margin, String separator) {
    switch (value) {
      case JsonObject object when !object.members().isEmpty() -> {
        text.append("{\n");
        List<Map.Entry<String, Json>> members = new ArrayList<>(object.members().entrySet());
        members.sort(Map.Entry.comparingByKey());
        for (int i = 0; i < members.size(); i++) {
          text.append(margin)
              .append(STEP)
              .append(CanonicalJson.text(Json.of(members.get(i).getKey())))
              .append(": ");
          append(text, members.get(i).getValue(), margin + STEP, i + 1 < members.size() ? "," : "");
          text.append('\n');
        }
        text.append(margin).append('}').append(separator);
      }
      case JsonArray array when !array.items().isEmpty() -> {
        text.append("[\n");
        for (int i = 0; i < array.items().size(); i++) {
          text.append(margin).append(STEP);
          append(
              text, array.items().get(i), margin + STEP, i + 1 < array.items().size() ? "," : "");
          text.append('\n');
        }
        text.append(margin).append(']').append(separator);
      }
      case JsonString(var lines) when hasLines(value) -> lines(text, lines, margin);
      case JsonObject _, JsonArray _, JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ ->
          text.append(CanonicalJson.text(value)).append(separator);
    }
  }

  /// Text by its lines, each behind a bar, so that none looks like a line of ours.
  public static String barred(String supplied) {
    return barred(supplied, "");
  }

  /// Without a separator: behind the last line it would look like a part of it.
  private static void lines(StringBuilder text, String supplied, String margin) {
    text.append("string of ")
        .append(supplied.split("\n", -1).length)
        .append(" lines\n")
        .append(barred(supplied, margin + STEP));
  }

  /// No blank behind the bar of an empty line, where nobody would see it.
  private static String barred(String supplied, String margin) {
    return Arrays.stream(supplied.split("\n", -1))
        .map(line -> margin + (line.isEmpty() ? "|" : "| " + line))
        .collect(Collectors.joining("\n"));
  }
}

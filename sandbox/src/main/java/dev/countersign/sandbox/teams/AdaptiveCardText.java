package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.wire.TerminalLines;
import dev.countersign.sandbox.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An adaptive card as plain text for a terminal: every element that [AdaptiveCardCheck] accepts.
/// Colours and weights are left out; buttons look like `[ Approve & call ]`, and a card that a
/// button opens stands indented below it.
public final class AdaptiveCardText {
  /// Characters in a line.
  public static final int WIDTH = 78;

  private static final String INDENT = "  ";

  private AdaptiveCardText() {}

  /// Lines parted by `\n`, no line break at the end.
  ///
  /// @throws IllegalArgumentException when Teams would not have taken the card
  public static String render(JsonObject card) {
    List<Violation> violations = AdaptiveCardCheck.check(card);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException("Teams would refuse this: " + violations.getFirst());
    }
    return String.join("\n", card(card, ""));
  }

  private static List<String> card(JsonObject card, String margin) {
    var lines = new ArrayList<>(elements(card, "body", margin));
    lines.addAll(actions(card, margin));
    return lines;
  }

  private static List<String> elements(JsonObject holder, String name, String margin) {
    var lines = new ArrayList<String>();
    CardAction.each(
        holder,
        name,
        element -> {
          if (!CardAction.isFalse(element, "isVisible")) {
            lines.addAll(element(element, margin));
          }
        });
    return lines;
  }

  private static List<String> element(JsonObject element, String margin) {
    return switch (CardRules.text(type(element))) {
      case "TextBlock" -> wrap(element.text("text"), margin);
      case "RichTextBlock" -> wrap(inlines(element), margin);
      case "Container" -> elements(element, "items", margin);
      case "ColumnSet" -> columns(element, "columns", margin);
      case "FactSet" -> facts(element, margin);
      case "Image" -> wrap(image(element), margin);
      case "ImageSet" ->
          wrap(
              element.objects("images", AdaptiveCardText::image).stream()
                  .collect(Collectors.joining("  ")),
              margin);
      case "ActionSet" -> actions(element, margin);
      case "Table" -> table(element, margin);
      default -> input(element, margin);
    };
  }

  private static Json type(JsonObject element) {
    return Optional.ofNullable(element.get("type")).orElse(Json.of(""));
  }

  private static String inlines(JsonObject block) {
    return block.items("inlines").stream()
        .map(inline ->
            switch (inline) {
              case JsonString(String text) -> text;
              case JsonObject run -> run.text("text");
              default -> "";
            })
        .collect(Collectors.joining());
  }

  private static List<String> facts(JsonObject set, String margin) {
    return set.objects("facts", fact -> fact.text("title") + ": " + fact.text("value")).stream()
        .flatMap(fact -> wrap(fact, margin).stream())
        .toList();
  }

  /// Columns beside each other when each is one line, below each other otherwise.
  private static List<String> columns(JsonObject holder, String name, String margin) {
    var columns = new ArrayList<List<String>>();
    CardAction.each(holder, name, column -> columns.add(elements(column, "items", "")));
    boolean areLines = columns.stream().allMatch(column -> column.size() <= 1);
    if (areLines) {
      return wrap(
          columns.stream().flatMap(List::stream).collect(Collectors.joining(" | ")), margin);
    }
    return columns.stream()
        .flatMap(List::stream)
        .flatMap(line -> wrap(line, margin).stream())
        .toList();
  }

  private static List<String> table(JsonObject table, String margin) {
    var lines = new ArrayList<String>();
    CardAction.each(table, "rows", row -> lines.addAll(columns(row, "cells", margin)));
    return lines;
  }

  private static String image(JsonObject image) {
    return "[image: " + image.optionalText("altText").orElse("") + "]";
  }

  private static List<String> input(JsonObject input, String margin) {
    var lines = new ArrayList<String>();
    input.optionalText("label").ifPresent(label -> lines.addAll(wrap(label + ":", margin)));
    lines.addAll(wrap(field(input), margin + INDENT));
    return lines;
  }

  private static String field(JsonObject input) {
    String preset = input.get("value") instanceof JsonString(String text) ? text : "";
    return switch (input.text("type")) {
      case "Input.ChoiceSet" -> choices(input, List.of(preset.split(",", -1)));
      case "Input.Toggle" ->
          (preset.equals(input.optionalText("valueOn").orElse("true")) ? "[x] " : "[ ] ")
              + input.text("title");
      default -> preset.isEmpty() ? "____________" : preset;
    };
  }

  private static String choices(JsonObject input, List<String> chosen) {
    return input.get("choices") instanceof JsonArray
        ? input
            .objects(
                "choices",
                choice ->
                    (chosen.contains(choice.text("value")) ? "(o) " : "( ) ")
                        + choice.text("title"))
            .stream()
            .collect(Collectors.joining("  "))
        : "";
  }

  private static List<String> actions(JsonObject holder, String margin) {
    var buttons = new ArrayList<String>();
    var opened = new ArrayList<String>();
    CardAction.each(
        holder,
        "actions",
        action -> {
          String title = "[ " + action.optionalText("title").orElse("") + " ]";
          buttons.add(
              action.optionalText("url").map(url -> title + " <" + url + ">").orElse(title));
          action
              .optionalObject("card")
              .ifPresent(card -> {
                opened.addAll(wrap(title + " opens:", margin));
                opened.addAll(card(card, margin + INDENT));
              });
        });
    var lines = new ArrayList<String>();
    if (!buttons.isEmpty()) {
      lines.addAll(wrap(String.join("  ", buttons), margin));
    }
    lines.addAll(opened);
    return lines;
  }

  private static List<String> wrap(String text, String margin) {
    return TerminalLines.wrap(text, WIDTH, margin, margin);
  }
}

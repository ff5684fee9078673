package dev.countersign.teams.card;

import dev.countersign.card.RenderedCard;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Looks into a rendered card.
final class DrawnCard {
  /// As a client in UTC shows a time, told as other lines tell it.
  private static final Pattern LOCAL =
      Pattern.compile("\\{\\{DATE\\((.{10})T(.{5}):..Z,SHORT\\)}} \\{\\{TIME\\(.{20}\\)}}");

  private static final Set<String> LINES = Set.of("RichTextBlock", "TextBlock");

  private DrawnCard() {}

  /// As sent to who may decide, with the longest tokens.
  static JsonObject sent(RenderedCard card) {
    return AdaptiveCards.filled(card.body(), tokens(card));
  }

  static Map<Decision, String> tokens(RenderedCard card) {
    var tokens = new HashMap<Decision, String>();
    card.asks()
        .forEach(
            asked -> tokens.put(asked, "%-1000s".formatted("token-" + asked).replace(' ', '.')));
    return tokens;
  }

  /// Every object of a type anywhere in the card, in the order in which it is read.
  static List<JsonObject> all(Json value, Predicate<String> type) {
    var found = new ArrayList<JsonObject>();
    collect(value, type, found);
    return found;
  }

  static List<String> texts(List<JsonObject> objects, String member) {
    return objects.stream().map(object -> object.text(member)).toList();
  }

  /// What is read in the body: one string per line.
  static List<String> lines(JsonObject card) {
    return all(Objects.requireNonNull(card.get("body")), LINES::contains).stream()
        .filter(line -> !line.has("style")) // the heading
        .map(DrawnCard::line)
        .toList();
  }

  private static String line(JsonObject line) {
    return line.has("inlines")
        ? String.join("", line.objects("inlines", run -> run.text("text")))
        : LOCAL.matcher(line.text("text").replace("\\", "")).replaceAll("$1 $2 UTC");
  }

  /// Every string, names of members included, that is not the text of a `TextRun`: where supplied
  /// text must never be.
  static List<String> elsewhere(Json value) {
    var found = new ArrayList<String>();
    collectOthers(value, found);
    return found;
  }

  private static void collect(Json value, Predicate<String> type, List<JsonObject> found) {
    switch (value) {
      case JsonArray(List<Json> items) -> items.forEach(item -> collect(item, type, found));
      case JsonObject object -> {
        if (object.get("type") instanceof JsonString(String name) && type.test(name)) {
          found.add(object);
        }
        object.members().values().forEach(member -> collect(member, type, found));
      }
      default -> {}
    }
  }

  private static void collectOthers(Json value, List<String> found) {
    switch (value) {
      case JsonString(String text) -> found.add(text);
      case JsonArray(List<Json> items) -> items.forEach(item -> collectOthers(item, found));
      case JsonObject(Map<String, Json> members) -> {
        boolean run = Json.of("TextRun").equals(members.get("type"));
        members.forEach((name, member) -> {
          found.add(name);
          if (!run || !name.equals("text")) {
            collectOthers(member, found);
          }
        });
      }
      default -> {}
    }
  }
}

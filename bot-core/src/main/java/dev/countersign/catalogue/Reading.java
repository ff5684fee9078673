package dev.countersign.catalogue;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.List;
import java.util.Optional;

/// What the bytes of one action mean by the catalogue of its connection: said by the gate when it
/// ruled, frozen with the ruling, and therefore the same on every card whatever the catalogue says
/// later.
///
/// @param operation the entry of the catalogue, by its name there
/// @param deed verb and values in the gate's own words, such as "Refund EUR 42.50"
/// @param object what it is about, as the bytes name it
/// @param lines each field of the entry, in its order
/// @param reversible whether it can be undone, where the catalogue says so
/// @param undo how, in the operator's words
public record Reading(
    String operation,
    String deed,
    Optional<String> object,
    List<Line> lines,
    Optional<Boolean> reversible,
    Optional<String> undo) {

  public Reading {
    lines = List.copyOf(lines);
  }

  /// One field.
  ///
  /// @param label in the operator's words
  /// @param critical whether a mistake in it weighs more than in others, as the catalogue says
  public record Line(String label, Meaning meaning, boolean critical) {}

  /// What a value in the bytes means. A text of the bytes is cut after [#MOST_TEXT] UTF-16 code
  /// units: the whole one is in the action.
  public sealed interface Meaning {
    int MOST_TEXT = 200;

    /// In the gate's own words: an amount with its currency, a moment, a word of the catalogue.
    record Words(String text) implements Meaning {}

    /// As the bytes have it, where there is nothing to decode.
    record Supplied(String text) implements Meaning {}

    /// There is a value, and it is not of the kind that the catalogue expects.
    record Unclear(String text) implements Meaning {}

    static Meaning supplied(String text) {
      return new Supplied(Shortened.to(MOST_TEXT, text));
    }

    static Meaning unclear(Json value) {
      return new Unclear(
          Shortened.to(
              MOST_TEXT, value instanceof JsonString(var text) ? text : CanonicalJson.text(value)));
    }
  }

  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("operation", operation).put("deed", deed);
    object.ifPresent(text -> json.put("object", text));
    json.put("lines", JsonArray.of(lines, Reading::line));
    reversible.ifPresent(can -> json.put("reversible", can));
    undo.ifPresent(words -> json.put("undo", words));
    return json.build();
  }

  private static JsonObject line(Line line) {
    JsonObject.Builder json = JsonObject.builder().put("label", line.label());
    switch (line.meaning()) {
      case Meaning.Words(var text) -> json.put("words", text);
      case Meaning.Supplied(var text) -> json.put("text", text);
      case Meaning.Unclear(var text) -> json.put("unclear", text);
    }
    // Only where it is: most fields are not.
    return line.critical() ? json.put("critical", true).build() : json.build();
  }

  public static Reading fromJson(JsonObject json) {
    return new Reading(
        json.text("operation"),
        json.text("deed"),
        json.optionalText("object"),
        json.objects("lines", Reading::lineFrom),
        json.optionalBool("reversible"),
        json.optionalText("undo"));
  }

  private static Line lineFrom(JsonObject json) {
    Meaning meaning =
        json.optionalText("words")
            .<Meaning>map(Meaning.Words::new)
            .or(() -> json.optionalText("text").map(Meaning.Supplied::new))
            .orElseGet(() -> new Meaning.Unclear(json.text("unclear")));
    return new Line(json.text("label"), meaning, json.optionalBool("critical").orElse(false));
  }
}

package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.teams.TeamsPressRefusedException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a client sends beside an action's own data: the inputs of its card and of the cards around
/// that one, as text. An input with the name of a data member takes its place.
final class CardInputs {
  private static final List<String> CHILDREN = List.of("body", "items", "columns", "rows", "cells");

  private CardInputs() {}

  /// The data of the invoke or message.
  ///
  /// @param filled what the person entered, by the input's id
  /// @throws TeamsPressRefusedException when the client would not send it
  static JsonObject merged(CardAction action, Map<String, String> filled) {
    var members = new LinkedHashMap<String, Json>(action.data().members());
    if (!action.takesInputs()) {
      return new JsonObject(members);
    }
    List<JsonObject> inputs = action.cards().stream().flatMap(card -> of(card).stream()).toList();
    for (String id : filled.keySet()) {
      if (inputs.stream().noneMatch(input -> input.text("id").equals(id))) {
        throw new TeamsPressRefusedException(Reason.NO_SUCH_INPUT);
      }
    }
    for (JsonObject input : inputs) {
      String id = input.text("id");
      String value = filled.containsKey(id) ? entered(input, filled.get(id)) : standing(input);
      check(input, value);
      if (!value.isEmpty() || input.text("type").equals("Input.Text")) {
        members.put(id, Json.of(value));
      }
    }
    return new JsonObject(members);
  }

  /// Inputs in the card itself; those of cards that a button opens belong to them.
  static List<JsonObject> of(JsonObject card) {
    var found = new ArrayList<JsonObject>();
    collect(card, found);
    return found;
  }

  private static void collect(JsonObject element, List<JsonObject> found) {
    if (element.optionalText("type").orElse("").startsWith("Input.")) {
      found.add(element);
    }
    for (String name : CHILDREN) {
      CardAction.each(element, name, child -> collect(child, found));
    }
  }

  private static String entered(JsonObject input, @Nullable String value) {
    String text = value == null ? "" : value;
    if (input.text("type").equals("Input.ChoiceSet") && !choices(input).containsAll(parts(text))) {
      throw new TeamsPressRefusedException(Reason.NO_SUCH_CHOICE);
    }
    if (input.get("maxLength") instanceof JsonNumber most && text.length() > most.doubleValue()) {
      throw new TeamsPressRefusedException(Reason.INPUT_TOO_LONG);
    }
    return text;
  }

  private static String standing(JsonObject input) {
    String preset =
        switch (input.get("value")) {
          case JsonString(String text) -> text;
          case JsonNumber number -> number.token();
          case null, default -> "";
        };
    return input.text("type").equals("Input.Toggle") && preset.isEmpty()
        ? input.optionalText("valueOff").orElse("false")
        : preset;
  }

  private static void check(JsonObject input, String value) {
    boolean required = JsonBoolean.TRUE.equals(input.get("isRequired"));
    boolean missing =
        input.text("type").equals("Input.Toggle")
            ? !value.equals(input.optionalText("valueOn").orElse("true"))
            : value.isBlank();
    if (required && missing) {
      throw new TeamsPressRefusedException(Reason.REQUIRED_INPUT_MISSING);
    }
    boolean fits =
        input.optionalText("regex").map(regex -> Pattern.matches(regex, value)).orElse(true);
    if (!value.isEmpty() && !fits) {
      throw new TeamsPressRefusedException(Reason.INPUT_DOES_NOT_FIT);
    }
  }

  private static Set<String> choices(JsonObject input) {
    var values = new HashSet<String>(Set.of(""));
    CardAction.each(input, "choices", choice -> values.add(choice.text("value")));
    return values;
  }

  private static List<String> parts(String chosen) {
    return List.of(chosen.split(",", -1));
  }
}

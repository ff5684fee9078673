package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// An action that a person can press: visible, enabled, and in a card that is open or that a button
/// opens.
///
/// @param cards the card that holds it, then the cards around that one
record CardAction(JsonObject json, List<JsonObject> cards) {
  private static final List<String> CHILDREN =
      List.of("body", "items", "columns", "rows", "cells", "inlines", "images");
  private static final List<String> SINGLE = List.of("selectAction", "inlineAction");

  CardAction {
    cards = List.copyOf(cards);
  }

  /// In the order of the card, those of opened cards too.
  static List<CardAction> all(JsonObject card) {
    var found = new ArrayList<CardAction>();
    inCard(card, List.of(), found);
    return List.copyOf(found);
  }

  String type() {
    return json.text("type");
  }

  String title() {
    return json.optionalText("title").orElse("");
  }

  Optional<String> verb() {
    return json.optionalText("verb");
  }

  /// Whether a person or a test would call it that: by verb, by id or by what the button says.
  boolean isCalled(String name) {
    return verb().filter(name::equals).isPresent()
        || json.optionalText("id").filter(name::equals).isPresent()
        || title().equals(name)
        || dataVerb().filter(name::equals).isPresent();
  }

  /// What an old client shows instead, when it is an `Action.Submit`.
  Optional<CardAction> submitInstead() {
    return json.get("fallback") instanceof JsonObject fallback
            && fallback.text("type").equals("Action.Submit")
        ? Optional.of(new CardAction(fallback, cards))
        : Optional.empty();
  }

  boolean takesInputs() {
    return !json.optionalText("associatedInputs").orElse("auto").equalsIgnoreCase("none");
  }

  JsonObject data() {
    return json.get("data") instanceof JsonObject data ? data : JsonObject.EMPTY;
  }

  private Optional<String> dataVerb() {
    return data().get("verb") instanceof JsonString(String verb)
        ? Optional.of(verb)
        : Optional.empty();
  }

  private static void inCard(JsonObject card, List<JsonObject> around, List<CardAction> found) {
    List<JsonObject> cards = Stream.concat(Stream.of(card), around.stream()).toList();
    inElement(card, cards, found);
  }

  private static void inElement(
      JsonObject element, List<JsonObject> cards, List<CardAction> found) {
    if (isFalse(element, "isVisible")) {
      return;
    }
    for (String name : SINGLE) {
      if (element.get(name) instanceof JsonObject action) {
        press(action, cards, found);
      }
    }
    for (String name : CHILDREN) {
      each(element, name, child -> inElement(child, cards, found));
    }
    each(element, "actions", action -> press(action, cards, found));
  }

  private static void press(JsonObject action, List<JsonObject> cards, List<CardAction> found) {
    if (isFalse(action, "isEnabled")) {
      return;
    }
    found.add(new CardAction(action, cards));
    if (action.get("card") instanceof JsonObject opened) {
      inCard(opened, cards, found);
    }
  }

  static void each(JsonObject holder, String name, Consumer<JsonObject> visit) {
    if (holder.get(name) instanceof JsonArray(List<Json> children)) {
      for (Json child : children) {
        if (child instanceof JsonObject object) {
          visit.accept(object);
        }
      }
    }
  }

  static boolean isFalse(JsonObject holder, String name) {
    return JsonBoolean.FALSE.equals(holder.get(name));
  }
}

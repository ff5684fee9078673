package dev.countersign.teams.card;

import dev.countersign.card.TickList;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The boxes of a card about several requests, all of them ticked. A title is number and short id,
/// a value the request's id; the values of the ticked ones come with the press, joined by commas
/// (adaptivecards.io/explorer/Input.ChoiceSet.html).
public final class TickInput {
  public static final String ID = "ticks";

  private static final String LABEL = "Which of them";
  private static final String SEPARATOR = ",";

  private TickInput() {}

  static JsonObject of(TickList ticks) {
    return JsonObject.builder()
        .put("type", "Input.ChoiceSet")
        .put("id", ID)
        .put("label", LABEL)
        .put("isMultiSelect", true)
        .put("style", "expanded")
        .put("wrap", true)
        .put(
            "value",
            ticks.boxes().stream().map(TickList.Box::value).collect(Collectors.joining(SEPARATOR)))
        .put(
            "choices",
            JsonArray.of(
                ticks.boxes(),
                box ->
                    JsonObject.builder()
                        .put("title", box.label())
                        .put("value", box.value())
                        .build()))
        .build();
  }

  /// The card without it, for whoever is shown no buttons.
  static JsonObject without(JsonObject card) {
    return card.with(
        "body",
        new JsonArray(card.items("body").stream().filter(element -> !isOne(element)).toList()));
  }

  private static boolean isOne(Json element) {
    return element instanceof JsonObject object
        && object.optionalText("id").filter(ID::equals).isPresent();
  }

  /// @param value of the input as it was sent
  public static Set<String> ticked(Optional<String> value) {
    return value.stream()
        .flatMap(text -> Arrays.stream(text.split(SEPARATOR, -1)))
        .filter(text -> !text.isEmpty())
        .limit(TickList.MOST)
        .collect(Collectors.toUnmodifiableSet());
  }
}

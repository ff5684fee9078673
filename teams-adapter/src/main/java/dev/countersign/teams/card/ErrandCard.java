package dev.countersign.teams.card;

import dev.countersign.card.Errand;
import dev.countersign.card.ErrandForm;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The form of an errand, in place of the card for whoever runs it. Nothing in it was written by an
/// agent; what its reader wrote comes back in the inputs alone.
public final class ErrandCard {
  private static final String SENT = "_send";
  private static final String BACK_TITLE = "Go back";

  private ErrandCard() {}

  /// What was filled in before.
  public record Filled(Optional<String> choice, Optional<String> note) {
    public static final Filled NOTHING = new Filled(Optional.empty(), Optional.empty());

    @Override
    public String toString() {
      return "Filled[choice=" + choice.isPresent() + ", note=" + note.isPresent() + "]";
    }
  }

  /// @param words to the reader, the service's own; empty at first
  public static JsonObject of(
      Errand errand, String request, ErrandForm form, String words, Filled filled) {
    List<Json> body = new ArrayList<>();
    body.add(Elements.line(List.of(Elements.run(form.title(), Elements.BOLD)), Elements.NONE));
    body.add(Elements.line(List.of(Elements.run(form.about(), Elements.PLAIN)), Elements.SMALL));
    if (!words.isEmpty()) {
      body.add(Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.SMALL));
    }
    form.choice().ifPresent(choice -> body.add(choice(errand, choice, filled)));
    body.add(note(errand, form.note(), filled));
    JsonObject data = JsonObject.builder().put(DecisionActions.REQUEST, request).build();
    return JsonObject.builder()
        .put("type", "AdaptiveCard")
        .put("version", Elements.VERSION)
        .put("body", new JsonArray(body))
        .put(
            "actions",
            new JsonArray(
                List.of(
                    DecisionActions.executeOnly(sending(errand), form.send(), "positive", data),
                    DecisionActions.executeOnly(AdaptiveCards.VIEW, BACK_TITLE, null, data))))
        .build();
  }

  /// The verb that sends the form.
  public static String sending(Errand errand) {
    return WireName.of(errand) + SENT;
  }

  /// The errand of a verb that opens or sends its form.
  public static Optional<Errand> errand(String verb) {
    return WireName.parse(
        Errand.class,
        verb.endsWith(SENT) ? verb.substring(0, verb.length() - SENT.length()) : verb);
  }

  public static String choiceId(Errand errand) {
    return WireName.of(errand) + "_choice";
  }

  public static String noteId(Errand errand) {
    return WireName.of(errand) + "_note";
  }

  private static JsonObject choice(Errand errand, ErrandForm.Choice choice, Filled filled) {
    return JsonObject.builder()
        .put("type", "Input.ChoiceSet")
        .put("id", choiceId(errand))
        .put("label", choice.label())
        .put("style", "expanded")
        .put("wrap", true)
        .put("isRequired", true)
        .put("errorMessage", choice.missing())
        .put("value", filled.choice().filter(choice.values()::contains).orElse(null))
        .put(
            "choices",
            JsonArray.of(
                choice.values(),
                value -> JsonObject.builder().put("title", value).put("value", value).build()))
        .build();
  }

  private static JsonObject note(Errand errand, ErrandForm.Note note, Filled filled) {
    return JsonObject.builder()
        .put("type", "Input.Text")
        .put("id", noteId(errand))
        .put("label", note.label())
        .put("isMultiline", true)
        .put("maxLength", note.longest())
        .put("value", filled.note().filter(text -> !text.isEmpty()).orElse(null))
        .put("isRequired", note.required())
        .put("errorMessage", note.required() ? note.missing() : null)
        .build();
  }
}

package dev.countersign.teams.card;

import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionForm;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The form of an intervention, in place of the card for whoever runs it. What it is about stands
/// in runs that are not parsed; what its reader wrote comes back in the inputs alone.
public final class InterventionCard {
  private static final String SENT = "_send";
  private static final String BACK_TITLE = "Go back";

  private InterventionCard() {}

  /// What was filled in before.
  public record Filled(Optional<String> choice, Optional<String> note) {
    public static final Filled NOTHING = new Filled(Optional.empty(), Optional.empty());

    @Override
    public String toString() {
      return "Filled[choice=" + choice.isPresent() + ", note=" + note.isPresent() + "]";
    }
  }

  /// @param words to the reader, the service's own; empty at first
  /// @param seal of the gate's over what the form is
  public static JsonObject of(
      Intervention intervention,
      String request,
      InterventionForm form,
      String words,
      Filled filled,
      String seal) {
    List<Json> body = new ArrayList<>();
    body.add(Elements.line(List.of(Elements.run(form.title(), Elements.BOLD)), Elements.NONE));
    body.addAll(TopicLines.of(form.about()));
    if (!words.isEmpty()) {
      body.add(Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.SMALL));
    }
    form.choice().ifPresent(choice -> body.add(choice(intervention, choice, filled)));
    body.add(note(intervention, form.note(), filled));
    JsonObject data = JsonObject.builder().put(DecisionActions.REQUEST, request).build();
    JsonObject sealed = data.with(DecisionActions.TOKEN, Json.of(seal));
    return JsonObject.builder()
        .put("type", "AdaptiveCard")
        .put("version", Elements.VERSION)
        .put("body", new JsonArray(body))
        .put(
            "actions",
            new JsonArray(
                List.of(
                    DecisionActions.executeOnly(
                        sending(intervention), form.send(), "positive", sealed),
                    DecisionActions.executeOnly(AdaptiveCards.VIEW, BACK_TITLE, null, data))))
        .build();
  }

  /// The verb that sends the form.
  public static String sending(Intervention intervention) {
    return WireName.of(intervention) + SENT;
  }

  /// The intervention of a verb that opens or sends its form.
  public static Optional<Intervention> intervention(String verb) {
    return WireName.parse(
        Intervention.class,
        verb.endsWith(SENT) ? verb.substring(0, verb.length() - SENT.length()) : verb);
  }

  public static String choiceId(Intervention intervention) {
    return WireName.of(intervention) + "_choice";
  }

  public static String noteId(Intervention intervention) {
    return WireName.of(intervention) + "_note";
  }

  private static JsonObject choice(
      Intervention intervention, InterventionForm.Choice choice, Filled filled) {
    return JsonObject.builder()
        .put("type", "Input.ChoiceSet")
        .put("id", choiceId(intervention))
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

  private static JsonObject note(
      Intervention intervention, InterventionForm.Note note, Filled filled) {
    return JsonObject.builder()
        .put("type", "Input.Text")
        .put("id", noteId(intervention))
        .put("label", note.label())
        .put("isMultiline", true)
        .put("maxLength", note.longest())
        .put("value", filled.note().filter(text -> !text.isEmpty()).orElse(null))
        .put("isRequired", note.required())
        .put("errorMessage", note.required() ? note.missing() : null)
        .build();
  }
}

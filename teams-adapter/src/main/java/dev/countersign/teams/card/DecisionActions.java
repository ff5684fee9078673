package dev.countersign.teams.card;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.CardView;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.Form;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.request.Decision;
import dev.countersign.request.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A card's buttons. A `verb` is the decision's wire name, `data.t` the decision token, empty until
/// the card is sent. What has to be confirmed or filled in opens below the button, and only the
/// button in there decides; closing it again is going back.
public final class DecisionActions {
  /// Buttons that Teams draws (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/
  /// cards/cards-reference#adaptive-card).
  static final int MAX_ACTIONS = 6;

  public static final String REQUEST = "req";
  public static final String TOKEN = "t";
  static final String VERB = "verb";

  /// Characters, as in Slack, so that the same words fit in both.
  static final int LABEL = 75;

  static final int CONFIRM_TEXT = 300;

  /// Characters of what a form says that it is about.
  private static final int SUMMARY = 200;

  /// The verb that asks for the text in a form; it decides nothing and has no token.
  public static final String EDIT = "edit";

  /// The verb that asks for a page of the whole action; it decides nothing and has no token.
  public static final String DETAILS = "details";

  /// Which page, in the data of that verb; the first where it is not said.
  public static final String PAGE = "page";

  private static final String EDIT_TITLE = "Edit…";
  private static final String REASON = "Reason";
  private static final String NO_REASON = "Choose a reason";

  private final String request;
  private final String summary;
  private final CardBudget budget;

  /// @param view whose buttons they are
  DecisionActions(CardView view, CardBudget budget) {
    this.request = view.reference();
    this.summary = view.summary();
    this.budget = budget;
  }

  JsonObject action(Button button) {
    if (button.confirm().isEmpty() && button.form().isEmpty()) {
      return execute(button, button.label());
    }
    List<Json> body = new ArrayList<>();
    button.confirm().ifPresent(ask -> body.addAll(confirm(ask)));
    button.form().ifPresent(form -> body.addAll(inputs(button.decision(), form)));
    String send =
        button.confirm().map(Confirm::yes).or(() -> button.form().map(Form::send)).orElseThrow();
    JsonObject card =
        JsonObject.builder()
            .put("type", "AdaptiveCard")
            .put("version", Elements.VERSION)
            .put("body", new JsonArray(body))
            .put("actions", new JsonArray(List.of(execute(button, send))))
            .build();
    return JsonObject.builder()
        .put("type", "Action.ShowCard")
        .put("title", budget.fit(button.label(), LABEL))
        .put("style", style(button.look()))
        .put("card", card)
        .build();
  }

  private JsonObject execute(Button button, String label) {
    JsonObject data = JsonObject.builder().put(REQUEST, request).put(TOKEN, "").build();
    return execute(
        WireName.of(button.decision()), budget.fit(label, LABEL), style(button.look()), data);
  }

  /// The way to its page, where something is done there that no chat can do.
  static Optional<JsonObject> leading(CardView view) {
    return view.way().map(way -> Elements.opens(way.label(), way.page()));
  }

  /// The buttons that decide nothing. A client that knows no `Action.Execute` has no form to show,
  /// so it does not show them.
  static List<JsonObject> beside(CardView view) {
    JsonObject data = JsonObject.builder().put(REQUEST, view.reference()).build();
    List<JsonObject> actions = new ArrayList<>();
    if (view.editable()) {
      actions.add(executeOnly(EDIT, EDIT_TITLE, null, data));
    }
    view.interventions()
        .forEach(intervention ->
            actions.add(executeOnly(WireName.of(intervention), intervention.label(), null, data)));
    if (view.offersDetails()) {
      actions.add(executeOnly(DETAILS, DetailsDesk.LABEL, null, data.with(PAGE, Json.of(1))));
    }
    return actions;
  }

  static boolean isDetails(JsonObject action) {
    return action.optionalText(VERB).filter(DETAILS::equals).isPresent();
  }

  /// A press that only clients send that know `Action.Execute`.
  static JsonObject executeOnly(
      String verb, String title, @Nullable String style, JsonObject data) {
    return execute(verb, title, style, data).with("fallback", Json.of("drop"));
  }

  /// A press that reaches the gate from every client: those that know no `Action.Execute` send the
  /// same as a message.
  static JsonObject execute(String verb, String title, @Nullable String style, JsonObject data) {
    return execute(verb, verb, title, style, data);
  }

  /// The same with an id of its own, where several buttons of a card have one verb.
  static JsonObject execute(
      String id, String verb, String title, @Nullable String style, JsonObject data) {
    JsonObject fallback =
        JsonObject.builder()
            .put("type", "Action.Submit")
            .put("title", title)
            .put("style", style)
            .put("data", data.with(VERB, Json.of(verb)))
            .build();
    return JsonObject.builder()
        .put("type", "Action.Execute")
        .put("id", id)
        .put(VERB, verb)
        .put("title", title)
        .put("style", style)
        .put("data", data)
        .put("fallback", fallback)
        .build();
  }

  private List<Json> confirm(Confirm ask) {
    return List.of(
        words(budget.fit(ask.title(), LABEL), Elements.BOLD),
        words(budget.fit(ask.text(), CONFIRM_TEXT), Elements.PLAIN));
  }

  private List<Json> inputs(Decision decision, Form form) {
    List<Json> inputs = new ArrayList<>();
    inputs.add(words(budget.fit(form.title(), LABEL), Elements.BOLD));
    // The card that says what it is about may be two screens above.
    inputs.add(words(CardBudget.clip(summary, SUMMARY), Elements.SMALL_PRINT));
    if (!form.reasons().isEmpty()) {
      inputs.add(reasons(decision, form));
    }
    inputs.add(note(decision, form.note()));
    return inputs;
  }

  private JsonObject reasons(Decision decision, Form form) {
    return JsonObject.builder()
        .put("type", "Input.ChoiceSet")
        .put("id", WireName.of(decision) + "_reason")
        .put("label", REASON)
        .put("style", "expanded")
        .put("wrap", true)
        .put("isRequired", true)
        .put("errorMessage", NO_REASON)
        .put("choices", JsonArray.of(form.reasons(), this::choice))
        .build();
  }

  private JsonObject choice(Form.Choice choice) {
    return JsonObject.builder()
        .put("title", budget.fit(choice.words(), LABEL))
        .put("value", WireName.of(choice.reason()))
        .build();
  }

  private JsonObject note(Decision decision, Form.Note note) {
    return JsonObject.builder()
        .put("type", "Input.Text")
        .put("id", WireName.of(decision) + "_comment")
        .put("label", budget.fit(note.label(), LABEL))
        .put("isMultiline", true)
        .put("maxLength", Remarks.LONGEST_COMMENT)
        .put("isRequired", note.required())
        .put("errorMessage", note.required() ? budget.fit(note.missing(), LABEL) : null)
        .build();
  }

  private static JsonObject words(String words, JsonObject style) {
    return Elements.line(List.of(Elements.run(words, style)), Elements.SMALL);
  }

  private static @Nullable String style(Button.Look look) {
    return switch (look) {
      case PRIMARY -> "positive";
      case DANGER -> "destructive";
      case PLAIN -> null;
    };
  }
}

package dev.countersign.teams.answer;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.FormPress;
import dev.countersign.card.Inputs;
import dev.countersign.card.PressWay;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import dev.countersign.teams.caller.Activity;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.DecisionActions;
import dev.countersign.teams.card.TickInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A button as it was pressed, or asked for by a client itself; nothing of it verified but its
/// shape (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/
/// universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards).
///
/// @param verb `view`, or a decision's wire name
/// @param request as the card names it
/// @param messageId the activity that carries the card
/// @param token of the button, if it has one
/// @param way how it came; empty where a client sent it by itself, and nobody pressed
record ButtonPayload(
    String verb,
    String request,
    String messageId,
    Optional<String> token,
    Inputs inputs,
    Optional<PressWay> way) {

  private static final String MANUAL = "manual";

  /// Characters; far more than anybody may comment, so that a too long comment is named as such.
  static final int LONGEST_INPUT = 10_000;

  /// @param action holds `verb` and `data`
  static Optional<ButtonPayload> of(Activity activity, JsonNode action) {
    String verb = action.path("verb").asString("");
    return of(activity, verb, action.path("data"), way(activity));
  }

  /// Teams says `manual` or `automatic`. Other clients of the connector say neither, as does
  /// Microsoft's own invoke value: that is a press, for what refreshes by itself has the verb
  /// `view` and no token. Whatever else is said is no press.
  static Optional<PressWay> way(Activity activity) {
    JsonNode value = activity.value();
    if (value == null || !value.has("trigger")) {
      return Optional.of(PressWay.UNSAID);
    }
    return value.path("trigger").asString("").equals(MANUAL)
        ? Optional.of(PressWay.SAID)
        : Optional.empty();
  }

  /// What a pressed `Action.Submit` says: the verb lies in its data.
  static Optional<ButtonPayload> submitted(Activity activity) {
    JsonNode data = activity.value();
    return data == null
        ? Optional.empty()
        : of(activity, data.path("verb").asString(""), data, Optional.of(PressWay.AS_MESSAGE));
  }

  private static Optional<ButtonPayload> of(
      Activity activity, String verb, JsonNode data, Optional<PressWay> way) {
    String message = activity.replyToId();
    String request = data.path(DecisionActions.REQUEST).asString("");
    if (message == null
        || !Sender.isId(message)
        || !CardView.isReference(request)
        || verb.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ButtonPayload(
            verb,
            request,
            message,
            token(data),
            new Inputs(text(data, verb + "_reason"), text(data, verb + "_comment"))
                .ticking(TickInput.ticked(text(data, TickInput.ID))),
            way));
  }

  /// The token of a button, whatever else its data lacks.
  static Optional<String> token(@Nullable JsonNode data) {
    return data == null
        ? Optional.empty()
        : text(data, DecisionActions.TOKEN)
            .filter(token -> !token.isEmpty() && token.length() <= Button.MAX_TOKEN);
  }

  /// A text field of a pressed form, whatever else its data has.
  static Optional<String> input(JsonNode data, String name) {
    return text(data, name);
  }

  /// @param callback over the raw body
  Click click(AccountId account, ChatAddress address, Digest callback) {
    Click click = new Click(account, address, messageId, token.orElse(""), inputs, callback);
    Click come = way.map(click::by).orElse(click);
    return WireName.parse(Decision.class, verb).map(come::named).orElse(come);
  }

  /// @param callback over the raw body
  FormPress form(AccountId account, ChatAddress address, Digest callback) {
    return new FormPress(account, request, address, messageId, callback);
  }

  private static Optional<String> text(JsonNode data, String name) {
    JsonNode value = data.path(name);
    return value.isString() && value.asString().length() <= LONGEST_INPUT
        ? Optional.of(value.asString())
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "Press[" + request + " on " + messageId + "]";
  }
}

package dev.countersign.teams.card;

import dev.countersign.card.Button;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The two ways in which a rendered card is sent: to who may decide, with a token behind every
/// button; and to everybody else, with one button that asks for one's own card.
public final class AdaptiveCards {
  /// People whose clients fetch their own card by themselves
  /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views).
  /// Everybody else presses the button.
  public static final int MAX_REFRESHED = 60;

  /// The verb that asks for one's own card; decides nothing.
  public static final String VIEW = "view";

  private static final String VIEW_TITLE = "Decide…";
  private static final String ACTIONS = "actions";
  private static final String BODY = "body";
  private static final String REFRESH = "refresh";

  private AdaptiveCards() {}

  /// The card with a token in every decision's `data.t` and its fallback's; nothing else changes.
  ///
  /// @throws IllegalArgumentException when a token is missing or longer than [Button#MAX_TOKEN]
  static JsonObject filled(JsonObject card, Map<Decision, String> tokens) {
    return withButtons(
        card,
        set ->
            Optional.of(
                set.with(
                    ACTIONS,
                    new JsonArray(
                        List.copyOf(
                            set.objects(ACTIONS, action -> filledAction(action, tokens)))))));
  }

  private static JsonObject filledAction(JsonObject action, Map<Decision, String> tokens) {
    Optional<JsonObject> opened = action.optionalObject("card");
    if (opened.isPresent()) {
      JsonArray send =
          new JsonArray(
              List.copyOf(opened.get().objects(ACTIONS, one -> filledAction(one, tokens))));
      return action.with("card", opened.get().with(ACTIONS, send));
    }
    return decision(action)
        .map(asked -> Json.of(token(asked, tokens)))
        .map(token ->
            withToken(action, token).with("fallback", withToken(action.object("fallback"), token)))
        .orElse(action);
  }

  /// Empty for a button that decides nothing.
  private static Optional<Decision> decision(JsonObject action) {
    return action
        .optionalText(DecisionActions.VERB)
        .flatMap(verb -> WireName.parse(Decision.class, verb));
  }

  private static boolean decides(JsonObject action) {
    return action.has("card") || decision(action).isPresent();
  }

  private static JsonObject withToken(JsonObject action, Json token) {
    return action.with("data", action.object("data").with(DecisionActions.TOKEN, token));
  }

  private static String token(Decision asked, Map<Decision, String> tokens) {
    String token = tokens.get(asked);
    if (token == null || token.isEmpty() || token.length() > Button.MAX_TOKEN) {
      throw new IllegalArgumentException(
          "no token of 1 to " + Button.MAX_TOKEN + " characters for " + asked);
    }
    return token;
  }

  /// The card without decisions, and a way to one's own card for those who are asked.
  ///
  /// @param card as rendered
  /// @param mris Teams ids of who may decide, most urgent first: the clients of the first
  ///   [#MAX_REFRESHED], as far as the card has room for them, fetch their own card by themselves
  public static JsonObject base(JsonObject card, List<String> mris) {
    // What decides nothing stands on the card of a decided request, for everybody.
    if (buttons(card).stream()
        .flatMap(set -> set.objects(ACTIONS, one -> one).stream())
        .noneMatch(AdaptiveCards::decides)) {
      return card;
    }
    JsonObject data = JsonObject.builder().put(DecisionActions.REQUEST, request(card)).build();
    JsonObject view = DecisionActions.execute(VIEW, VIEW_TITLE, "positive", data);
    List<Json> actions = new ArrayList<>(List.of(view));
    actions.addAll(details(card));
    JsonObject base =
        withButtons(
            TickInput.without(card), set -> Optional.of(set.with(ACTIONS, new JsonArray(actions))));
    int units = CardBudget.units(base.with(REFRESH, refresh(data, List.of())));
    List<String> refreshed = new ArrayList<>();
    for (String mri : mris.stream().distinct().limit(MAX_REFRESHED).toList()) {
      units += CardBudget.units(Json.of(mri)) + 1;
      if (units > CardBudget.MAX_UNITS) {
        break;
      }
      refreshed.add(mri);
    }
    return refreshed.isEmpty() ? base : base.with(REFRESH, refresh(data, refreshed));
  }

  /// The way to the whole of the action, which is for whoever sees the card.
  private static List<JsonObject> details(JsonObject card) {
    return buttons(card).stream()
        .flatMap(set -> set.objects(ACTIONS, action -> action).stream())
        .filter(DecisionActions::isDetails)
        .toList();
  }

  /// @param card with buttons
  public static String request(JsonObject card) {
    return requestOf(buttons(card).orElseThrow());
  }

  private static String requestOf(JsonObject holder) {
    // A link leads to a page and carries nothing.
    JsonObject action =
        holder.objects(ACTIONS, one -> one).stream()
            .filter(one -> !one.text("type").equals("Action.OpenUrl"))
            .findFirst()
            .orElseThrow();
    return action
        .optionalObject("card")
        .map(AdaptiveCards::requestOf)
        .orElseGet(() -> action.object("data").text(DecisionActions.REQUEST));
  }

  /// The same card to be read only: with nothing to press but the way to its details.
  static JsonObject readOnly(JsonObject card) {
    List<Json> left = List.copyOf(details(card));
    return withButtons(
        card,
        set ->
            left.isEmpty()
                ? Optional.empty()
                : Optional.of(set.with(ACTIONS, new JsonArray(left))));
  }

  private static Optional<JsonObject> buttons(JsonObject card) {
    return card.objects(BODY, one -> one).stream().filter(AdaptiveCards::isButtons).findFirst();
  }

  private static boolean isButtons(JsonObject element) {
    return element.text("type").equals(Elements.BUTTONS);
  }

  private static JsonObject withButtons(
      JsonObject card, Function<JsonObject, Optional<JsonObject>> change) {
    List<Json> body = new ArrayList<>();
    card.objects(BODY, one -> one)
        .forEach(element -> {
          if (isButtons(element)) {
            change.apply(element).ifPresent(body::add);
          } else {
            body.add(element);
          }
        });
    return card.with(BODY, new JsonArray(body));
  }

  /// Without a list of people every client of a small conversation would ask, and an empty list
  /// would be one more button.
  private static JsonObject refresh(JsonObject data, List<String> mris) {
    JsonObject action =
        JsonObject.builder()
            .put("type", "Action.Execute")
            .put("id", REFRESH)
            .put(DecisionActions.VERB, VIEW)
            .put("title", VIEW_TITLE)
            .put("data", data)
            .build();
    return JsonObject.builder()
        .put("action", action)
        .put("userIds", JsonArray.ofStrings(mris))
        .build();
  }
}

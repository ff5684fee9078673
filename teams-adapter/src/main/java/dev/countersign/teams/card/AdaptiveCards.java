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
  private static final String REFRESH = "refresh";

  private AdaptiveCards() {}

  /// The card with a token in every decision's `data.t` and its fallback's; nothing else changes.
  ///
  /// @throws IllegalArgumentException when a token is missing or longer than [Button#MAX_TOKEN]
  static JsonObject filled(JsonObject card, Map<Decision, String> tokens) {
    return card.has(ACTIONS)
        ? card.with(
            ACTIONS,
            new JsonArray(
                List.copyOf(card.objects(ACTIONS, action -> filledAction(action, tokens)))))
        : card;
  }

  private static JsonObject filledAction(JsonObject action, Map<Decision, String> tokens) {
    Optional<JsonObject> opened = action.optionalObject("card");
    if (opened.isPresent()) {
      return action.with("card", filled(opened.get(), tokens));
    }
    if (!DecisionActions.decides(action)) {
      return action;
    }
    Json token =
        Json.of(token(WireName.require(Decision.class, action.text(DecisionActions.VERB)), tokens));
    return withToken(action, token).with("fallback", withToken(action.object("fallback"), token));
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
    if (!asks(card)) {
      return card;
    }
    JsonObject data = JsonObject.builder().put(DecisionActions.REQUEST, request(card)).build();
    JsonObject view = DecisionActions.execute(VIEW, VIEW_TITLE, "positive", data);
    List<Json> actions = new ArrayList<>(List.of(view));
    actions.addAll(details(card));
    JsonObject base = card.with(ACTIONS, new JsonArray(actions));
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

  private static boolean asks(JsonObject card) {
    return card.has(ACTIONS)
        && card.objects(ACTIONS, DecisionActions::decides).contains(Boolean.TRUE);
  }

  /// The way to the whole of the action, which is for whoever sees the card.
  static List<JsonObject> details(JsonObject card) {
    return card.objects(ACTIONS, action -> action).stream()
        .filter(DecisionActions::isDetails)
        .toList();
  }

  public static String request(JsonObject card) {
    JsonObject action = card.objects(ACTIONS, one -> one).getFirst();
    return action
        .optionalObject("card")
        .map(AdaptiveCards::request)
        .orElseGet(() -> action.object("data").text(DecisionActions.REQUEST));
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

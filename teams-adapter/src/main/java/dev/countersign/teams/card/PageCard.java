package dev.countersign.teams.card;

import dev.countersign.card.DetailsDesk;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// One page of an action, in place of the card for whoever opened it; drawn as a card is, with its
/// decisions on the last page. At its end are the ways to the other pages and back to the card.
public final class PageCard {
  private static final String BODY = "body";
  private static final String ACTIONS = "actions";
  private static final String CLOSE = "Close";

  private PageCard() {}

  public static JsonObject of(String request, Shown.Page page) {
    JsonObject card = AdaptiveCards.filled(page.card().body(), page.tokens());
    List<Json> body = new ArrayList<>(card.items(BODY));
    body.add(Elements.smallPrint(page.title(), Elements.SMALL));
    List<Json> actions = new ArrayList<>();
    if (!page.isLast()) {
      actions.add(way(request, DetailsDesk.NEXT, "positive", page.number() + 1));
    }
    if (!page.isFirst()) {
      actions.add(way(request, DetailsDesk.BACK, "default", page.number() - 1));
    }
    actions.add(
        DecisionActions.executeOnly(
            AdaptiveCards.VIEW,
            CLOSE,
            null,
            JsonObject.builder().put(DecisionActions.REQUEST, request).build()));
    return card.with(BODY, new JsonArray(body)).with(ACTIONS, new JsonArray(actions));
  }

  /// Two buttons of one verb, so each has an id of its own.
  private static JsonObject way(String request, String title, String style, int page) {
    JsonObject data =
        JsonObject.builder()
            .put(DecisionActions.REQUEST, request)
            .put(DecisionActions.PAGE, page)
            .build();
    return DecisionActions.executeOnly(DecisionActions.DETAILS, title, style, data)
        .with("id", Json.of(DecisionActions.DETAILS + "_" + page));
  }
}

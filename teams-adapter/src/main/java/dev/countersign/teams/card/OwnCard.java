package dev.countersign.teams.card;

import dev.countersign.card.PersonalCard;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// The card that one person is shown alone: with living buttons for who may decide, without any for
/// who may not or no longer. While the request is open it refreshes itself for that person.
public final class OwnCard {
  private static final String REFRESH = "refresh";

  private OwnCard() {}

  /// The card with words to its viewer above it. They are the service's own and no part of what is
  /// decided on.
  public static JsonObject saying(String words, JsonObject card) {
    JsonObject block = Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.NONE);
    List<Json> body = new ArrayList<>(List.of(block));
    body.addAll(card.items("body"));
    return card.with("body", new JsonArray(body));
  }

  /// @param member the chat's own name for the viewer
  public static JsonObject of(PersonalCard shown, String member) {
    JsonObject card = shown.card().body();
    if (shown.card().asks().isEmpty()) {
      return card;
    }
    JsonObject own =
        shown.mayDecide()
            ? AdaptiveCards.filled(card, shown.tokens())
            : card.with("actions", new JsonArray(List.copyOf(AdaptiveCards.details(card))));
    return AdaptiveCards.base(card, List.of(member))
        .optionalObject(REFRESH)
        .map(refresh -> own.with(REFRESH, refresh))
        .orElse(own);
  }
}

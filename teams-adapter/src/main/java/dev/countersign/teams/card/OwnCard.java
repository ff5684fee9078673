package dev.countersign.teams.card;

import dev.countersign.card.PersonalCard;
import dev.countersign.card.Run;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The card that one person is shown alone: with living buttons for who may decide, without any for
/// who may not or no longer. While the request is open it refreshes itself for that person.
public final class OwnCard {
  /// Units of JSON: a note of the longest kind, with a run for each of its lines.
  private static final int OWN_TEXT = 8_000;

  private static final String REFRESH = "refresh";

  private OwnCard() {}

  /// The card with words to its viewer above it. They are the service's own and no part of what is
  /// decided on.
  ///
  /// @param typed what the viewer had written in a form that the card takes the place of
  public static JsonObject saying(String words, Optional<String> typed, JsonObject card) {
    JsonObject block = Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.NONE);
    List<Json> body = new ArrayList<>(List.of(block));
    typed
        .filter(text -> !text.isBlank())
        .map(text -> CardBudget.clip(text, Remarks.LONGEST_COMMENT))
        .ifPresent(text -> {
          body.add(Elements.smallPrint(WhyNot.KEPT_NOWHERE, Elements.SMALL));
          body.addAll(
              new TextLines(new CardBudget(OWN_TEXT))
                  .draw(List.of(Run.passage(text)), Elements.PLAIN, Elements.SMALL));
        });
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
            : AdaptiveCards.readOnly(TickInput.without(card));
    return AdaptiveCards.base(card, List.of(member))
        .optionalObject(REFRESH)
        .map(refresh -> own.with(REFRESH, refresh))
        .orElse(own);
  }
}

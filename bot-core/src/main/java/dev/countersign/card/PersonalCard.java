package dev.countersign.card;

import dev.countersign.request.Decision;
import java.util.Map;

/// A card for one pair of eyes.
///
/// @param tokens one for each of [RenderedCard#asks] when the viewer may decide now; otherwise none,
///   and the card is to be drawn without its decisions
public record PersonalCard(RenderedCard card, Map<Decision, String> tokens) {
  public PersonalCard {
    tokens = Map.copyOf(tokens);
  }

  public boolean mayDecide() {
    return !tokens.isEmpty();
  }

  @Override
  public String toString() {
    return "PersonalCard[" + card.digest() + " asks " + tokens.keySet() + "]";
  }
}

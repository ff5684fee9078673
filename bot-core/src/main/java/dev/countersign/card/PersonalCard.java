package dev.countersign.card;

import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import java.util.Map;
import java.util.Optional;

/// A card for one pair of eyes.
///
/// @param tokens one for each of [RenderedCard#asks] when the viewer may decide now; otherwise
///   none, and the card is to be drawn without its decisions
/// @param viewer what the request is to the viewer; empty for an account that is linked to nobody
public record PersonalCard(
    RenderedCard card, Map<Decision, String> tokens, Optional<Entitlement> viewer) {
  public PersonalCard {
    tokens = Map.copyOf(tokens);
  }

  public boolean mayDecide() {
    return !tokens.isEmpty();
  }

  /// To a viewer who is shown no buttons: why, and what to do.
  public String whyNot() {
    return WhyNot.said(viewer);
  }

  @Override
  public String toString() {
    return "PersonalCard[" + card.digest() + " asks " + tokens.keySet() + "]";
  }
}

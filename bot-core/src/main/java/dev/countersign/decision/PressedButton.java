package dev.countersign.decision;

import dev.countersign.card.Click;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.VerifiedToken;
import java.util.Optional;

/// A click with a token of ours, whoever pressed: that is looked up for each try of its step.
///
/// @param lapsed whether its token was in force once and is no more: it is answered from the record
///   like any other, and counts for nothing
/// @param strayOrdered whether its message was ordered to lose its buttons already
/// @param onBatch whether it is one of those that a press on the card of a batch decides
/// @param opening whether it asks for its form only, and decides nothing
/// @param found why it counts for nothing, whatever its request says
record PressedButton(
    VerifiedToken token,
    Click click,
    boolean lapsed,
    boolean strayOrdered,
    boolean onBatch,
    boolean opening,
    Optional<ClickRefusal> found) {

  /// The part of a press on the card of a batch that is about one of its requests.
  PressedButton on(DecisionClaims.Item item) {
    return new PressedButton(token.of(item), click, lapsed, strayOrdered, true, opening, found);
  }

  /// A press on the card of a batch that decides none of its requests; the first of them notes it.
  PressedButton refusedFor(ClickRefusal reason) {
    return new PressedButton(
        token,
        click,
        lapsed,
        strayOrdered,
        true,
        opening,
        Optional.of(ClickChecklist.flaw(click).orElse(reason)));
  }

  /// Which refusals of it stand in the chain already is kept by this and the reason.
  RefusedClicks.Source source() {
    String button = token.claims().id().value();
    return new RefusedClicks.Source(
        onBatch ? button + " " + token.claims().request() : button, click.account());
  }
}

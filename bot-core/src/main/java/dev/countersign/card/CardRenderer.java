package dev.countersign.card;

/// Draws cards for one chat. Implementations own markup, escaping and the platform's limits.
@FunctionalInterface
public interface CardRenderer {

  /// Draws a card without sending it. Pure: the same view gives the same bytes.
  RenderedCard render(CardView view);

  /// Whether [#render] surely shows all of a card, found without drawing it: counted with the most
  /// that each character and each part of it can cost. False where that is more than the chat
  /// takes, though the card itself may not be; then it has to be drawn to know.
  ///
  /// @param plain the card, or one that is larger in every part, as [CardView#plainer] makes it:
  ///   what only helps the eye may give way, and nothing else does
  default boolean surelyShowsWhole(CardView plain) {
    return false;
  }
}

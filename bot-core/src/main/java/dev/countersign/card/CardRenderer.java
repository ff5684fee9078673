package dev.countersign.card;

/// Draws cards for one chat. Implementations own markup, escaping and the platform's limits.
@FunctionalInterface
public interface CardRenderer {

  /// Draws a card without sending it. Pure: the same view gives the same bytes.
  RenderedCard render(CardView view);
}

package dev.countersign.card;

import java.util.function.Function;

/// In which order the parts of a card give way where a chat has no room for all of them: first what
/// only helps the eye, then what the agent says beside its action, as much of it as has to. The
/// action, the gate's own findings and the rules of the decision never do: a card that has no room
/// for those is cut, and nobody can approve it.
///
/// Pure, and the same for every chat: the same view gives the same card.
public final class Yielding {
  /// Characters by which the agent's words are made shorter.
  private static final int STEP = 64;

  /// Characters of the agent's words that are tried at most, more than any chat takes in a card:
  /// what is surely too much need not be drawn to find out.
  private static final int MOST = 32 * 1024;

  private Yielding() {}

  /// @param drawing draws a view, and says whether all of it is shown
  public static RenderedCard draw(CardView view, Function<CardView, RenderedCard> drawing) {
    CardView plain = view.plainer();
    if (Excerpts.length(view.sections()) > MOST) {
      return shortened(plain, drawing);
    }
    RenderedCard adorned = drawing.apply(view);
    if (adorned.complete()) {
      return adorned;
    }
    RenderedCard unadorned = drawing.apply(plain);
    return unadorned.complete() ? unadorned : shortened(plain, drawing);
  }

  /// With the most of the agent's words that leave the rest whole; without any if none do.
  private static RenderedCard shortened(CardView plain, Function<CardView, RenderedCard> drawing) {
    RenderedCard best = drawing.apply(plain.briefer(0));
    int fits = 0;
    int tooMuch = Math.min(MOST, Excerpts.length(plain.sections())) / STEP + 1;
    while (best.complete() && tooMuch - fits > 1) {
      int between = (fits + tooMuch) / 2;
      RenderedCard card = drawing.apply(plain.briefer(between * STEP));
      if (card.complete()) {
        best = card;
        fits = between;
      } else {
        tooMuch = between;
      }
    }
    return best;
  }
}

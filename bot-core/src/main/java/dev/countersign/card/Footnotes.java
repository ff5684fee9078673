package dev.countersign.card;

import dev.countersign.request.Decision;
import java.util.Locale;

/// What a chat says below a card of the card itself.
public final class Footnotes {
  private Footnotes() {}

  /// @param characters how many are shown by their number, at least one
  public static String escaped(long characters) {
    return "⚠️ " + grouped(characters) + " invisible or unusual characters shown as ⟦U+…⟧";
  }

  /// That a chat has no room for the whole card, and so draws it without its approval.
  ///
  /// @param shown characters, of as many as `asked`
  public static String incomplete(CardView view, long shown, long asked) {
    String sign = "⚠️ Showing " + grouped(shown) + " of " + grouped(asked) + " characters";
    if (view.buttons().stream().noneMatch(button -> button.decision() == Decision.APPROVE)) {
      return sign;
    }
    return sign
        + (view.offersDetails()
            ? " · Too long for one message: read " + all(view.pages()) + " in Details to approve"
            : " · Too long to approve here: "
                + (view.ticks().isPresent() ? "" : "open it in the console where there is one, or ")
                + "request changes, so that it is proposed in parts");
  }

  private static String all(int pages) {
    return pages == 1 ? "its page" : "all " + pages + " pages";
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

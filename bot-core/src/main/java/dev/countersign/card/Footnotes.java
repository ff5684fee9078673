package dev.countersign.card;

import dev.countersign.request.Decision;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// What a chat says below a card of the card itself.
public final class Footnotes {
  /// The address of its page follows.
  public static final String IN_CONSOLE = "decide it in the console: ";

  private Footnotes() {}

  /// @param characters how many are shown by their number, at least one
  public static String escaped(long characters) {
    return "⚠️ " + grouped(characters) + " invisible or unusual characters shown as ⟦U+…⟧";
  }

  /// That a chat has no room for the whole card, and so draws it without its approval. Where it is
  /// decided in the console, the words end where its address goes on, see [#console].
  ///
  /// @param shown characters, of as many as `asked`
  public static String incomplete(CardView view, long shown, long asked) {
    String sign = "⚠️ Showing " + grouped(shown) + " of " + grouped(asked) + " characters";
    if (!asksToApprove(view)) {
      return sign;
    }
    if (view.offersDetails()) {
      return sign
          + " · Too long for one message: read "
          + all(view.pages())
          + " in Details to approve";
    }
    return sign
        + " · Too long to approve here: "
        + (console(view).isPresent()
            ? IN_CONSOLE
            : "request changes, so that it is proposed in parts");
  }

  /// What [#incomplete] ends with, for chats to draw as a link: an address of this deployment, with
  /// nothing supplied in it.
  public static Optional<URI> console(CardView view) {
    return view.console().filter(_ -> asksToApprove(view) && !view.offersDetails());
  }

  private static boolean asksToApprove(CardView view) {
    return view.buttons().stream().anyMatch(button -> button.decision() == Decision.APPROVE);
  }

  private static String all(int pages) {
    return pages == 1 ? "its page" : "all " + pages + " pages";
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

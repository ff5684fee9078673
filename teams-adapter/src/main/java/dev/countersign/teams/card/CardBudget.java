package dev.countersign.teams.card;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;

/// How much of a card Teams will take, and how much of it was asked for. Text is drawn in reading
/// order until the budget is spent; from then on it is only counted, so that the card can say what
/// is missing.
///
/// Lengths are UTF-16 code units of compact JSON, markup included: Teams measures the whole message
/// as UTF-16 (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages).
final class CardBudget {
  /// One card with its tokens. As bytes of UTF-16 that is 54 KiB of the 80 KB that Teams advises;
  /// of text without other alphabets it is also less than the 28 KB that older clients took.
  static final int MAX_UNITS = 27 * 1024;

  private static final String CUT_MARK = "…";

  private int room;
  private boolean open = true;
  private boolean clipped;
  private long asked;
  private long shown;

  /// @param room what is left when everything is paid that every card has
  CardBudget(int room) {
    this.room = room;
  }

  /// The size of a value in a message.
  static int units(Json json) {
    return CanonicalJson.text(json).length();
  }

  /// The longest beginning of `text` that still fits; may be empty.
  ///
  /// @param around what the element around the text costs
  String take(String text, int around) {
    asked += text.length();
    if (text.isEmpty() || !open) {
      return "";
    }
    String taken = fitting(text, room - around);
    if (taken.length() < text.length()) {
      close();
    }
    if (!taken.isEmpty()) {
      room -= around + units(taken);
      shown += taken.length();
    }
    return taken;
  }

  /// Whether something that cannot be cut still fits.
  boolean takeWhole(String text, int around) {
    asked += text.length();
    if (!makeRoom(around + units(text))) {
      return false;
    }
    shown += text.length();
    return true;
  }

  /// Pays for markup; false when there is no room for it.
  boolean makeRoom(int units) {
    if (!open || units > room) {
      close();
      return false;
    }
    room -= units;
    return true;
  }

  /// The service's own words at a place with a length of its own, which is paid for already.
  String fit(String words, int max) {
    if (words.length() <= max) {
      return words;
    }
    clipped = true;
    return clip(words, max);
  }

  /// From now on nothing fits; what comes after a gap would only mislead.
  private void close() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  boolean isComplete() {
    return open && !clipped && shown == asked;
  }

  long asked() {
    return asked;
  }

  long shown() {
    return shown;
  }

  /// `text`, or its beginning and an ellipsis, where nothing depends on the rest.
  static String clip(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, wholeCharacters(text, max - CUT_MARK.length())) + CUT_MARK;
  }

  private static String fitting(String text, int units) {
    int end = 0;
    int spent = 0;
    while (end < text.length() && spent + units(text.charAt(end)) <= units) {
      spent += units(text.charAt(end));
      end++;
    }
    return text.substring(0, wholeCharacters(text, end));
  }

  private static int wholeCharacters(String text, int end) {
    boolean split =
        end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return split ? end - 1 : end;
  }

  private static int units(String text) {
    return text.chars().map(c -> units((char) c)).sum();
  }

  /// What the character costs inside a JSON string.
  private static int units(char c) {
    return switch (c) {
      case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
      default -> c < 0x20 ? 6 : 1;
    };
  }
}

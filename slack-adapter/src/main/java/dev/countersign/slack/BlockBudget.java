package dev.countersign.slack;

/// How much of a card Slack will take, and how much of it was asked for. Text is drawn in reading
/// order until the budget is spent; from then on it is only counted, so that the card can say what
/// is missing.
///
/// Lengths are UTF-16 code units, the unit in which Slack's documented limits were observed.
final class BlockBudget {
  /// Characters of a button (docs.slack.dev/reference/block-kit/block-elements/button-element).
  static final int BUTTON_LABEL = 75;

  /// Characters of text in all blocks of one message. Slack documents none and refuses with
  /// `msg_blocks_too_long`; its users report 9,597 accepted and 11,341 refused (slackapi/bolt-js
  /// issue 2867).
  static final int MAX_CHARACTERS = 9_000;

  /// Rich-text elements in one message, so that a card stays far below the 2,000 members of a
  /// canonical document, and no message dies of a thousand tiny highlights.
  static final int MAX_ELEMENTS = 200;

  /// Blocks in a message (docs.slack.dev/reference/block-kit/blocks).
  static final int MAX_BLOCKS = 50;

  static final int HEADING = 150;

  static final int FOOTER = 500;

  /// Characters for the notes that the renderer itself may add.
  static final int OWN_NOTES = 300;

  /// Heading, two notes of our own, buttons, small print, and who is named when it is posted; boxes
  /// are one more.
  static final int BLOCKS_BESIDE_SECTIONS = 6;

  private static final String CUT_MARK = "…";

  private int characters;
  private int elements = MAX_ELEMENTS;
  private long asked;
  private long shown;
  private boolean clipped;

  /// @param reserved characters for what every card has: heading, buttons, small print
  BlockBudget(int reserved) {
    characters = MAX_CHARACTERS - reserved;
  }

  /// The longest beginning of `text` that still fits, as one element; may be empty.
  String take(String text) {
    asked += text.length();
    if (text.isEmpty() || elements == 0) {
      return "";
    }
    String taken = beginning(text, characters);
    spend(taken.length());
    if (taken.length() < text.length()) {
      close();
    }
    return taken;
  }

  /// Whether something that cannot be cut still fits.
  boolean takeWhole(String text) {
    asked += text.length();
    if (elements == 0 || text.length() > characters) {
      close();
      return false;
    }
    spend(text.length());
    return true;
  }

  /// From now on nothing fits; what comes after a gap would only mislead.
  void close() {
    elements = 0;
  }

  boolean isOpen() {
    return elements > 0;
  }

  /// The service's own words at a place with a length of its own, which the reserve has paid for.
  String fit(String words, int max) {
    if (words.length() <= max) {
      return words;
    }
    clipped = true;
    return clip(words, max);
  }

  private void spend(int length) {
    elements--;
    characters -= length;
    shown += length;
  }

  boolean isComplete() {
    return shown == asked && !clipped;
  }

  long asked() {
    return asked;
  }

  long shown() {
    return shown;
  }

  /// `text`, or its beginning and an ellipsis, where nothing depends on the rest.
  static String clip(String text, int max) {
    return text.length() <= max ? text : beginning(text, max - CUT_MARK.length()) + CUT_MARK;
  }

  /// At most `max` code units that do not end inside a character.
  static String beginning(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    boolean split = max > 0 && Character.isHighSurrogate(text.charAt(max - 1));
    return text.substring(0, split ? max - 1 : max);
  }
}

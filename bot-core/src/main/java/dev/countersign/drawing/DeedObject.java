package dev.countersign.drawing;

import dev.countersign.card.Run;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a deed is about, on a line of a list or of a notification. It is text from the bytes, as
/// [dev.countersign.policy.Ruling#object] has it.
final class DeedObject {
  /// Nothing that any chat reads as markup, a mention, an emoji or a link, and with a digit, so
  /// that it names one thing and reads as no word of the gate's.
  private static final Pattern PLAIN_ID =
      Pattern.compile("(?=.*[0-9])[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*");

  private DeedObject() {}

  /// In front of the line below a headline; no chat parses what stands there.
  static List<Run> before(Optional<String> object) {
    return object
        .map(name -> List.of(Run.supplied(name, Run.Emphasis.STRONG), Run.words("  ·  ")))
        .orElse(List.of());
  }

  /// Behind a deed in the one text that chats parse; empty for all but a plain id.
  static String behind(Optional<String> object) {
    return object
        .filter(name -> PLAIN_ID.matcher(name).matches())
        .map(name -> " · " + name)
        .orElse("");
  }
}

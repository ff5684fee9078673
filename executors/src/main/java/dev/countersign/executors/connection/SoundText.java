package dev.countersign.executors.connection;

import java.util.function.Predicate;

/// A text of the file that has to be of some shape, as [dev.countersign.json.JsonForm#parsed] asks
/// for it.
final class SoundText {
  private SoundText() {}

  /// @throws IllegalArgumentException where it is not
  static String required(String text, Predicate<String> isSound) {
    if (!isSound.test(text)) {
      throw new IllegalArgumentException("not such a text");
    }
    return text;
  }
}

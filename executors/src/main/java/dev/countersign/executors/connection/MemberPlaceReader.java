package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads where in a document something stands: a JSON Pointer through objects. Items of lists have
/// no place that stays theirs, so no part of it is a number.
final class MemberPlaceReader {
  static final int MOST_CHARS = 200;

  private static final Pattern PLACE =
      Pattern.compile("(?:/(?!-(?:/|$))(?![0-9]+(?:/|$))(?:[!-.0-}]|~[01])+)+");

  private MemberPlaceReader() {}

  static Optional<String> read(JsonForm form, String member) {
    return form.parsed(
        member,
        text -> SoundText.required(text, MemberPlaceReader::isPlace),
        "bad_place",
        "This must be a JSON Pointer such as /profile/email, in printable ASCII, through objects"
            + " alone.");
  }

  private static boolean isPlace(String text) {
    return text.length() <= MOST_CHARS && PLACE.matcher(text).matches();
  }
}

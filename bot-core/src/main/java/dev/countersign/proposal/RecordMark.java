package dev.countersign.proposal;

import dev.countersign.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/// By what a record is known again as a change has left it: so that whoever wants to set it back
/// finds that record, and sees whether somebody wrote since.
///
/// Shape: `{"key":"c_77","version":"7"}`; members are left out as long as they say nothing.
///
/// @param key that the target gave to a record that was created; empty where the action names it
/// @param version that an action can name as `if_match`
public record RecordMark(Optional<String> key, Optional<String> version) {
  private static final int LONGEST_KEY = 512;
  private static final int LONGEST_VERSION = 256;

  /// Where an action could not name it.
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  /// What of it an action can name; empty where that is nothing.
  public static Optional<RecordMark> of(Optional<String> key, Optional<String> version) {
    return Optional.of(
            new RecordMark(
                key.filter(text -> isLine(text, LONGEST_KEY)),
                version.filter(text -> isLine(text, LONGEST_VERSION))))
        .filter(mark -> mark.key.isPresent() || mark.version.isPresent());
  }

  private static boolean isLine(String text, int longest) {
    return !text.isEmpty() && text.length() <= longest && !BREAKS.matcher(text).find();
  }

  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    key.ifPresent(text -> json.put("key", text));
    version.ifPresent(text -> json.put("version", text));
    return json.build();
  }

  public static RecordMark read(JsonObject json) {
    return new RecordMark(json.optionalText("key"), json.optionalText("version"));
  }
}

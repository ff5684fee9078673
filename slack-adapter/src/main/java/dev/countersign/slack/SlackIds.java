package dev.countersign.slack;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How Slack spells what we take from its payloads.
final class SlackIds {
  private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]{1,30}");
  private static final Pattern MESSAGE = Pattern.compile("[0-9]{1,12}\\.[0-9]{1,12}");

  private SlackIds() {}

  /// Of a person, channel, workspace or app.
  static boolean isId(@Nullable String id) {
    return id != null && ID.matcher(id).matches();
  }

  /// The `ts` of a message.
  static boolean isMessage(@Nullable String ts) {
    return ts != null && MESSAGE.matcher(ts).matches();
  }
}

package dev.countersign.app.manifest;

import java.util.Locale;
import java.util.regex.Pattern;

/// The application (client) id of the bot's registration in Entra: a GUID, in lower case.
public record TeamsAppId(String text) {
  static final String NIL = "00000000-0000-0000-0000-000000000000";

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");

  /// @throws IllegalArgumentException with a sentence for the operator
  public TeamsAppId {
    text = text.toLowerCase(Locale.ROOT);
    if (!GUID.matcher(text).matches() || text.equals(NIL)) {
      throw new IllegalArgumentException(
          "the application id that Entra shows, such as 1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.countersign.app.manifest;

import java.util.regex.Pattern;

/// The version of an app package: three numbers. Teams takes a package as an update only when its
/// version is higher than the one it has.
public record TeamsAppVersion(String text) {
  static final String NONE = "0.0.0";

  private static final Pattern NUMBERS =
      Pattern.compile("(?:0|[1-9][0-9]{0,4})(?:\\.(?:0|[1-9][0-9]{0,4})){2}");

  /// @throws IllegalArgumentException with a sentence for the operator
  public TeamsAppVersion {
    if (!NUMBERS.matcher(text).matches() || text.equals(NONE)) {
      throw new IllegalArgumentException("three numbers below 100000 and not all 0, such as 1.0.1");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.countersign.token;

import java.util.regex.Pattern;

/// The `iss` of everything one deployment signs: its public base address, or a name. At most 80
/// characters, so that the longest decision token stays within [DecisionTokens#MAX_CHARACTERS].
public record Issuer(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}");

  public Issuer {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not an issuer");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

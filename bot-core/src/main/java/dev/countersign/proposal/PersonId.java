package dev.countersign.proposal;

import java.util.regex.Pattern;

/// The stable id of a human, as in `people.yaml`. Quorum counts these, never accounts.
public record PersonId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,127}");

  public PersonId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a person id");
    }
  }

  public static boolean isPersonId(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}

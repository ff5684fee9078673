package dev.countersign.policy;

import java.util.regex.Pattern;

/// The name of a set of people who may decide a stage.
public record GroupName(String value) implements Comparable<GroupName> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  public GroupName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a group name");
    }
  }

  @Override
  public int compareTo(GroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

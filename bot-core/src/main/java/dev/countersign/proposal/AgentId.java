package dev.countersign.proposal;

import java.util.regex.Pattern;

/// The name of a registered agent, as in `people.yaml`; always from its credential, never from a
/// body.
public record AgentId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  public AgentId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not an agent id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

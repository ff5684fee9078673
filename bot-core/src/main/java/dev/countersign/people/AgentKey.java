package dev.countersign.people;

import dev.countersign.json.WireName;
import dev.countersign.proposal.AgentEnvironment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public part of an agent's API key, `ck_<env>_<keyid>`; its secret stands nowhere in the
/// core.
public record AgentKey(String value) {
  private static final Pattern FORM = Pattern.compile("ck_(live|test|dev)_[a-z0-9]{8,32}");

  public AgentKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the public part of an agent's key");
    }
  }

  public AgentEnvironment environment() {
    Matcher parts = FORM.matcher(value);
    if (!parts.matches()) {
      throw new IllegalStateException("checked when it was made");
    }
    return WireName.require(AgentEnvironment.class, parts.group(1));
  }

  @Override
  public String toString() {
    return value;
  }
}

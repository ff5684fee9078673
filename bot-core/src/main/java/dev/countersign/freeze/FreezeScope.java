package dev.countersign.freeze;

import dev.countersign.json.WireName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Proposal;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a freeze covers: `everything`, `agent:NAME`, `connection:NAME` or `class:CLASS`, as it is
/// typed, stored and shown.
///
/// @param name empty for everything
public record FreezeScope(Kind kind, String name) {
  public static final FreezeScope EVERYTHING = new FreezeScope(Kind.EVERYTHING, "");

  /// How scopes are spelled, for whoever has to be told.
  public static final String SPELLING =
      "everything, agent:NAME, connection:NAME, class:message, class:record_change, class:api_call"
          + " or class:tool_call";

  /// As connections are named in their file.
  private static final Pattern CONNECTION = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /// By what an action is recognised as covered.
  public enum Kind {
    EVERYTHING,
    AGENT,
    CONNECTION,
    CLASS
  }

  public FreezeScope {
    boolean named =
        switch (kind) {
          case EVERYTHING -> name.isEmpty();
          case AGENT -> isAgent(name);
          case CONNECTION -> CONNECTION.matcher(name).matches();
          case CLASS -> WireName.parse(ActionClass.class, name).isPresent();
        };
    if (!named) {
      throw new IllegalArgumentException("a freeze has no such scope");
    }
  }

  private static boolean isAgent(String name) {
    try {
      return new AgentId(name).value().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// @return empty when it is not spelled as one
  public static Optional<FreezeScope> parse(String text) {
    int colon = text.indexOf(':');
    try {
      return WireName.parse(Kind.class, colon < 0 ? text : text.substring(0, colon))
          .filter(kind -> (kind == Kind.EVERYTHING) == (colon < 0))
          .map(kind -> new FreezeScope(kind, colon < 0 ? "" : text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether it covers what was proposed.
  public boolean covers(Proposal proposal) {
    return covers(
        proposal.agent().value(),
        proposal.action().targetSystem(),
        WireName.of(proposal.action().actionClass()));
  }

  /// @param actionClass as entries spell it
  public boolean covers(String agent, String connection, String actionClass) {
    return switch (kind) {
      case EVERYTHING -> true;
      case AGENT -> name.equals(agent);
      case CONNECTION -> name.equals(connection);
      case CLASS -> name.equals(actionClass);
    };
  }

  @Override
  public String toString() {
    return kind == Kind.EVERYTHING ? WireName.of(kind) : WireName.of(kind) + ":" + name;
  }
}

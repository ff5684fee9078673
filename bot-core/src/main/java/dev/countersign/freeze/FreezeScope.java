package dev.countersign.freeze;

import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a freeze covers: `everything`, `agent:NAME`, `connection:NAME`, `environment:NAME`,
/// `class:CLASS` or `action_type:TYPE`, as it is typed, stored and shown.
///
/// @param name empty for everything
public record FreezeScope(Kind kind, String name) {
  public static final FreezeScope EVERYTHING = new FreezeScope(Kind.EVERYTHING, "");

  /// How scopes are spelled, for whoever has to be told.
  public static final String SPELLING =
      "everything, agent:NAME, connection:NAME, environment:production, environment:staging,"
          + " environment:development, environment:test, class:message, class:record_change,"
          + " class:api_call, class:tool_call or action_type:TYPE";

  /// As connections are named in their file.
  private static final Pattern CONNECTION = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /// By what an action is recognised as covered.
  public enum Kind {
    EVERYTHING,
    AGENT,
    CONNECTION,
    /// Where the action takes effect.
    ENVIRONMENT,
    CLASS,
    /// What the agent calls it.
    ACTION_TYPE
  }

  public FreezeScope {
    boolean named =
        switch (kind) {
          case EVERYTHING -> name.isEmpty();
          case AGENT -> isAgent(name);
          case CONNECTION -> CONNECTION.matcher(name).matches();
          case ENVIRONMENT -> WireName.parse(Environment.class, name).isPresent();
          case CLASS -> WireName.parse(ActionClass.class, name).isPresent();
          case ACTION_TYPE -> Action.isType(name);
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

  public static FreezeScope of(Environment environment) {
    return new FreezeScope(Kind.ENVIRONMENT, WireName.of(environment));
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

  public boolean covers(Freezable what) {
    return switch (kind) {
      case EVERYTHING -> true;
      case AGENT -> name.equals(what.agent());
      case CONNECTION -> name.equals(what.connection());
      case ENVIRONMENT -> name.equals(what.environment());
      case CLASS -> name.equals(what.actionClass());
      case ACTION_TYPE -> name.equals(what.actionType());
    };
  }

  @Override
  public String toString() {
    return kind == Kind.EVERYTHING ? WireName.of(kind) : WireName.of(kind) + ":" + name;
  }
}

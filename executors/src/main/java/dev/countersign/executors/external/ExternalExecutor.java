package dev.countersign.executors.external;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.ExternalConnection;
import dev.countersign.executors.sending.NotBefore;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ToolCall;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the gate checks of actions that an executor outside carries out. It sends nothing.
public final class ExternalExecutor implements ActionExecutor {
  private static final String DEFINITION = "/proposed_changes/tool_definition_digest";

  private final ExternalConnection connection;
  private final InstantSource clock;

  public ExternalExecutor(ExternalConnection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return connection.classes().contains(action.actionClass())
        ? pinned(action).or(() -> NotBefore.check(action))
        : Optional.of(
            new Inadmissible(
                "class_not_executable",
                "/proposed_changes/class",
                "the executor of this connection carries out actions of class "
                    + connection.classes().stream()
                        .map(WireName::of)
                        .sorted()
                        .collect(Collectors.joining(", "))
                    + " only"));
  }

  private Optional<Inadmissible> pinned(Action action) {
    return action.changes() instanceof ToolCall call ? pinned(call) : Optional.empty();
  }

  private Optional<Inadmissible> pinned(ToolCall call) {
    Optional<Digest> pinned = connection.tools().definition(call.server(), call.tool());
    if (pinned.isEmpty()) {
      return Optional.of(
          new Inadmissible(
              "tool_not_allowed",
              "/proposed_changes/tool",
              "the connection lists no such tool of this server: use one of its `tools`, or have"
                  + " it listed"));
    }
    if (call.definitionDigest().isEmpty()) {
      return Optional.of(
          new Inadmissible(
              "tool_definition_required",
              DEFINITION,
              "say the digest of the tool's definition that you have seen"));
    }
    return call.definitionDigest().equals(pinned.map(Digest::value))
        ? Optional.empty()
        : Optional.of(
            new Inadmissible(
                "tool_definition_changed",
                DEFINITION,
                "the connection lists another definition of this tool: have somebody look at what"
                    + " changed, and list it anew"));
  }

  /// How many it carries out at once is its own affair.
  @Override
  public Turn turn(Action action) {
    return NotBefore.later(action, clock)
        .<Turn>map(later -> later)
        .orElseGet(() -> Turn.free(_ -> new Outcome.Failed("executed_elsewhere", 0)));
  }
}

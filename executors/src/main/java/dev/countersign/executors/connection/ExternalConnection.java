package dev.countersign.executors.connection;

import dev.countersign.execution.OutsideExecutor;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.proposal.ActionClass;
import dev.countersign.token.ExecutorKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Carried out by an executor outside of the gate, which redeems a grant for each action: it has
/// the credentials of the target, the gate has none.
///
/// @param keys by which it signs what it asks, 1..[#MAX_KEYS]; two while one takes the place of the
///   other
/// @param classes of actions that it carries out, at least one
/// @param tools that it calls; some where it carries out calls of tools, none otherwise
public record ExternalConnection(
    String name,
    OutsideExecutor executor,
    List<ExecutorKey> keys,
    Set<ActionClass> classes,
    PinnedTools tools)
    implements Connection {
  static final int MAX_KEYS = 4;

  public ExternalConnection {
    keys = List.copyOf(keys);
    classes = Set.copyOf(classes);
    if (keys.isEmpty() || keys.size() > MAX_KEYS || classes.isEmpty()) {
      throw new IllegalArgumentException("an executor has keys and carries something out");
    }
    if (tools.isEmpty() == classes.contains(ActionClass.TOOL_CALL)) {
      throw new IllegalArgumentException("tools are listed where tools are called");
    }
  }

  @Override
  public Optional<CredentialReference> credential() {
    return Optional.empty();
  }
}

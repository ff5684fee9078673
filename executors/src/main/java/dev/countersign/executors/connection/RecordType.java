package dev.countersign.executors.connection;

import dev.countersign.proposal.RecordChange.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an approved change may do to the records of one type, wherever they are kept.
///
/// @param <F> its fields
public sealed interface RecordType<F extends FieldValues> permits RecordTable, RecordResource {
  Set<Operation> allow();

  /// By the name that an agent uses, as `/name`.
  Map<String, F> fields();

  /// By the path of a change, such as `/status`.
  default Optional<F> field(String path) {
    return path.startsWith("/")
        ? Optional.ofNullable(fields().get(path.substring(1)))
        : Optional.empty();
  }

  /// Whether there is something that `if_match` of such a change can be compared with.
  boolean isVersioned(Operation operation);

  /// Whether an agent names the key of a record that is to be created; otherwise its target does.
  boolean isNamedByAgents();
}

package dev.countersign.executors.connection;

import dev.countersign.proposal.RecordChange.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the records of one type are, and what an approved change may do to them. Nothing that an
/// agent writes is a name of SQL: all of those stand here.
///
/// @param key the column whose value an action names as its `target_id`
/// @param fields by the name that an agent uses, as `/name`
/// @param allow what may be done
/// @param version the column that `if_match` is compared with
/// @param raisesVersion whether a change adds one to it; otherwise the database does, or nobody
/// @param archive the column that says when a record was archived; NULL while it is not. An
///   archived record is not there for any change but that it is restored
public record RecordTable(
    Name table,
    String key,
    Map<String, FieldRule> fields,
    Set<Operation> allow,
    Optional<String> version,
    boolean raisesVersion,
    Optional<String> archive)
    implements RecordType<FieldRule> {
  static final int MAX_FIELDS = 200;

  public RecordTable {
    fields = Map.copyOf(fields);
    allow = Set.copyOf(allow);
  }

  /// @param schema that the table is in
  public record Name(String schema, String table) {
    @Override
    public String toString() {
      return schema + "." + table;
    }
  }

  @Override
  public boolean isVersioned(Operation operation) {
    return operation != Operation.CREATE && compared(operation).isPresent();
  }

  /// The column that says which version a record is for such a change: of an archived one that has
  /// no version, when it was archived.
  public Optional<String> compared(Operation operation) {
    return operation == Operation.RESTORE ? version.or(() -> archive) : version;
  }

  /// The column that says which version such a change has left.
  public Optional<String> left(Operation operation) {
    return operation == Operation.ARCHIVE ? version.or(() -> archive) : version;
  }

  @Override
  public boolean isNamedByAgents() {
    return true;
  }
}

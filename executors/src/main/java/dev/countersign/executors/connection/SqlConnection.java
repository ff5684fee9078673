package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.util.Map;
import java.util.Optional;

/// A database whose records are changed by `record_change`.
///
/// @param user the role, with the credential as its password
/// @param records by their type
/// @param rehearses whether a dry run is tried in a transaction that is rolled back
/// @param verifies whether a record is read once more after it was changed
public record SqlConnection(
    String name,
    SqlDatabase database,
    String user,
    Optional<CredentialReference> credential,
    Map<String, RecordTable> records,
    boolean verifies,
    boolean rehearses,
    Limits limits,
    NetworkAccess network)
    implements Connection {
  static final int MAX_RECORDS = 100;

  public SqlConnection {
    records = Map.copyOf(records);
  }
}

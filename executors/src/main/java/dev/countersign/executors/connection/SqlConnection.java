package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/// A database whose records are changed by `record_change`: PostgreSQL, version 14 or later.
///
/// @param host canonical: a lower-case name, a dotted quad, or a literal in brackets
/// @param port 1..65535
/// @param encrypted by TLS with the certificate of the host; otherwise to this machine alone
/// @param user the role, with the credential as its password
/// @param records by their type
/// @param rehearses whether a dry run is tried in a transaction that is rolled back
/// @param verifies whether a record is read once more after it was changed
public record SqlConnection(
    String name,
    String host,
    int port,
    String database,
    boolean encrypted,
    String user,
    Optional<CredentialReference> credential,
    Map<String, RecordTable> records,
    boolean verifies,
    boolean rehearses,
    Limits limits,
    NetworkAccess network)
    implements Connection {
  static final int USUAL_PORT = 5432;
  static final int MAX_RECORDS = 100;

  public SqlConnection {
    records = Map.copyOf(records);
  }

  public boolean reaches(InetAddress address) {
    return AddressReach.reaches(address, encrypted, network.privateAddresses());
  }
}

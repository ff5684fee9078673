package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.json.JsonForm;
import java.util.Optional;

/// Reads where the credential of a connection is kept.
final class CredentialReader {
  private CredentialReader() {}

  static Optional<CredentialReference> read(JsonForm connection) {
    return read(connection, "credential");
  }

  static Optional<CredentialReference> read(JsonForm connection, String member) {
    return connection.parsed(
        member,
        text -> CredentialReference.parse(text).orElseThrow(IllegalArgumentException::new),
        "bad_credential",
        "This must be env:NAME, file:PATH or run:PROGRAM.");
  }
}

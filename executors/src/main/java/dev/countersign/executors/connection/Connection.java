package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.util.Optional;

/// A registered destination: what an action names as its `target_system`.
public sealed interface Connection
    permits HttpConnection,
        SmtpConnection,
        ChatConnection,
        SqlConnection,
        ExternalConnection,
        AdvisoryConnection {
  String name();

  /// Where its credential is kept; empty where it needs none.
  Optional<CredentialReference> credential();
}

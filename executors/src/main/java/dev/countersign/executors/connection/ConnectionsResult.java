package dev.countersign.executors.connection;

import java.util.List;

/// What came of reading `connections.yaml`.
public sealed interface ConnectionsResult {

  record Read(Connections connections) implements ConnectionsResult {}

  /// Every mistake of the document, in its order; nothing of it may be used.
  record Invalid(List<ConnectionError> errors) implements ConnectionsResult {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}

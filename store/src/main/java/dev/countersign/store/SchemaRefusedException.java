package dev.countersign.store;

/// The database answers, but it is not the one that this version of the gate may work on. The
/// message says how it differs and what to do.
public final class SchemaRefusedException extends RuntimeException {
  SchemaRefusedException(String message) {
    super(message);
  }

  SchemaRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.countersign.ledger;

/// The store answers, but it is not the one that this version of the gate may work on. The message
/// says how it differs and what to do.
public final class SchemaRefusedException extends RuntimeException {
  public SchemaRefusedException(String message) {
    super(message);
  }

  public SchemaRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}

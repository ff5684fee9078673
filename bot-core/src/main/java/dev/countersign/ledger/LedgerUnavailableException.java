package dev.countersign.ledger;

/// The store could not answer in time, or at all. What was asked may or may not have happened.
public final class LedgerUnavailableException extends RuntimeException {
  public LedgerUnavailableException(String message) {
    super(message);
  }

  public LedgerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.countersign.ledger;

import dev.countersign.card.UnavailableException;

/// The store could not answer in time, or at all. What was asked may or may not have happened.
public final class LedgerUnavailableException extends UnavailableException {
  public LedgerUnavailableException(String message) {
    super(message, null);
  }

  public LedgerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

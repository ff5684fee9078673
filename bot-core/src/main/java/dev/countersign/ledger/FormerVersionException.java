package dev.countersign.ledger;

import dev.countersign.card.UnavailableException;

/// A step was computed with a version that is no longer in force. Nothing of it was written;
/// whoever asks again with the version that is gets an answer.
public final class FormerVersionException extends UnavailableException {
  public FormerVersionException(Throwable cause) {
    super("another version was put in force; this replica has to take it over first", cause);
  }
}

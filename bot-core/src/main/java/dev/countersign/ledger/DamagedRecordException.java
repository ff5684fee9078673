package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;

/// What is stored of a request is not as it was written. Trying again changes nothing: whoever
/// meets this puts the request aside, tells it once, and goes on with the others.
public abstract class DamagedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code stable, for agents, logs and metrics
  /// @param message ids and places, never a stored value
  protected DamagedRecordException(String code, String message) {
    super(message);
    this.code = code;
  }

  protected DamagedRecordException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public final String code() {
    return code;
  }

  /// The rows do not even read.
  public static final class Unreadable extends DamagedRecordException {
    private static final long serialVersionUID = 1L;

    public Unreadable(ProposalId request, RuntimeException why) {
      super(
          "record_unreadable",
          request
              + " does not read ("
              + why.getClass().getSimpleName()
              + "); run `countersign verify`",
          why);
    }
  }
}

package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;

/// The stored record of a request is not what its authentic entries say. Nothing is sent and
/// nothing is written; the request stays as it is for a person to look at.
public final class UnsoundRecordException extends DamagedRecordException {
  private static final long serialVersionUID = 1L;

  public UnsoundRecordException(ProposalId request, String place, String why) {
    super(
        "record_unsound",
        request
            + " is not as it was written and stays as it is: "
            + place
            + ": "
            + why
            + "; run `countersign verify`");
  }
}

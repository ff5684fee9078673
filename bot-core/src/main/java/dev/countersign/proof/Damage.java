package dev.countersign.proof;

import dev.countersign.proposal.ProposalId;

/// One thing that is not as it was written.
///
/// @param place as precise as it can be told: `audit_entry 3`, `vote of reviewer-1`,
///   `proposal.action` …
/// @param kind a closed set of words, for whoever counts
/// @param detail what was expected; never a stored body
public record Damage(ProposalId request, String place, Kind kind, String detail) {

  public enum Kind {
    /// A part is missing although others prove that it was there.
    INCOMPLETE,
    /// Bytes and their digest, or a signature, disagree.
    ALTERED,
    /// The chain does not hold: a number, a predecessor's hash or an id is off.
    BROKEN_CHAIN,
    /// The entries fold into something else than the row says, or do not fold at all.
    CONTRADICTION,
    /// No key of this deployment proves it: the seal is missing, of another key, or over something
    /// else.
    FORGED
  }

  @Override
  public String toString() {
    return request + "  " + place + "  " + kind + ": " + detail;
  }
}

package dev.countersign.passkey;

import dev.countersign.proposal.PersonId;

/// What somebody did with a passkey, as its entry tells.
///
/// @param passkey its number
/// @param person whose it is
public record PasskeyStep(Deed deed, int passkey, PersonId person, PersonId by) {
  public enum Deed {
    ENROLLED,
    CONFIRMED,
    REMOVED
  }
}

package dev.countersign.passkey;

/// Why a use of a passkey counts for nothing.
public enum StrongerRefusal {
  /// The challenge is not one of this session, was used, is older than it may be, or is for
  /// something else.
  BAD_CHALLENGE,
  /// No passkey with this id counts here: never enrolled, removed, or its entry does not prove.
  UNKNOWN_PASSKEY,
  /// It is another person's.
  OTHER_PERSON,
  /// Nobody else has confirmed it.
  UNCONFIRMED,
  /// It was confirmed too short a while ago.
  COOLING,
  /// Not signed by it, for another site, or without verifying the user.
  BAD_SIGNATURE,
  /// It has signed less often than it had before: there may be two of it.
  COUNT_FELL
}

package dev.countersign.passkey;

/// Why a use of a passkey counts for nothing.
public enum StrongerRefusal {
  /// The challenge is not one of this session, was used, or is older than it may be.
  BAD_CHALLENGE,
  /// The challenge was given out for something else: another purpose, request or freeze.
  OTHER_PURPOSE,
  /// No passkey with this id counts here: never enrolled, removed, or its entry does not prove.
  UNKNOWN_PASSKEY,
  /// It is another person's.
  OTHER_PERSON,
  /// Nobody else has confirmed it.
  UNCONFIRMED,
  /// It was confirmed too short a while ago.
  COOLING,
  /// It was made for an address that this deployment does not have any more.
  OTHER_ADDRESS,
  /// It signed on a page of another origin, or for another host.
  OTHER_ORIGIN,
  /// It did not verify its user.
  NOT_VERIFIED,
  /// This was not signed by it.
  BAD_SIGNATURE,
  /// It has signed less often than it had before: there may be two of it.
  COUNT_FELL
}

package dev.countersign.passkey;

/// Why a passkey is not enrolled, confirmed or removed.
public enum PasskeyRefusal {
  /// Nobody has this account.
  NOT_A_PERSON,
  /// No group has the right to confirm passkeys.
  NOBODY_MAY,
  /// The person is in no group that has it.
  NO_RIGHT,
  /// Nobody confirms a passkey of their own.
  OWN_PASSKEY,
  /// There is none of this number, or none any more.
  UNKNOWN_PASSKEY,
  /// Somebody has confirmed it already.
  CONFIRMED_ALREADY,
  /// Whoever would confirm it removed a passkey of its person, and nobody else has confirmed one of
  /// theirs since.
  REMOVED_THE_LAST,
  /// This credential was enrolled before, by whomever.
  ENROLLED_ALREADY,
  /// The person has as many as one may have.
  TOO_MANY,
  /// The person has enrolled as many within a day as one may.
  TOO_OFTEN,
  /// The challenge is not one of this session, was used or is too old, or what came back does not
  /// prove a passkey that verified its user.
  BAD_REGISTRATION
}

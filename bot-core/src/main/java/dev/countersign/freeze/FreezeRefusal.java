package dev.countersign.freeze;

/// Why somebody begins or lifts no freeze.
public enum FreezeRefusal {
  /// The account belongs to nobody.
  NOT_A_PERSON,
  /// No group of `people.yaml` says `may_freeze: true`.
  NOBODY_MAY,
  /// The person is in no group that may.
  NO_RIGHT,
  /// No agent of `people.yaml` is called so.
  UNKNOWN_AGENT,
  /// No connection is called so.
  UNKNOWN_CONNECTION,
  /// No connection is in this environment.
  UNKNOWN_ENVIRONMENT,
  /// No freeze with this number or scope is on.
  NOT_ON,
  /// A person's second word on what they asked for themselves.
  SAME_PERSON,
  /// No passkey of the person that counts proves their word for lifting this freeze alone.
  NO_PASSKEY,
  /// Whoever owns the agent that is frozen is none of the two.
  OWNS_THE_AGENT
}

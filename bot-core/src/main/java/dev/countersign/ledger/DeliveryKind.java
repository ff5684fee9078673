package dev.countersign.ledger;

/// What a delivery brings about.
public enum DeliveryKind {
  /// Make the card at a chat address show the committed state; the target is the address.
  SHOW_CARD,
  /// Remind those who have not decided, or who can say whether it happened where nobody knows,
  /// below the card at a chat address; the target is the address.
  REMIND,
  /// Make the phones ring, below the card at a chat address, of people who are asked since it
  /// stands there; the target is a [RingTarget].
  RING,
  /// Tell somebody who did not ask how a request ended; the target is an [OutcomeTarget].
  TELL,
  /// Tell the operators and security at a chat address that break-glass was used, or ended; the
  /// target is the address.
  ALARM,
  /// Ask people anew about a change of a record that was not made because the record is another by
  /// now; the target is empty.
  ASK_ANEW,
  /// Look at the target, which has confirmed the action, whether what was approved stands there; or
  /// ask it what it would make of a dry run. The target is empty.
  READ_BACK,
  /// Execute the approved action; the target is empty, or the executor outside of this gate that is
  /// to do it, for which the gate only keeps the time.
  EXECUTE
}

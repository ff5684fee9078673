package dev.countersign.refusal;

import dev.countersign.passkey.Bound;

/// Where somebody was refused.
public enum Door {
  /// Signing in by passkey.
  SIGN_IN,
  /// Approving with a passkey.
  APPROVE,
  /// Lifting a freeze with a passkey.
  LIFT_FREEZE,
  /// Trying a passkey in a drill.
  DRILL,
  /// Enrolling a passkey.
  ENROL,
  /// Confirming a passkey.
  CONFIRM_PASSKEY,
  /// Removing a passkey.
  REMOVE_PASSKEY,
  /// Using break-glass, with a passkey.
  BREAK_GLASS,
  /// Asking for the page of break-glass, in a chat.
  ASK_BREAK_GLASS,
  /// Ending a use of break-glass.
  END_BREAK_GLASS,
  /// Filing or closing the retrospective of a use.
  RETROSPECTIVE;

  /// Where a passkey is used for this.
  public static Door of(Bound.Purpose purpose) {
    return switch (purpose) {
      case ENROL -> ENROL;
      case APPROVE -> APPROVE;
      case BREAK_GLASS -> BREAK_GLASS;
      case SIGN_IN -> SIGN_IN;
      case LIFT_FREEZE -> LIFT_FREEZE;
      case DRILL -> DRILL;
    };
  }
}

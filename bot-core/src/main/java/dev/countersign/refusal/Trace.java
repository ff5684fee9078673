package dev.countersign.refusal;

import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.StrongerRefusal;

/// What a refusal leaves behind, beside its answer and a metric: the one table of that.
///
/// What operators are told of is what no mistake of an honest person causes, on pages that offer
/// nothing of the kind: so that who is told of it looks.
public enum Trace {
  /// Nothing more: a form that was not filled in, what came too late, what strangers cause as they
  /// like, or what another entry tells.
  NONE,
  /// An entry.
  ENTRY,
  /// An entry, and operators are told in each chat.
  ALARM;

  /// Of break-glass.
  public static Trace of(Door door, GlassRefusal why) {
    return door == Door.BREAK_GLASS ? ofUse(why) : ofAsking(why);
  }

  private static Trace ofUse(GlassRefusal why) {
    return switch (why) {
      case NO_INCIDENT, NO_REASON, NOT_BROKEN, TOO_LATE_TO_END -> NONE;
      case UNKNOWN_REQUEST,
          NOT_PENDING,
          TOO_LATE,
          FROZEN,
          NOT_EXECUTED,
          NOT_YET,
          UNREAD_RETROSPECTIVE,
          USED_UP,
          NOBODY_TOLD,
          NOBODY_ENDS,
          NO_REVIEWER,
          CHANGED ->
          ENTRY;
      case NOT_A_PERSON,
          NOBODY_MAY,
          NO_RIGHT,
          CONFLICTED,
          OPEN_RETROSPECTIVE,
          NO_PASSKEY,
          NOT_SHOWN,
          RECORD_UNSOUND,
          NOT_PROVEN ->
          ALARM;
    };
  }

  /// Who asks in a chat for what they may not, or presses "End it now" in a channel, is no alarm:
  /// anybody in it may.
  private static Trace ofAsking(GlassRefusal why) {
    return why == GlassRefusal.NO_RIGHT ? ENTRY : NONE;
  }

  /// Of what is written afterwards about a use of break-glass.
  public static Trace of(RetrospectiveRefusal why) {
    return switch (why) {
      case NOT_A_PERSON,
          UNKNOWN_RETROSPECTIVE,
          ANSWERS_WANTED,
          FILED_ALREADY,
          NOT_FILED,
          CLOSED_BEFORE,
          CLOSED_ALREADY ->
          NONE;
      case OWN_WORK, RECORD_UNSOUND -> ALARM;
    };
  }

  /// Of passkeys that are enrolled, confirmed and removed.
  public static Trace of(PasskeyRefusal why) {
    return switch (why) {
      case UNKNOWN_PASSKEY, CONFIRMED_ALREADY, ENROLLED_ALREADY -> NONE;
      case REMOVED_THE_LAST, TOO_MANY, TOO_OFTEN, BAD_REGISTRATION -> ENTRY;
      case NOT_A_PERSON, NOBODY_MAY, NO_RIGHT, OWN_PASSKEY -> ALARM;
    };
  }

  /// Of passkeys that are used.
  public static Trace of(Door door, StrongerRefusal why) {
    return switch (why) {
      // `passkey_count_fell` tells of it, with its own alarm.
      case COUNT_FELL -> NONE;
      // Whoever signs in is nobody yet, and writes nothing by naming what is not known here.
      case UNKNOWN_PASSKEY -> door == Door.SIGN_IN ? NONE : ENTRY;
      case BAD_CHALLENGE, UNCONFIRMED, COOLING, OTHER_ADDRESS -> ENTRY;
      case OTHER_PURPOSE, OTHER_PERSON, OTHER_ORIGIN, NOT_VERIFIED, BAD_SIGNATURE -> ALARM;
    };
  }
}

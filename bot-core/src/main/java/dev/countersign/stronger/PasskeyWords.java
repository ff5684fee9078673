package dev.countersign.stronger;

import dev.countersign.passkey.Bound;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.StrongerRefusal;

/// What people are told about passkeys.
final class PasskeyWords {
  static final String ENROLLED =
      "Your passkey is enrolled. It counts once another person has confirmed it and its cooling"
          + " time is over.";
  static final String CONFIRMED = "Confirmed. It counts once its cooling time is over.";
  static final String REMOVED = "Removed. It counts for nothing from now on.";

  /// The same whatever it is, to whoever is nobody yet.
  static final String NOT_IN =
      "You are not signed in. It takes a passkey that is enrolled here, that another person has"
          + " confirmed, and whose cooling time is over, and your device has to check that it is"
          + " you.";

  static final String NOT_IN_TIME =
      "You are not signed in: this took longer than five minutes, was used before, or was begun in"
          + " another browser. Please press once more.";

  private PasskeyWords() {}

  static String refused(PasskeyRefusal why) {
    return switch (why) {
      case NOT_A_PERSON -> "Countersign knows nobody with your account, so nothing was changed.";
      case NOBODY_MAY ->
          "No group may confirm passkeys here. Your administrator gives one the right in"
              + " people.yaml: may_confirm_passkeys.";
      case NO_RIGHT -> "You are in no group that may confirm passkeys, so nothing was changed.";
      case OWN_PASSKEY -> "This is your own passkey: somebody else has to confirm it.";
      case UNKNOWN_PASSKEY -> "There is no such passkey any more, so nothing was changed.";
      case REMOVED_THE_LAST ->
          "You removed a passkey of theirs, so somebody else has to confirm their next one.";
      case CONFIRMED_ALREADY -> "Somebody has confirmed it already.";
      case ENROLLED_ALREADY -> "This passkey was enrolled before, so nothing was changed.";
      case TOO_MANY -> "You have as many passkeys as one person may have. Please remove one first.";
      case TOO_OFTEN -> "You enrolled many passkeys today. Please come back tomorrow.";
      case BAD_REGISTRATION ->
          "This passkey could not be enrolled: it took longer than five minutes, or your device did"
              + " not check that it is you. Please try once more.";
    };
  }

  /// @param purpose what it was used for
  static String refused(StrongerRefusal why, Bound.Purpose purpose) {
    String nothing =
        purpose == Bound.Purpose.APPROVE
            ? "so your approval was not counted"
            : "so nothing was done";
    return switch (why) {
      case BAD_CHALLENGE ->
          "This took longer than five minutes, or was used before, "
              + nothing
              + ". Please press once more.";
      case OTHER_PURPOSE ->
          "This was signed for something else, " + nothing + ". Please open the page anew.";
      case UNKNOWN_PASSKEY ->
          "This passkey is not enrolled here, "
              + nothing
              + ". Your passkeys are listed on the page Passkeys.";
      case OTHER_PERSON -> "This passkey is not yours, " + nothing + ". It takes your own.";
      case UNCONFIRMED ->
          "Nobody has confirmed this passkey yet, "
              + nothing
              + ". Another person has to confirm it on the page Passkeys.";
      case COOLING ->
          "This passkey was confirmed only a while ago and does not count yet, "
              + nothing
              + ". The page Passkeys says from when on it does.";
      case OTHER_ADDRESS ->
          "This passkey was made for another address of these pages, "
              + nothing
              + ". Please enrol another on the page Passkeys.";
      case OTHER_ORIGIN, NOT_VERIFIED, BAD_SIGNATURE ->
          "This could not be verified, "
              + nothing
              + ": your device has to check that it is you, on this very page. Please press once"
              + " more.";
      case COUNT_FELL ->
          "This passkey tells an older count than before, as a copy of it would, "
              + nothing
              + ". Please tell your administrator.";
    };
  }
}

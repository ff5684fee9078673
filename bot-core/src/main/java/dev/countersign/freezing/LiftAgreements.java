package dev.countersign.freezing;

import dev.countersign.card.Asker;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.freeze.FreezeRules;
import dev.countersign.people.AccountId;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.ButtonSeals.Meant;
import dev.countersign.token.ButtonSeals.Verdict;

/// What the button carries that is a word for lifting a freeze: whoever presses it was shown by the
/// gate, lately, which freeze it lifts. Words alone lift nothing: a chat sends them in the name of
/// whoever presses a button that somebody posted with the app's token.
final class LiftAgreements {
  private static final String LIFT = "lift_freeze";

  private final ButtonSeals seals;

  LiftAgreements(ButtonSeals seals) {
    this.seals = seals;
  }

  /// Good for as long as a first word waits for the second.
  ///
  /// @param freeze its number
  /// @param shown the account to which it is shown
  Reply.Ask lift(int freeze, AccountId shown) {
    return Commands.lift(freeze, seals.of(meant(freeze, shown), FreezeRules.LIFT_WITHIN));
  }

  /// Whether this is a press, on the button that this account was shown for this freeze.
  boolean lifts(String agreement, int freeze, Asker by) {
    return by.pressed().isPresent()
        && seals.check(agreement, meant(freeze, by.account())) == Verdict.GENUINE;
  }

  private static Meant meant(int freeze, AccountId shown) {
    return new Meant(LIFT, Integer.toString(freeze), shown);
  }
}

package dev.countersign.courier;

import dev.countersign.card.Asker;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.ledger.Mutes;
import dev.countersign.people.AccountId;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.ButtonSeals.Meant;
import dev.countersign.token.ButtonSeals.Verdict;

/// What the buttons carry that mute somebody and end it: whoever presses one was shown it by the
/// gate lately. Whoever holds the app's token can post a button with the same words, and not this.
final class MuteAgreements {
  private static final String MUTE = "mute";
  private static final String UNMUTE = "unmute";
  private static final String ABOUT = "reminders";

  private final ButtonSeals seals;

  MuteAgreements(ButtonSeals seals) {
    this.seals = seals;
  }

  /// @param shown the account to which it is shown
  Reply.Ask mute(AccountId shown) {
    return Commands.mute(seal(MUTE, shown));
  }

  /// @param shown the account to which it is shown
  Reply.Ask unmute(AccountId shown) {
    return Commands.unmute(seal(UNMUTE, shown));
  }

  /// Only by a press: a chat sends words in the name of whoever presses a button that somebody
  /// posted with the app's token.
  boolean mutes(String agreement, Asker by) {
    return by.pressed().isPresent() && agrees(MUTE, agreement, by);
  }

  /// Words end it: that brings back what is told by default.
  boolean unmutes(String agreement, Asker by) {
    return by.pressed().isEmpty() || agrees(UNMUTE, agreement, by);
  }

  private String seal(String action, AccountId shown) {
    return seals.of(new Meant(action, ABOUT, shown), Mutes.LASTS);
  }

  private boolean agrees(String action, String agreement, Asker by) {
    return seals.check(agreement, new Meant(action, ABOUT, by.account())) == Verdict.GENUINE;
  }
}

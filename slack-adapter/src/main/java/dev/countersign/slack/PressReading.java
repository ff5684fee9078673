package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.Errand;
import dev.countersign.card.Form;
import dev.countersign.people.AccountId;
import dev.countersign.request.Decision;

/// What a payload turned out to be.
sealed interface PressReading {
  /// @param click with what is wrong with it, if anything is
  record Pressed(Click click, ReplyTo reply) implements PressReading {}

  /// A press on a button that decides nothing before its form is sent.
  ///
  /// @param trigger opens one modal within three seconds
  record Asking(Decision decision, Form form, FormOrigin origin, String trigger, ReplyTo reply)
      implements PressReading {

    /// Without the trigger: whoever has it and our token can open something.
    @Override
    public String toString() {
      return "Asking[" + decision + " from " + origin + "]";
    }
  }

  /// A press on the button that opens a card's text for editing.
  ///
  /// @param reference of the card
  /// @param trigger opens one modal within three seconds
  record Editing(AccountId editor, String reference, String trigger, ReplyTo reply)
      implements PressReading {

    /// Without the trigger.
    @Override
    public String toString() {
      return "Editing[" + reference + "]";
    }
  }

  /// A press on the button of an errand.
  ///
  /// @param reference of the card
  /// @param trigger opens one modal within three seconds
  record OnErrand(Errand errand, AccountId asker, String reference, String trigger, ReplyTo reply)
      implements PressReading {

    /// Without the trigger.
    @Override
    public String toString() {
      return "OnErrand[" + errand + " of " + reference + "]";
    }
  }

  /// A press that does not say who pressed.
  record Nameless() implements PressReading {}
}

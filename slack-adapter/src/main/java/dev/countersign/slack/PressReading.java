package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.Form;
import dev.countersign.card.FormPress;
import dev.countersign.card.Intervention;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.util.Optional;

/// What a payload turned out to be.
sealed interface PressReading {
  /// @param click with what is wrong with it, if anything is
  record Pressed(Click click, ReplyTo reply) implements PressReading {}

  /// A press on a button that decides nothing before its form is sent.
  ///
  /// @param trigger opens one modal within three seconds
  /// @param inside whether the button stands in a modal itself
  record Asking(
      Click click, Form form, FormOrigin origin, String trigger, boolean inside, ReplyTo reply)
      implements PressReading {

    /// Without the trigger: whoever has it and our token can open something.
    @Override
    public String toString() {
      return "Asking[" + click.named() + " from " + origin + "]";
    }
  }

  /// A press on the button that opens a card's text for editing.
  ///
  /// @param trigger opens one modal within three seconds
  record Editing(FormPress press, String trigger, ReplyTo reply) implements PressReading {

    /// Without the trigger.
    @Override
    public String toString() {
      return "Editing[" + press + "]";
    }
  }

  /// A press on a button that asks something.
  ///
  /// @param question as [dev.countersign.card.Reply.Ask] has it
  /// @param trigger opens one modal within three seconds
  /// @param modal that the button stands in, if it does
  /// @param callback over the raw body
  record Asked(
      AccountId asker,
      String question,
      String trigger,
      Optional<String> modal,
      ReplyTo reply,
      Digest callback)
      implements PressReading {

    /// Without the trigger.
    @Override
    public String toString() {
      return "Asked[" + asker + "]";
    }
  }

  /// A press on a link to a message: the person is there already.
  record Followed() implements PressReading {}

  /// A press on the button that opens the whole of an action in pages.
  ///
  /// @param trigger opens one modal within three seconds
  record Paging(AccountId viewer, DetailsModal.Origin origin, String trigger, ReplyTo reply)
      implements PressReading {
    DetailsDesk.Look look() {
      return look(viewer, origin, 1);
    }

    private static DetailsDesk.Look look(AccountId viewer, DetailsModal.Origin origin, int page) {
      // Only members of our own workspace come so far.
      return new DetailsDesk.Look(
          viewer,
          origin.reference(),
          new ChatAddress(Surface.SLACK, viewer.tenant(), origin.channel()),
          origin.messageId(),
          page);
    }

    /// Without the trigger.
    @Override
    public String toString() {
      return "Paging[" + origin + "]";
    }
  }

  /// A press on the way to another page.
  ///
  /// @param view the modal, and `hash` how it stood when it was pressed in
  record Turning(
      AccountId viewer,
      DetailsModal.Origin origin,
      int page,
      String view,
      String hash,
      ReplyTo reply)
      implements PressReading {
    DetailsDesk.Look look() {
      return Paging.look(viewer, origin, page);
    }
  }

  /// A press on a page's button that decides.
  ///
  /// @param view the modal
  record Deciding(Click click, String view, ReplyTo reply) implements PressReading {}

  /// A press on the button of an intervention.
  ///
  /// @param trigger opens one modal within three seconds
  record Intervening(Intervention intervention, FormPress press, String trigger, ReplyTo reply)
      implements PressReading {

    /// Without the trigger.
    @Override
    public String toString() {
      return "Intervening[" + intervention + " by " + press + "]";
    }
  }

  /// A press that does not say who pressed.
  record Nameless() implements PressReading {}
}

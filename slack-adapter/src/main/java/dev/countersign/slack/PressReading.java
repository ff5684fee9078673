package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.Form;
import dev.countersign.request.Decision;
import java.util.Optional;

/// What a payload turned out to be.
sealed interface PressReading {
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

  /// A callback that is no click of ours.
  ///
  /// @param reply empty when the payload does not say whom to answer
  record Refused(PressRefusal refusal, Optional<ReplyTo> reply) implements PressReading {}
}

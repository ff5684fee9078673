package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.EditDesk.Edit;
import dev.countersign.card.Form;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import java.util.Map;
import java.util.Optional;

/// What a submitted modal turned out to be.
sealed interface SubmissionReading {

  /// @param click with what is wrong with it, if anything is
  /// @param form empty where the click is flawed
  /// @param reply to the submitter, where the card is
  record Submitted(Click click, Optional<Form> form, ReplyTo reply) implements SubmissionReading {}

  /// A text that somebody edited.
  record Edited(Edit edit, ReplyTo reply) implements SubmissionReading {}

  /// The form of an intervention.
  record Intervening(Sent sent, ReplyTo reply) implements SubmissionReading {}

  /// A form that answers a question.
  ///
  /// @param question as the form had it
  /// @param typed by name of the field
  /// @param callback over the raw body
  record Written(
      AccountId sender, String question, Map<String, String> typed, ReplyTo reply, Digest callback)
      implements SubmissionReading {

    /// Says nothing of what was written.
    @Override
    public String toString() {
      return "Written[" + sender + "]";
    }
  }

  /// A submission that does not say who sent it.
  record Nameless() implements SubmissionReading {}
}

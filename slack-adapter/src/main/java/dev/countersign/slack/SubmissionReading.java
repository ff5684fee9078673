package dev.countersign.slack;

import dev.countersign.card.Click;
import dev.countersign.card.Form;

/// What a submitted modal turned out to be.
sealed interface SubmissionReading {

  /// @param reply to the submitter, where the card is
  record Submitted(Click click, Form form, ReplyTo reply) implements SubmissionReading {}

  record Refused(SubmissionRefusal refusal) implements SubmissionReading {}
}

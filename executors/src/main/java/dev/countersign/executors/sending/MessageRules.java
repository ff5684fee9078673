package dev.countersign.executors.sending;

import dev.countersign.execution.ActionExecutor.Inadmissible;
import dev.countersign.json.JsonPointer;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.Optional;

/// What holds for messages, whatever they are sent by.
public final class MessageRules {
  private MessageRules() {}

  /// Nothing is attached there.
  ///
  /// @param done what is not done with them, such as "posted"
  /// @param place where a link goes instead
  public static Optional<Inadmissible> attachments(Message message, String done, String place) {
    return message.attachments().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Inadmissible(
                "attachments_not_allowed",
                "/proposed_changes/attachments",
                "attachments are not " + done + " there: put a link into the " + place));
  }

  /// Nobody who takes messages compares a version.
  ///
  /// @param taker who cannot
  public static Optional<Inadmissible> preconditions(Action action, String taker) {
    return action.preconditions().has("if_match")
        ? Optional.of(
            new Inadmissible(
                "precondition_not_allowed",
                JsonPointer.below("/preconditions", "if_match"),
                taker + " cannot check it: leave it out"))
        : NotBefore.check(action);
  }
}

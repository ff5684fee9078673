package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.SheetAnswer;
import dev.countersign.slack.BoundedCalls.Waited;
import java.util.Optional;

/// Takes a form that answers somebody's question. What can be mended is told in the form, which
/// keeps what was written; what cannot takes its place, with what was written below it.
final class SheetHandler {
  private static final String LATE =
      "This takes a while. You can close it: you are told where its button stands what came of it.";

  private final Questions questions;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  /// @param calls of questions alone, so that none takes the place of a press
  SheetHandler(Questions questions, BoundedCalls calls, PrivateReplies replies) {
    this.questions = questions;
    this.calls = calls;
    this.replies = replies;
  }

  /// Takes a form that was sent and waits for its answer, within bounds.
  FormReaction submitted(SubmissionReading.Written sent) {
    Optional<Questions.Answer> refused = questions.refused(sent.sender());
    if (refused.isPresent()) {
      return kept(sent, refused.get().reply().text(), CallbackResult.REFUSED);
    }
    return switch (calls.run(() -> questions.take(sent), SheetAnswer.unavailable())) {
      case Waited.Done(SheetAnswer answer) -> reaction(answer, sent);
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> replies.tell(sent.reply(), answer.words()));
        yield FormReaction.late(LATE);
      }
    };
  }

  private static FormReaction reaction(SheetAnswer answer, SubmissionReading.Written sent) {
    return switch (answer) {
      case SheetAnswer.Done(var words) ->
          new FormReaction(CallbackResult.OK, FormReaction.recorded(words));
      case SheetAnswer.Mend(_, var field, var words) ->
          new FormReaction(
              CallbackResult.REFUSED, FormReaction.errors(SheetModal.block(field), words));
      case SheetAnswer.Refused(_, var words) ->
          new FormReaction(
              CallbackResult.REFUSED,
              FormReaction.refusal(
                  words, Optional.of(String.join("\n", sent.typed().values()).strip())));
      case SheetAnswer.Unavailable(var words) -> kept(sent, words, CallbackResult.UNAVAILABLE);
    };
  }

  /// The form stays as it is.
  private static FormReaction kept(
      SubmissionReading.Written sent, String words, CallbackResult result) {
    return new FormReaction(
        result,
        sent.typed().keySet().stream()
            .findFirst()
            .map(field -> FormReaction.errors(SheetModal.block(field), words))
            .orElseGet(() -> FormReaction.refusal(words)));
  }
}

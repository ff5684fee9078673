package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.EditDesk;
import dev.countersign.card.EditDesk.Answer;
import dev.countersign.card.EditDesk.Opened;
import dev.countersign.card.UnavailableException;
import dev.countersign.slack.BoundedCalls.Waited;
import dev.countersign.slack.ModalOpener.Opening;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a card's text for editing, and takes what comes back. What is refused is told in the form,
/// which keeps what was written.
final class EditHandler {
  private static final String LATE =
      "This takes a while. You can close it: the card changes when your text is asked about,"
          + " and otherwise you are told in its channel.";
  private static final Logger log = LoggerFactory.getLogger(EditHandler.class);

  private final EditDesk desk;
  private final ModalOpener modals;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  EditHandler(EditDesk desk, ModalOpener modals, BoundedCalls calls, PrivateReplies replies) {
    this.desk = desk;
    this.modals = modals;
    this.calls = calls;
    this.replies = replies;
  }

  /// Waits until the form is open, within bounds. Opening changes nothing.
  CallbackResult open(PressReading.Editing press) {
    return modals.open(press.trigger(), press.reply(), () -> opening(press));
  }

  private Opening opening(PressReading.Editing press) {
    return switch (desk.open(press.press())) {
      case Opened.Not(_, var why) -> new Opening.Not(CallbackResult.NOT_ENTITLED, why);
      case Opened.Text text ->
          new Opening.Modal(
              EditModal.of(
                  text,
                  new ModalOrigin(
                      press.reply().channel(), press.press().reference(), text.seal())));
    };
  }

  /// Takes an edited text and waits for its answer, within bounds.
  FormReaction submitted(SubmissionReading.Edited sent) {
    Answer busy = Answer.Not.unavailable();
    return switch (calls.run(() -> edited(sent.edit()), busy)) {
      case Waited.Done(Answer answer) -> reaction(answer);
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> tellLate(answer, sent.reply()));
        yield FormReaction.late(LATE);
      }
    };
  }

  private Answer edited(EditDesk.Edit edit) {
    try {
      return desk.edit(edit);
    } catch (UnavailableException e) {
      log.error("{} could not be recorded: {}", edit, e.getMessage());
    } catch (RuntimeException e) {
      log.error("{} failed", edit, e);
    }
    return Answer.Not.unavailable();
  }

  private void tellLate(Answer answer, ReplyTo reply) {
    if (answer instanceof Answer.Not(_, _, var words)) {
      replies.tell(reply, words);
    }
  }

  private static FormReaction reaction(Answer answer) {
    return switch (answer) {
      case Answer.Asked _ -> new FormReaction(CallbackResult.OK, FormReaction.clear());
      case Answer.Not not ->
          new FormReaction(
              not.isUnavailable() ? CallbackResult.UNAVAILABLE : CallbackResult.REFUSED,
              FormReaction.errors(
                  not.about() == EditDesk.About.SUBJECT ? EditModal.SUBJECT : EditModal.TEXT,
                  not.words()));
    };
  }
}

package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.EditDesk;
import dev.countersign.card.EditDesk.Answer;
import dev.countersign.card.EditDesk.Opened;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.CanonicalJson;
import dev.countersign.slack.BoundedCalls.Waited;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a card's text for editing, and takes what comes back. What is refused is told in the form,
/// which keeps what was written.
final class EditHandler {
  private static final String NOT_OPENED =
      "Countersign could not open the text, so nothing was edited. Please press it again.";
  private static final String LATE =
      "This takes a while. You can close it: the card changes when your text is asked about,"
          + " and otherwise you are told in its channel.";
  private static final Logger log = LoggerFactory.getLogger(EditHandler.class);

  private final EditDesk desk;
  private final SlackWebApi api;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  EditHandler(EditDesk desk, SlackWebApi api, BoundedCalls calls, PrivateReplies replies) {
    this.desk = desk;
    this.api = api;
    this.calls = calls;
    this.replies = replies;
  }

  /// @param words what the presser is told; empty where the form says it all
  private record Shown(CallbackResult result, String words) {}

  /// Waits until the form is open, within bounds. Opening changes nothing.
  CallbackResult open(PressReading.Editing press) {
    Shown busy = new Shown(CallbackResult.UNAVAILABLE, NOT_OPENED);
    return switch (calls.run(() -> opened(press), busy)) {
      case Waited.Done(Shown shown) -> tell(shown, press.reply());
      case Waited.Late(var later) -> {
        later.thenAccept(shown -> tell(shown, press.reply()));
        yield CallbackResult.LATE;
      }
    };
  }

  private Shown opened(PressReading.Editing press) {
    try {
      return switch (desk.open(press.editor(), press.reference())) {
        case Opened.Not(var why) -> new Shown(CallbackResult.NOT_ENTITLED, why);
        case Opened.Text text -> shown(press, text);
      };
    } catch (UnavailableException e) {
      log.error("a text could not be opened: {}", e.getMessage());
      return new Shown(CallbackResult.UNAVAILABLE, NOT_OPENED);
    } catch (RuntimeException e) {
      log.error("{} failed", press, e);
      return new Shown(CallbackResult.UNAVAILABLE, NOT_OPENED);
    }
  }

  private Shown shown(PressReading.Editing press, Opened.Text text) {
    var origin = new EditModal.Origin(press.reply().channel(), press.reference());
    String view = CanonicalJson.text(EditModal.of(text, origin));
    return switch (api.openView(press.trigger(), view)) {
      case ApiAnswer.Done _ -> new Shown(CallbackResult.OK, "");
      case ApiAnswer.Failed(String error, _) -> {
        log.warn("views.open: {}", error);
        yield new Shown(CallbackResult.UNAVAILABLE, NOT_OPENED);
      }
    };
  }

  private CallbackResult tell(Shown shown, ReplyTo reply) {
    if (!shown.words().isEmpty()) {
      replies.tell(reply, shown.words());
    }
    return shown.result();
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

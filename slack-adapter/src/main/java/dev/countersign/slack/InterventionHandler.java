package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.UnavailableException;
import dev.countersign.slack.BoundedCalls.Waited;
import dev.countersign.slack.ModalOpener.Opening;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the form of an intervention, and takes what comes back. What can be mended is told in the
/// form, which keeps what was written; what cannot takes its place.
final class InterventionHandler {
  private static final String LATE =
      "This takes a while. You can close it: you are told in the card's channel what came of it.";
  private static final Logger log = LoggerFactory.getLogger(InterventionHandler.class);

  private final InterventionDesk desk;
  private final ModalOpener modals;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  InterventionHandler(
      InterventionDesk desk, ModalOpener modals, BoundedCalls calls, PrivateReplies replies) {
    this.desk = desk;
    this.modals = modals;
    this.calls = calls;
    this.replies = replies;
  }

  /// Waits until the form is open, within bounds. Opening changes nothing.
  CallbackResult open(PressReading.Intervening press) {
    return modals.open(press.trigger(), press.reply(), () -> opening(press));
  }

  private Opening opening(PressReading.Intervening press) {
    return switch (desk.open(press.intervention(), press.press())) {
      case Opened.Not(_, var why) -> new Opening.Not(CallbackResult.NOT_ENTITLED, why);
      case Opened.Form(var form, var seal) ->
          new Opening.Modal(
              InterventionModal.of(
                  press.intervention(),
                  form,
                  new ModalOrigin(press.reply().channel(), press.press().reference(), seal)));
    };
  }

  /// Takes a form that was sent and waits for its answer, within bounds.
  FormReaction submitted(SubmissionReading.Intervening sent) {
    return switch (calls.run(() -> answer(sent.sent()), Answer.unavailable())) {
      case Waited.Done(Answer answer) -> reaction(answer, sent.sent(), sent.reply());
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> replies.tell(sent.reply(), answer.words()));
        yield FormReaction.late(LATE);
      }
    };
  }

  private Answer answer(InterventionDesk.Sent sent) {
    try {
      return desk.send(sent);
    } catch (UnavailableException e) {
      log.error("{} could not be recorded: {}", sent, e.getMessage());
    } catch (RuntimeException e) {
      log.error("{} failed", sent, e);
    }
    return Answer.unavailable();
  }

  private FormReaction reaction(Answer answer, InterventionDesk.Sent sent, ReplyTo reply) {
    return switch (answer) {
      case Answer.Done(var words) -> {
        replies.tell(reply, words);
        yield new FormReaction(CallbackResult.OK, FormReaction.clear());
      }
      case Answer.Refused(_, var words) ->
          new FormReaction(CallbackResult.REFUSED, FormReaction.refusal(words, sent.note()));
      case Answer.Mend(var at, var words) ->
          new FormReaction(
              CallbackResult.REFUSED, FormReaction.errors(InterventionModal.block(at), words));
      case Answer.Unavailable(var words) ->
          new FormReaction(
              CallbackResult.UNAVAILABLE, FormReaction.errors(InterventionModal.NOTE, words));
    };
  }
}

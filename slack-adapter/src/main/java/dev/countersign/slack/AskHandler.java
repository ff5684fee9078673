package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Reply;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.slack.BoundedCalls.Waited;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a button that asks: in a modal, which only its presser sees; words alone are told
/// privately where the button stands on a message. Whatever the button stands on, it is answered
/// for whoever presses it.
final class AskHandler {
  private static final String NOT_SHOWN =
      "Countersign could not show this. Please press it again, or ask by the slash command.";
  private static final Logger log = LoggerFactory.getLogger(AskHandler.class);

  private final Questions questions;
  private final ReplyBlocks blocks;
  private final SlackWebApi api;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  /// @param calls of questions alone, so that none takes the place of a press
  AskHandler(
      Questions questions,
      ReplyBlocks blocks,
      SlackWebApi api,
      BoundedCalls calls,
      PrivateReplies replies) {
    this.questions = questions;
    this.blocks = blocks;
    this.api = api;
    this.calls = calls;
    this.replies = replies;
  }

  /// Waits until the answer is shown, within bounds.
  CallbackResult answer(PressReading.Asked press) {
    return switch (calls.run(() -> shown(press), CallbackResult.UNAVAILABLE)) {
      case Waited.Done(CallbackResult result) -> result;
      case Waited.Late<CallbackResult> _ -> CallbackResult.LATE;
    };
  }

  private CallbackResult shown(PressReading.Asked press) {
    Questions.Answer answer =
        questions
            .refused(press.asker())
            .orElseGet(() ->
                questions.answer(press.asker(), press.question(), Optional.of(press.callback())));
    if (answer.reply() instanceof Reply.Words(String words) && press.reply().reaches()) {
      replies.tell(press.reply(), words);
      return answer.result();
    }
    String view = CanonicalJson.text(view(answer, press));
    ApiAnswer opened =
        press
            .modal()
            .map(modal -> api.updateView(modal, Optional.empty(), view))
            .orElseGet(() -> api.openView(press.trigger(), view));
    return switch (opened) {
      case ApiAnswer.Done _ -> answer.result();
      case ApiAnswer.Failed(String error, _) -> {
        log.warn("a question in slack could not be shown: {}", error);
        if (press.reply().reaches()) {
          replies.tell(press.reply(), NOT_SHOWN);
        }
        yield CallbackResult.UNAVAILABLE;
      }
    };
  }

  private JsonObject view(Questions.Answer answer, PressReading.Asked press) {
    return answer.reply() instanceof Reply.Sheet sheet
        ? SheetModal.of(sheet, press.reply().channel())
        : blocks.modal(answer.reply(), answer.link());
  }
}

package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.slack.BoundedCalls.Waited;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the form of a button for whoever pressed it, whether they may decide or not: a press's
/// trigger lives for three seconds, and the desk looks at what is sent. Opening decides nothing.
final class FormOpener {
  private static final String WORDS =
      "Countersign could not open the form, so nothing was recorded. Please press the button"
          + " again.";
  private static final ApiAnswer BUSY = new ApiAnswer.Failed("busy");
  private static final Logger log = LoggerFactory.getLogger(FormOpener.class);

  private final SlackWebApi api;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  FormOpener(SlackWebApi api, BoundedCalls calls, PrivateReplies replies) {
    this.api = api;
    this.calls = calls;
    this.replies = replies;
  }

  /// Waits until it is open, within bounds.
  CallbackResult open(PressReading.Asking asking) {
    String view =
        CanonicalJson.text(FormModal.of(asking.decision(), asking.form(), asking.origin()));
    return switch (calls.run(() -> shown(asking, view), BUSY)) {
      case Waited.Done(ApiAnswer answer) -> tell(answer, asking.reply());
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> tell(answer, asking.reply()));
        yield CallbackResult.LATE;
      }
    };
  }

  private ApiAnswer shown(PressReading.Asking asking, String view) {
    return asking.inside()
        ? api.pushView(asking.trigger(), view)
        : api.openView(asking.trigger(), view);
  }

  private CallbackResult tell(ApiAnswer answer, ReplyTo reply) {
    return switch (answer) {
      case ApiAnswer.Done _ -> CallbackResult.OK;
      case ApiAnswer.Failed(String error, _) -> {
        log.warn("views: {}", error);
        replies.tell(reply, WORDS);
        yield CallbackResult.UNAVAILABLE;
      }
    };
  }
}

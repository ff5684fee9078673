package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.slack.BoundedCalls.Waited;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a form for whoever pressed a button, once it is known what it shows and that they may see
/// it. A press's trigger lives for three seconds; who is not shown the form is told why. Opening
/// decides nothing.
final class ModalOpener {
  private static final String WORDS =
      "Countersign could not open the form, so nothing was recorded. Please press the button"
          + " again.";
  private static final Logger log = LoggerFactory.getLogger(ModalOpener.class);

  private final SlackWebApi api;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  ModalOpener(SlackWebApi api, BoundedCalls calls, PrivateReplies replies) {
    this.api = api;
    this.calls = calls;
    this.replies = replies;
  }

  /// What the presser is to see.
  sealed interface Opening {
    record Modal(JsonObject view) implements Opening {}

    /// @param words the service's own
    record Not(CallbackResult result, String words) implements Opening {}
  }

  private static final Opening FAILED = new Opening.Not(CallbackResult.UNAVAILABLE, WORDS);

  /// Waits until the form is open, within bounds.
  ///
  /// @param trigger opens one modal
  /// @param opening asked once; may throw [UnavailableException]
  CallbackResult open(String trigger, ReplyTo reply, Supplier<Opening> opening) {
    return switch (calls.run(() -> shown(trigger, opening), FAILED)) {
      case Waited.Done(Opening shown) -> tell(shown, reply);
      case Waited.Late(var later) -> {
        later.thenAccept(shown -> tell(shown, reply));
        yield CallbackResult.LATE;
      }
    };
  }

  private Opening shown(String trigger, Supplier<Opening> opening) {
    try {
      Opening wanted = opening.get();
      return wanted instanceof Opening.Modal(JsonObject view)
              && api.openView(trigger, CanonicalJson.text(view))
                  instanceof ApiAnswer.Failed(String error, _)
          ? failed(error)
          : wanted;
    } catch (UnavailableException e) {
      log.error("a form could not be opened: {}", e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      log.error("a form could not be opened", e);
      return FAILED;
    }
  }

  private static Opening failed(String error) {
    log.warn("views.open: {}", error);
    return FAILED;
  }

  private CallbackResult tell(Opening shown, ReplyTo reply) {
    return switch (shown) {
      case Opening.Modal _ -> CallbackResult.OK;
      case Opening.Not(var result, var words) -> {
        replies.tell(reply, words);
        yield result;
      }
    };
  }
}

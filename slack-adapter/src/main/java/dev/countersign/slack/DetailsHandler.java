package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.slack.BoundedCalls.Waited;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the pages of an action, turns them, and says in them what became of a press on one. A page
/// takes the place of another only where that one still stands: of two presses at once one is
/// drawn.
final class DetailsHandler {
  private static final String TITLE = "Details";
  private static final String COUNTED = "Recorded";

  /// Slack's word for a view that changed since it was pressed in.
  private static final String CHANGED_MEANWHILE = "hash_conflict";

  private static final Logger log = LoggerFactory.getLogger(DetailsHandler.class);

  private final DetailsDesk desk;
  private final SlackWebApi api;
  private final BoundedCalls calls;
  private final PrivateReplies replies;

  DetailsHandler(DetailsDesk desk, SlackWebApi api, BoundedCalls calls, PrivateReplies replies) {
    this.desk = desk;
    this.api = api;
    this.calls = calls;
    this.replies = replies;
  }

  /// @param words what the presser is told; empty where the modal says it all
  private record Told(CallbackResult result, String words) {}

  /// Waits until the first page is open, within bounds.
  CallbackResult open(PressReading.Paging press) {
    return bounded(() -> opened(press), press.reply());
  }

  /// Waits until the page is turned, within bounds.
  CallbackResult turn(PressReading.Turning press) {
    return bounded(() -> turned(press), press.reply());
  }

  private CallbackResult bounded(Supplier<Told> work, ReplyTo reply) {
    Told busy = new Told(CallbackResult.UNAVAILABLE, DetailsDesk.NOT_OPENED);
    return switch (calls.run(work, busy)) {
      case Waited.Done(Told told) -> tell(told, reply);
      case Waited.Late(var later) -> {
        later.thenAccept(told -> tell(told, reply));
        yield CallbackResult.LATE;
      }
    };
  }

  private Told opened(PressReading.Paging press) {
    return switch (look(press.look())) {
      case Shown.Not(var why) -> new Told(CallbackResult.NOT_ENTITLED, why);
      case Shown.Page page ->
          drawn(page, press.origin())
              .map(view -> sent(api.openView(press.trigger(), view)))
              .orElseGet(() -> new Told(CallbackResult.UNAVAILABLE, DetailsDesk.NOT_OPENED));
    };
  }

  private Told turned(PressReading.Turning press) {
    String view =
        switch (look(press.look())) {
          case Shown.Not(var why) -> text(FormModal.saying(TITLE, why));
          case Shown.Page page ->
              drawn(page, press.origin())
                  .orElseGet(() -> text(FormModal.saying(TITLE, DetailsDesk.NOT_OPENED)));
        };
    return sent(api.updateView(press.view(), Optional.of(press.hash()), view));
  }

  private Shown look(DetailsDesk.Look look) {
    try {
      return desk.look(look);
    } catch (UnavailableException e) {
      log.error("details could not be read: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("details of {} failed", look.reference(), e);
    }
    return new Shown.Not(DetailsDesk.NOT_OPENED);
  }

  private static Optional<String> drawn(Shown.Page page, DetailsModal.Origin origin) {
    String view = text(DetailsModal.of(page, origin));
    if (view.length() <= DetailsModal.MOST_VIEW) {
      return Optional.of(view);
    }
    log.error("{} is a view of {} characters", page, view.length());
    return Optional.empty();
  }

  private static String text(JsonObject view) {
    return CanonicalJson.text(view);
  }

  private static Told sent(ApiAnswer answer) {
    return switch (answer) {
      case ApiAnswer.Done _ -> new Told(CallbackResult.OK, "");
      case ApiAnswer.Failed(String error, _) when error.equals(CHANGED_MEANWHILE) ->
          new Told(CallbackResult.NO_EFFECT, "");
      case ApiAnswer.Failed(String error, _) -> {
        log.warn("views: {}", error);
        yield new Told(CallbackResult.UNAVAILABLE, DetailsDesk.NOT_OPENED);
      }
    };
  }

  private CallbackResult tell(Told told, ReplyTo reply) {
    if (!told.words().isEmpty()) {
      replies.tell(reply, told.words());
    }
    return told.result();
  }

  /// Says what became of a press on a page, in its place, whatever stands there by now; where that
  /// is closed, as of any other press.
  void answered(PressReading.Deciding press, ClickAnswer answer) {
    String title = answer.kind() == ClickAnswer.Kind.COUNTED ? COUNTED : FormReaction.NOT_RECORDED;
    String view = text(FormModal.saying(title, answer.text()));
    if (api.updateView(press.view(), Optional.empty(), view)
        instanceof ApiAnswer.Failed(String error, _)) {
      log.warn("views.update: {}", error);
      replies.tell(press.reply(), answer);
    }
  }
}

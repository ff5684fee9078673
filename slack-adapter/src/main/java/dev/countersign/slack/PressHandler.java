package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import dev.countersign.slack.BoundedCalls.Waited;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a press to the desk, or opens the form that its button asks for, and waits, but no longer
/// than Slack waits for us. An answer that comes later is told privately, so that no press stays
/// unanswered; a counted vote needs no telling, for the card itself changes.
final class PressHandler {
  private static final Logger log = LoggerFactory.getLogger(PressHandler.class);

  private final PressReader reader;
  private final BoundedClickDesk desk;
  private final FormOpener forms;
  private final EditHandler edits;
  private final AskHandler asks;
  private final DetailsHandler details;
  private final InterventionHandler interventions;
  private final PrivateReplies replies;
  private final CallbackMetrics metrics;

  PressHandler(
      PressReader reader,
      BoundedClickDesk desk,
      FormOpener forms,
      EditHandler edits,
      DetailsHandler details,
      InterventionHandler interventions,
      AskHandler asks,
      PrivateReplies replies,
      CallbackMetrics metrics) {
    this.reader = reader;
    this.desk = desk;
    this.forms = forms;
    this.edits = edits;
    this.asks = asks;
    this.details = details;
    this.interventions = interventions;
    this.replies = replies;
    this.metrics = metrics;
  }

  /// Takes one payload and waits for its answer, within bounds.
  ///
  /// @param callback over the raw body
  void handle(Payload payload, Digest callback) {
    long start = System.nanoTime();
    CallbackResult result =
        switch (reader.read(payload, callback)) {
          case PressReading.Pressed(Click click, ReplyTo reply) -> decide(click, reply);
          case PressReading.Asking asking -> forms.open(asking);
          case PressReading.Editing editing -> edits.open(editing);
          case PressReading.Asked asked -> asks.answer(asked);
          case PressReading.Followed _ -> CallbackResult.NO_EFFECT;
          case PressReading.Paging paging -> details.open(paging);
          case PressReading.Turning turning -> details.turn(turning);
          case PressReading.Deciding deciding -> decide(deciding);
          case PressReading.Intervening press -> interventions.open(press);
          case PressReading.Nameless _ -> {
            log.warn("slack press refused: it names nobody");
            yield CallbackResult.MALFORMED;
          }
        };
    metrics.callback(Surface.SLACK, result, Duration.ofNanos(System.nanoTime() - start));
  }

  private CallbackResult decide(PressReading.Deciding press) {
    return switch (desk.ask(press.click())) {
      case Waited.Done(ClickAnswer answer) -> {
        details.answered(press, answer);
        yield CallbackResult.of(answer);
      }
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> details.answered(press, answer));
        yield CallbackResult.LATE;
      }
    };
  }

  /// A flawed press goes to the desk too: the desk finds the request that it was aimed at.
  private CallbackResult decide(Click click, ReplyTo reply) {
    click.flaw().ifPresent(flaw -> log.warn("slack press refused: {}", WireName.of(flaw)));
    return switch (desk.ask(click)) {
      case Waited.Done(ClickAnswer answer) -> {
        replies.tell(reply, answer);
        yield CallbackResult.of(answer);
      }
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> replies.tell(reply, answer));
        yield CallbackResult.LATE;
      }
    };
  }
}

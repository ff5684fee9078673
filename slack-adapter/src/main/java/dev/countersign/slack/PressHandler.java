package dev.countersign.slack;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.json.Digest;
import dev.countersign.slack.PatientCalls.Waited;
import dev.countersign.slack.SlackMetrics.CallbackResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a press to the desk, or opens the form that its button asks for, and waits, but no longer
/// than Slack waits for us. An answer that comes later is told privately, so that no press stays
/// unanswered; a counted vote needs no telling, for the card itself changes.
final class PressHandler {
  private static final Logger log = LoggerFactory.getLogger(PressHandler.class);

  private final PressReader reader;
  private final PatientDesk desk;
  private final FormOpener forms;
  private final PrivateReplies replies;
  private final SlackMetrics metrics;

  PressHandler(
      PressReader reader,
      PatientDesk desk,
      FormOpener forms,
      PrivateReplies replies,
      SlackMetrics metrics) {
    this.reader = reader;
    this.desk = desk;
    this.forms = forms;
    this.replies = replies;
    this.metrics = metrics;
  }

  /// Takes one payload and waits for its answer, within bounds.
  ///
  /// @param callback over the raw body
  /// @return false when the payload is not one
  boolean handle(@Nullable BlockActionPayload payload, Digest callback) {
    long start = System.nanoTime();
    CallbackResult result =
        switch (reader.read(payload, callback)) {
          case PressReading.Pressed(Click click, ReplyTo reply) -> decide(click, reply);
          case PressReading.Asking asking -> forms.open(asking);
          case PressReading.Refused(PressRefusal refusal, Optional<ReplyTo> reply) ->
              refuse(refusal, reply);
        };
    metrics.callback(result, Duration.ofNanos(System.nanoTime() - start));
    return result != CallbackResult.MALFORMED;
  }

  private CallbackResult refuse(PressRefusal refusal, Optional<ReplyTo> reply) {
    log.warn("slack press refused: {}", refusal.code());
    reply.ifPresent(to -> refusal.words().ifPresent(words -> replies.tell(to, words)));
    return refusal.result();
  }

  private CallbackResult decide(Click click, ReplyTo reply) {
    return switch (desk.ask(click)) {
      case Waited.Done(ClickAnswer answer) -> {
        tell(answer, reply);
        yield PatientDesk.result(answer);
      }
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> tell(answer, reply));
        yield CallbackResult.LATE;
      }
    };
  }

  private void tell(ClickAnswer answer, ReplyTo reply) {
    switch (answer.kind()) {
      case COUNTED -> {}
      case STANDING, REFUSED, UNAVAILABLE -> replies.tell(reply, answer.text());
    }
  }
}

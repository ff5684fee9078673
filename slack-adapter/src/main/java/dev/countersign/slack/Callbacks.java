package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each genuine callback to whoever answers its kind. It is the same for a request that Slack
/// signed and for an envelope of a socket: what is proved about the sender is proved before.
///
/// Whoever did something is told what became of it. No library reads the payloads: one that cannot
/// makes an exception of it, or a log line with the payload in it.
final class Callbacks {
  private static final Logger log = LoggerFactory.getLogger(Callbacks.class);
  private static final CallbackAnswer NOTHING = new CallbackAnswer.Nothing();

  private final PressHandler presses;
  private final SubmissionHandler submissions;
  private final CommandHandler commands;
  private final EventHandler events;
  private final PressReader reader;
  private final PrivateReplies replies;
  private final CallbackMetrics metrics;

  Callbacks(
      PressHandler presses,
      SubmissionHandler submissions,
      CommandHandler commands,
      EventHandler events,
      PressReader reader,
      PrivateReplies replies,
      CallbackMetrics metrics) {
    this.presses = presses;
    this.submissions = submissions;
    this.commands = commands;
    this.events = events;
    this.reader = reader;
    this.replies = replies;
    this.metrics = metrics;
  }

  /// Answers within Slack's patience.
  ///
  /// @param digest over the bytes that carried it
  CallbackAnswer take(SlackCallback callback, Digest digest) {
    long start = System.nanoTime();
    return switch (callback) {
      case SlackCallback.Pressed(Payload payload) -> {
        presses.handle(payload, digest);
        yield NOTHING;
      }
      case SlackCallback.Submitted(Payload payload) ->
          new CallbackAnswer.Structure(submissions.handle(payload, digest));
      case SlackCallback.Command(SlackForm form) ->
          new CallbackAnswer.Structure(commands.handle(form).answer().build());
      case SlackCallback.Menu _ -> {
        counted(CallbackResult.NO_EFFECT, start);
        JsonArray none = new JsonArray(List.<Json>of());
        yield new CallbackAnswer.Structure(JsonObject.builder().put("options", none).build());
      }
      case SlackCallback.Challenge(String words) -> {
        counted(CallbackResult.NO_EFFECT, start);
        yield new CallbackAnswer.Words(words);
      }
      case SlackCallback.Event(Payload payload) -> {
        counted(events.handle(payload), start);
        yield NOTHING;
      }
      case SlackCallback.Untaken(Payload payload) -> {
        reader.replyTo(payload).ifPresent(reply -> replies.tell(reply, WhyNot.DOES_NOTHING));
        yield noEffect("untaken", start);
      }
      case SlackCallback.Quiet _ -> noEffect("quiet", start);
      case SlackCallback.Malformed(boolean isPayload) -> {
        counted(CallbackResult.MALFORMED, start);
        log.warn("slack callback refused: malformed");
        yield isPayload ? NOTHING : new CallbackAnswer.NoCallback();
      }
    };
  }

  private CallbackAnswer noEffect(String kind, long start) {
    log.info("slack callback without effect: {}", kind);
    counted(CallbackResult.NO_EFFECT, start);
    return NOTHING;
  }

  private void counted(CallbackResult result, long start) {
    metrics.callback(Surface.SLACK, result, Duration.ofNanos(System.nanoTime() - start));
  }
}

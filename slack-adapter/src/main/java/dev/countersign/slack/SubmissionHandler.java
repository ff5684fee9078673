package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.Form;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import dev.countersign.slack.BoundedCalls.Waited;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a form that was sent to the desk, and answers in the form itself: it closes when all is
/// said, names the input that is to be mended, or gives way to the words of the refusal
/// (docs.slack.dev/surfaces/modals). An answer that comes after Slack's patience is told privately.
final class SubmissionHandler {
  private static final String TITLE = "Not recorded";
  private static final String LATE_TITLE = "Still at work";
  private static final String LATE_WORDS =
      "This takes longer than usual. You can close this: the card changes when your decision"
          + " counts, and otherwise you are told in its channel.";
  private static final String UNREADABLE =
      "Countersign could not read this form, so nothing was recorded. Please close it and press the"
          + " button again.";
  private static final Logger log = LoggerFactory.getLogger(SubmissionHandler.class);

  private final SubmissionReader reader;
  private final BoundedClickDesk desk;
  private final PrivateReplies replies;
  private final CallbackMetrics metrics;

  SubmissionHandler(
      SubmissionReader reader,
      BoundedClickDesk desk,
      PrivateReplies replies,
      CallbackMetrics metrics) {
    this.reader = reader;
    this.desk = desk;
    this.replies = replies;
    this.metrics = metrics;
  }

  /// @param result what it counts as
  /// @param action for Slack to do to the form
  private record Reaction(CallbackResult result, JsonObject action) {}

  /// Takes one payload and waits for its answer, within bounds.
  ///
  /// @param callback over the raw body
  /// @return the `response_action`
  JsonObject handle(Payload payload, Digest callback) {
    long start = System.nanoTime();
    Reaction reaction =
        switch (reader.read(payload, callback)) {
          case SubmissionReading.Submitted(Click click, Optional<Form> form, ReplyTo reply) ->
              decide(click, form, reply);
          case SubmissionReading.Nameless _ -> {
            log.warn("slack submission refused: it names nobody");
            yield new Reaction(CallbackResult.MALFORMED, update(TITLE, UNREADABLE));
          }
        };
    metrics.callback(Surface.SLACK, reaction.result(), Duration.ofNanos(System.nanoTime() - start));
    return reaction.action();
  }

  private Reaction decide(Click click, Optional<Form> form, ReplyTo reply) {
    click.flaw().ifPresent(flaw -> log.warn("slack submission refused: {}", WireName.of(flaw)));
    return switch (desk.ask(click)) {
      case Waited.Done(ClickAnswer answer) ->
          new Reaction(CallbackResult.of(answer), action(answer, click, form, reply));
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> replies.tell(reply, answer));
        yield new Reaction(CallbackResult.LATE, update(LATE_TITLE, LATE_WORDS));
      }
    };
  }

  private JsonObject action(ClickAnswer answer, Click click, Optional<Form> form, ReplyTo reply) {
    return switch (answer.kind()) {
      case COUNTED -> clear();
      case STANDING -> {
        replies.tell(reply, answer);
        yield clear();
      }
      case INCOMPLETE ->
          form.map(asked -> errors(FormModal.toMend(asked, click.inputs()), answer.text()))
              .orElseGet(() -> update(TITLE, answer.text()));
      case REFUSED, NOT_ENTITLED, OUTSIDER, OUTDATED, UNKNOWN_BUTTON, MALFORMED, UNAVAILABLE ->
          update(TITLE, answer.text());
    };
  }

  private static JsonObject clear() {
    return respond("clear").build();
  }

  private static JsonObject update(String title, String words) {
    return respond("update").put("view", FormModal.saying(title, words)).build();
  }

  private static JsonObject errors(String input, String words) {
    return respond("errors").put("errors", JsonObject.builder().put(input, words).build()).build();
  }

  private static JsonObject.Builder respond(String action) {
    return JsonObject.builder().put("response_action", action);
  }
}

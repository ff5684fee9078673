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
  private static final String LATE_WORDS =
      "This takes longer than usual. You can close this: the card changes when your decision"
          + " counts, and otherwise you are told in its channel.";
  private static final String UNREADABLE =
      "Countersign could not read this form, so nothing was recorded. Please close it and press the"
          + " button again.";
  private static final Logger log = LoggerFactory.getLogger(SubmissionHandler.class);

  private final SubmissionReader reader;
  private final BoundedClickDesk desk;
  private final EditHandler edits;
  private final InterventionHandler interventions;
  private final SheetHandler sheets;
  private final PrivateReplies replies;
  private final CallbackMetrics metrics;

  SubmissionHandler(
      SubmissionReader reader,
      BoundedClickDesk desk,
      EditHandler edits,
      InterventionHandler interventions,
      SheetHandler sheets,
      PrivateReplies replies,
      CallbackMetrics metrics) {
    this.reader = reader;
    this.desk = desk;
    this.edits = edits;
    this.interventions = interventions;
    this.sheets = sheets;
    this.replies = replies;
    this.metrics = metrics;
  }

  /// Takes one payload and waits for its answer, within bounds.
  ///
  /// @param callback over the raw body
  /// @return the `response_action`
  JsonObject handle(Payload payload, Digest callback) {
    long start = System.nanoTime();
    FormReaction reaction =
        switch (reader.read(payload, callback)) {
          case SubmissionReading.Submitted(Click click, Optional<Form> form, ReplyTo reply) ->
              decide(click, form, reply);
          case SubmissionReading.Edited edited -> edits.submitted(edited);
          case SubmissionReading.Intervening sent -> interventions.submitted(sent);
          case SubmissionReading.Written written -> sheets.submitted(written);
          case SubmissionReading.Nameless _ -> {
            log.warn("slack submission refused: it names nobody");
            yield new FormReaction(CallbackResult.MALFORMED, FormReaction.refusal(UNREADABLE));
          }
        };
    metrics.callback(Surface.SLACK, reaction.result(), Duration.ofNanos(System.nanoTime() - start));
    return reaction.action();
  }

  private FormReaction decide(Click click, Optional<Form> form, ReplyTo reply) {
    click.flaw().ifPresent(flaw -> log.warn("slack submission refused: {}", WireName.of(flaw)));
    return switch (desk.ask(click)) {
      case Waited.Done(ClickAnswer answer) ->
          new FormReaction(CallbackResult.of(answer), action(answer, click, form, reply));
      case Waited.Late(var later) -> {
        later.thenAccept(answer -> replies.tell(reply, answer));
        yield FormReaction.late(LATE_WORDS);
      }
    };
  }

  private JsonObject action(ClickAnswer answer, Click click, Optional<Form> form, ReplyTo reply) {
    return switch (answer.kind()) {
      case COUNTED -> FormReaction.clear();
      case PARTLY, REPEATED -> {
        replies.tell(reply, answer);
        yield FormReaction.clear();
      }
      case STANDING -> FormReaction.standing(answer.text(), click.inputs().comment());
      case INCOMPLETE ->
          form.map(asked ->
                  FormReaction.errors(FormModal.toMend(asked, click.inputs()), answer.text()))
              .orElseGet(() -> FormReaction.refusal(answer.text()));
      case REFUSED, NOT_ENTITLED, OUTSIDER, OUTDATED, UNKNOWN_BUTTON, MALFORMED, UNAVAILABLE ->
          FormReaction.refusal(answer.text(), click.inputs().comment());
    };
  }
}

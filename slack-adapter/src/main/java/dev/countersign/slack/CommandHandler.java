package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.WireName;
import dev.countersign.people.Surface;
import dev.countersign.slack.BoundedCalls.Waited;
import dev.countersign.slack.Questions.Answer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a slash command in the response to it. An answer that comes after Slack's patience is
/// told privately. Nothing is decided here.
final class CommandHandler {
  private static final String UNREADABLE =
      "Countersign could not read this command. Please ask again.";
  private static final String FOREIGN =
      "Countersign answers only members of the workspace that it is installed in. Please ask"
          + " there.";
  private static final String LATE =
      "The answer takes a while, and follows. If none comes, please ask again.";

  private static final Logger log = LoggerFactory.getLogger(CommandHandler.class);

  private final CommandReader reader;
  private final Questions questions;
  private final ReplyBlocks blocks;
  private final BoundedCalls calls;
  private final PrivateReplies replies;
  private final CallbackMetrics metrics;

  /// @param calls of questions alone, so that none takes the place of a press
  CommandHandler(
      CommandReader reader,
      Questions questions,
      ReplyBlocks blocks,
      BoundedCalls calls,
      PrivateReplies replies,
      CallbackMetrics metrics) {
    this.reader = reader;
    this.questions = questions;
    this.blocks = blocks;
    this.calls = calls;
    this.replies = replies;
    this.metrics = metrics;
  }

  /// Takes one command and waits for its answer, within bounds.
  PrivateMessage handle(SlackForm form) {
    long start = System.nanoTime();
    Answer answer =
        switch (reader.read(form)) {
          case CommandReading.Asked asked ->
              questions.refused(asked.asker()).orElseGet(() -> ask(asked));
          case CommandReading.Refused(var flaw) -> {
            log.warn("slack command refused: {}", WireName.of(flaw));
            yield Answer.of(CallbackResult.REFUSED, FOREIGN);
          }
          case CommandReading.Unreadable _ -> {
            log.warn("slack command refused: malformed");
            yield Answer.of(CallbackResult.MALFORMED, UNREADABLE);
          }
        };
    metrics.callback(Surface.SLACK, answer.result(), Duration.ofNanos(System.nanoTime() - start));
    return drawn(answer);
  }

  private Answer ask(CommandReading.Asked asked) {
    return switch (calls.run(
        () -> questions.answer(asked.asker(), asked.written(), Optional.empty()), Questions.BUSY)) {
      case Waited.Done(Answer answer) -> answer;
      case Waited.Late(var later) -> {
        log.warn("a command in slack is acknowledged before its answer");
        later.thenAccept(answer -> replies.tell(asked.reply(), drawn(answer)));
        yield Answer.of(CallbackResult.LATE, LATE);
      }
    };
  }

  private PrivateMessage drawn(Answer answer) {
    return blocks.message(answer.reply(), answer.link());
  }
}

package dev.countersign.slack;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Commands;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.slack.BoundedCalls.Waited;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers a slash command in the response to it. An answer that comes after Slack's patience is
/// told privately. Nothing is decided here.
final class CommandHandler {
  private static final String AGAIN = "Please ask again in a minute.";
  private static final String UNREADABLE =
      "Countersign could not read this command. Please ask again.";
  private static final String FOREIGN =
      "Countersign answers only members of the workspace that it is installed in. Please ask"
          + " there.";
  private static final String LATE =
      "The answer takes a while, and follows. If none comes, please ask again.";
  private static final Answer BUSY =
      new Answer(CallbackResult.UNAVAILABLE, "Countersign is busy. " + AGAIN);
  private static final Answer UNAVAILABLE =
      new Answer(CallbackResult.UNAVAILABLE, "Countersign cannot look this up right now. " + AGAIN);

  private static final Logger log = LoggerFactory.getLogger(CommandHandler.class);

  private final CommandReader reader;
  private final AskLimit limit;
  private final Commands commands;
  private final BoundedCalls calls;
  private final PrivateReplies replies;
  private final CallbackMetrics metrics;

  /// @param calls of commands alone, so that no question takes the place of a press
  CommandHandler(
      CommandReader reader,
      AskLimit limit,
      Commands commands,
      BoundedCalls calls,
      PrivateReplies replies,
      CallbackMetrics metrics) {
    this.reader = reader;
    this.limit = limit;
    this.commands = commands;
    this.calls = calls;
    this.replies = replies;
    this.metrics = metrics;
  }

  /// @param words the service's own, for the asker alone
  private record Answer(CallbackResult result, String words) {}

  /// Takes one command and waits for its answer, within bounds.
  PrivateMessage handle(SlackForm form) {
    long start = System.nanoTime();
    Answer answer =
        switch (reader.read(form)) {
          case CommandReading.Asked asked -> within(asked);
          case CommandReading.Refused(var flaw) -> {
            log.warn("slack command refused: {}", WireName.of(flaw));
            yield new Answer(CallbackResult.REFUSED, FOREIGN);
          }
          case CommandReading.Unreadable _ -> {
            log.warn("slack command refused: malformed");
            yield new Answer(CallbackResult.MALFORMED, UNREADABLE);
          }
        };
    metrics.callback(Surface.SLACK, answer.result(), Duration.ofNanos(System.nanoTime() - start));
    return PrivateMessage.of(answer.words());
  }

  /// Whoever asks too often is told so each time: the words go with the response that Slack waits
  /// for, and cost no call.
  private Answer within(CommandReading.Asked asked) {
    return switch (limit.ask(asked.asker().user())) {
      case TAKEN -> ask(asked);
      case FIRST_TOO_MANY, TOO_MANY -> new Answer(CallbackResult.REFUSED, Commands.TOO_MANY);
    };
  }

  private Answer ask(CommandReading.Asked asked) {
    return switch (calls.run(() -> answer(asked.asker(), asked.written()), BUSY)) {
      case Waited.Done(Answer answer) -> answer;
      case Waited.Late(var later) -> {
        log.warn("a command in slack is acknowledged before its answer");
        later.thenAccept(answer -> replies.tell(asked.reply(), answer.words()));
        yield new Answer(CallbackResult.LATE, LATE);
      }
    };
  }

  private Answer answer(AccountId asker, String written) {
    try {
      return new Answer(CallbackResult.OK, commands.answer(asker, written));
    } catch (UnavailableException e) {
      log.error("a command in slack could not be answered: {}", e.getMessage());
      return UNAVAILABLE;
    } catch (RuntimeException e) {
      log.error("a command in slack failed", e);
      return UNAVAILABLE;
    }
  }
}

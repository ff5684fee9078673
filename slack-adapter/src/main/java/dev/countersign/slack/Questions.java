package dev.countersign.slack;

import dev.countersign.card.AskLimit;
import dev.countersign.card.Asker;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.SheetAnswer;
import dev.countersign.card.UnavailableException;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what people ask, in the words of a slash command or by a button, and answers within bounds
/// of how often one person may. Nothing is decided here.
final class Questions {
  private static final String AGAIN = "Please ask again in a minute.";
  private static final Answer UNAVAILABLE =
      Answer.of(CallbackResult.UNAVAILABLE, "Countersign cannot look this up right now. " + AGAIN);

  /// Where too much is under way already.
  static final Answer BUSY = Answer.of(CallbackResult.UNAVAILABLE, "Countersign is busy. " + AGAIN);

  /// What was asked was not looked at, so it takes the place of nothing that was.
  private static final Reply UNCONFIRMED = new Reply.Words(WhyNot.unconfirmed(Surface.SLACK));

  private static final Logger log = LoggerFactory.getLogger(Questions.class);

  private final AskLimit limit;
  private final Commands commands;
  private final Permalinks links;
  private final Accounts accounts;

  Questions(AskLimit limit, Commands commands, Permalinks links, Accounts accounts) {
    this.limit = limit;
    this.commands = commands;
    this.links = links;
    this.accounts = accounts;
  }

  /// @param reply for the asker alone
  /// @param link to the message that the reply points to
  record Answer(CallbackResult result, Reply reply, Optional<String> link) {
    static Answer of(CallbackResult result, String words) {
      return new Answer(result, new Reply.Words(words), Optional.empty());
    }
  }

  /// Counts one question; an answer where it is one too many. Whoever is over it is told each time:
  /// the words go with the response that Slack waits for.
  Optional<Answer> refused(AccountId asker) {
    return switch (limit.ask(asker.user())) {
      case TAKEN -> Optional.empty();
      case FIRST_TOO_MANY, TOO_MANY ->
          Optional.of(Answer.of(CallbackResult.REFUSED, Commands.TOO_MANY));
    };
  }

  /// Takes a form; answers every failure that can be expected, and does not throw.
  SheetAnswer take(SubmissionReading.Written sent) {
    try {
      return commands.send(
          new Asker(
              sent.sender(),
              true,
              Optional.of(sent.callback()),
              () -> accounts.of(sent.sender().user(), AccountAsks.Purpose.QUESTION)),
          sent.question(),
          sent.typed());
    } catch (UnavailableException e) {
      log.error("a form in slack could not be recorded: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("a form in slack failed", e);
    }
    return SheetAnswer.unavailable();
  }

  /// Answers every failure that can be expected, and does not throw.
  ///
  /// @param pressed digest over the raw callback where a button asks
  Answer answer(AccountId asker, String written, Optional<Digest> pressed) {
    try {
      // A command is answered, and a modal shown, to its asker alone.
      Asker by =
          new Asker(
              asker, true, pressed, () -> accounts.of(asker.user(), AccountAsks.Purpose.QUESTION));
      Reply reply = commands.answer(by, written);
      Optional<String> link =
          reply instanceof Reply.OfRequest shown
              ? shown.spot().flatMap(links::to)
              : Optional.empty();
      CallbackResult result =
          reply.equals(UNCONFIRMED) ? CallbackResult.UNAVAILABLE : CallbackResult.OK;
      return new Answer(result, reply, link);
    } catch (UnavailableException e) {
      log.error("a question in slack could not be answered: {}", e.getMessage());
      return UNAVAILABLE;
    } catch (RuntimeException e) {
      log.error("a question in slack failed", e);
      return UNAVAILABLE;
    }
  }
}

package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.QueueDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.WireName;
import dev.countersign.request.Decision;
import dev.countersign.teams.caller.Activity;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.AdaptiveCards;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages to the bot: a command in words, however it was typed or picked, or a button of an old
/// client. Whatever is answered, only the sender sees.
public final class MessageHandler {
  /// Characters of a message that are looked at.
  private static final int LONGEST = 500;

  private static final Logger log = LoggerFactory.getLogger(MessageHandler.class);
  private static final String UNKNOWN = "Countersign does not know this command. ";
  private static final String TOO_MANY =
      "That is more than Countersign answers in a minute, so nothing came of this one. Please wait"
          + " a minute; the buttons on the cards work all the same.";
  private static final String HELP =
      "You can ask:\n"
          + Arrays.stream(BotCommand.values())
              .map(command -> command.word() + " · " + command.description())
              .collect(Collectors.joining("\n"));

  private final DecisionDoor door;
  private final QueueDesk queue;
  private final Replies replies;
  private final AskLimit limit;

  public MessageHandler(DecisionDoor door, QueueDesk queue, Replies replies, AskLimit limit) {
    this.door = door;
    this.queue = queue;
    this.replies = replies;
    this.limit = limit;
  }

  /// @param callback over the raw body
  CallbackResult handle(Genuine genuine, Digest callback) {
    Optional<Sender> sender = Sender.of(genuine);
    if (sender.isEmpty()) {
      return CallbackResult.MALFORMED;
    }
    switch (limit.ask(sender.get().member())) {
      case TAKEN -> {}
      case FIRST_TOO_MANY -> {
        replies.tell(sender.get(), TOO_MANY);
        return CallbackResult.REFUSED;
      }
      case TOO_MANY -> {
        log.warn("a message in teams is left unanswered: one of too many");
        return CallbackResult.REFUSED;
      }
    }
    if (sender.get().account().isEmpty()) {
      Press.submitted(genuine.activity())
          .ifPresent(press -> door.noteStranger(press, sender.get(), callback));
      replies.tell(sender.get(), InvokeWords.NO_ACCOUNT);
      return CallbackResult.REFUSED;
    }
    try {
      return genuine.activity().value() == null
          ? asked(genuine.activity(), sender.get())
          : submitted(genuine.activity(), sender.get(), callback);
    } catch (LedgerUnavailableException e) {
      log.error("a message in teams could not be answered: {}", e.getMessage());
      replies.tell(sender.get(), InvokeWords.UNAVAILABLE);
      return CallbackResult.UNAVAILABLE;
    }
  }

  private CallbackResult asked(Activity activity, Sender sender) {
    replies.tell(sender, answer(words(activity), sender.account().orElseThrow()));
    return CallbackResult.OK;
  }

  private String answer(String[] words, AccountId asker) {
    Optional<BotCommand> command =
        Arrays.stream(BotCommand.values())
            .filter(one -> one.word().equals(words[0].toLowerCase(Locale.ROOT)))
            .findFirst();
    if (command.isEmpty()) {
      return (words[0].isEmpty() ? "" : UNKNOWN) + HELP;
    }
    return switch (command.get()) {
      case QUEUE -> queue.queue(asker);
      case STATUS -> queue.status(asker, words.length > 1 ? words[1] : "");
      case HELP -> HELP;
    };
  }

  /// At least one word, which may be empty; without the mentions and the slash that only call the
  /// bot.
  private static String[] words(Activity activity) {
    String text = activity.text() == null ? "" : activity.text();
    text = text.substring(0, Math.min(text.length(), LONGEST));
    for (Activity.Mention mention : activity.mentions()) {
      text = text.replace(mention.text(), " ");
    }
    String plain = text.replace("&nbsp;", " ").strip();
    return (plain.startsWith("/") ? plain.substring(1) : plain).split("\\s+");
  }

  /// Clients that do not know `Action.Execute` send its fallback.
  private CallbackResult submitted(Activity activity, Sender sender, Digest callback) {
    Optional<Press> press = Press.submitted(activity);
    if (press.isEmpty()) {
      door.noteMalformed(activity.value(), sender, callback);
      replies.tell(sender, WhyNot.NOT_OURS.uncounted());
      return CallbackResult.MALFORMED;
    }
    if (press.get().verb().equals(AdaptiveCards.VIEW)) {
      replies.tell(sender, InvokeWords.OLD_CLIENT);
      return CallbackResult.NO_EFFECT;
    }
    if (WireName.parse(Decision.class, press.get().verb()).isEmpty()) {
      door.note(press.get(), sender, callback, PressFlaw.UNKNOWN_BUTTON);
      replies.tell(sender, InvokeWords.UNKNOWN_VERB);
      return CallbackResult.REFUSED;
    }
    ClickAnswer answer = door.decide(press.get(), sender, callback);
    replies.tell(sender, answer.text());
    return DecisionDoor.result(answer);
  }
}

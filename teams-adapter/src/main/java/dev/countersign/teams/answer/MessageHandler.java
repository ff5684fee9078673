package dev.countersign.teams.answer;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.Commands;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.UnavailableException;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.request.Decision;
import dev.countersign.teams.caller.Activity;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.AdaptiveCards;
import dev.countersign.teams.card.ReplyCard;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Messages to the bot: a command in words, however it was typed or picked, or a button of an old
/// client. A slash command arrives as a message too, marked as targeted; whoever sent it is checked
/// like the sender of any message
/// (<https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-slash-commands>).
/// Whatever is answered, only the sender sees.
public final class MessageHandler {
  private static final Logger log = LoggerFactory.getLogger(MessageHandler.class);

  private final DecisionDoor door;
  private final Commands commands;
  private final Replies replies;
  private final AskLimit limit;
  private final Memberships memberships;

  public MessageHandler(
      DecisionDoor door,
      Commands commands,
      Replies replies,
      AskLimit limit,
      Memberships memberships) {
    this.door = door;
    this.commands = commands;
    this.replies = replies;
    this.limit = limit;
    this.memberships = memberships;
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
        replies.tell(sender.get(), Commands.TOO_MANY);
        return CallbackResult.REFUSED;
      }
      case TOO_MANY -> {
        log.warn("a message in teams is left unanswered: one of too many");
        return CallbackResult.REFUSED;
      }
    }
    if (sender.get().account().isEmpty()) {
      CallbackResult result =
          ButtonPayload.submitted(genuine.activity())
              .map(press -> door.noteStranger(press, sender.get(), callback))
              .orElse(CallbackResult.NOT_ENTITLED);
      replies.tell(sender.get(), InvokeWords.NO_ACCOUNT);
      return result;
    }
    try {
      return genuine.activity().value() == null
          ? asked(genuine.activity(), sender.get())
          : submitted(genuine.activity(), sender.get(), callback);
    } catch (UnavailableException e) {
      log.error("a message in teams could not be answered: {}", e.getMessage());
      replies.tell(sender.get(), InvokeWords.UNAVAILABLE);
      return CallbackResult.UNAVAILABLE;
    }
  }

  private CallbackResult asked(Activity activity, Sender sender) {
    return told(activity, sender, written(activity), Optional.empty());
  }

  private CallbackResult told(
      Activity activity, Sender sender, String question, Optional<Digest> pressed) {
    String name =
        Optional.ofNullable(activity.from())
            .flatMap(from -> Optional.ofNullable(from.name()))
            .orElse("");
    replies.tell(
        sender,
        commands.answer(
            memberships.asker(sender, sender.account().orElseThrow(), name, pressed), question));
    return CallbackResult.OK;
  }

  /// What was written to the bot, without the mentions that only call it.
  private static String written(Activity activity) {
    String text = activity.text() == null ? "" : activity.text();
    text = text.substring(0, Math.min(text.length(), Commands.LONGEST));
    for (Activity.Mention mention : activity.mentions()) {
      text = text.replace(mention.text(), " ");
    }
    return text.replace("&nbsp;", " ");
  }

  /// Clients that do not know `Action.Execute` send its fallback.
  private CallbackResult submitted(Activity activity, Sender sender, Digest callback) {
    JsonNode data = activity.value();
    if (data != null && data.path("verb").asString("").equals(ReplyCard.ASK)) {
      return told(activity, sender, AskDoor.question(data).orElse(""), Optional.of(callback));
    }
    Optional<ButtonPayload> press = ButtonPayload.submitted(activity);
    if (press.isEmpty()) {
      CallbackResult result = door.noteMalformed(activity.value(), sender, callback);
      replies.tell(sender, WhyNot.NOT_OURS.uncounted());
      return result;
    }
    if (press.get().verb().equals(AdaptiveCards.VIEW)) {
      replies.tell(sender, InvokeWords.OLD_CLIENT);
      return CallbackResult.NO_EFFECT;
    }
    if (WireName.parse(Decision.class, press.get().verb()).isEmpty()) {
      CallbackResult result = door.note(press.get(), sender, callback, PressFlaw.UNKNOWN_BUTTON);
      replies.tell(sender, InvokeWords.UNKNOWN_VERB);
      return result;
    }
    ClickAnswer answer = door.decide(press.get(), sender, callback);
    replies.tell(sender, answer.text());
    return CallbackResult.of(answer);
  }
}

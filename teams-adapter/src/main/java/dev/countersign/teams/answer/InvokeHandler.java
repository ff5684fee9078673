package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CardDesk;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.PersonalCard;
import dev.countersign.card.PressFlaw;
import dev.countersign.card.UnavailableException;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.AccountId;
import dev.countersign.request.Decision;
import dev.countersign.teams.caller.Activity;
import dev.countersign.teams.caller.CallerVerdict.Genuine;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.AdaptiveCards;
import dev.countersign.teams.card.OwnCard;
import dev.countersign.teams.card.ReplyCard;
import dev.countersign.teams.card.SheetCard;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Answers `adaptiveCard/action` at once, from committed state: with the presser's own card, or
/// with words that only the presser sees. The same press again gets the same answer.
public final class InvokeHandler {
  private static final Logger log = LoggerFactory.getLogger(InvokeHandler.class);
  private static final String AUTOMATIC = "automatic";

  /// Views read at one time, fewer than the connections that votes need as well.
  static final int MOST_VIEWS = 4;

  /// How long one more view waits for its turn.
  static final Duration TURN = Duration.ofSeconds(1);

  private final DecisionDoor door;
  private final EditDoor edits;
  private final DetailsDoor details;
  private final InterventionDoor interventions;
  private final AskDoor asks;
  private final SheetDoor sheets;
  private final CardDesk cards;
  private final Memberships memberships;
  private final Semaphore views = new Semaphore(MOST_VIEWS, true);

  public InvokeHandler(
      DecisionDoor door,
      EditDoor edits,
      InterventionDoor interventions,
      DetailsDoor details,
      AskDoor asks,
      SheetDoor sheets,
      CardDesk cards,
      Memberships memberships) {
    this.door = door;
    this.edits = edits;
    this.details = details;
    this.interventions = interventions;
    this.asks = asks;
    this.sheets = sheets;
    this.cards = cards;
    this.memberships = memberships;
  }

  /// @param callback over the raw body
  InvokeAnswer handle(Genuine genuine, Digest callback) {
    Activity activity = genuine.activity();
    JsonNode value = activity.value();
    JsonNode action = value == null ? null : value.get("action");
    Optional<Sender> sender = Sender.of(genuine);
    if (value == null || action == null || sender.isEmpty()) {
      return malformed(CallbackResult.MALFORMED);
    }
    String verb = action.path("verb").asString("");
    if (verb.equals(ReplyCard.ASK) || verb.equals(SheetCard.SEND)) {
      return asked(action, sender.get(), ButtonPayload.way(activity).isPresent(), callback);
    }
    Optional<ButtonPayload> press = ButtonPayload.of(activity, action);
    if (press.isEmpty() || !"Action.Execute".equals(action.path("type").asString(""))) {
      return malformed(action, sender.get(), callback);
    }
    if (sender.get().account().isEmpty()) {
      CallbackResult result = door.noteStranger(press.get(), sender.get(), callback);
      return refused("no_account", InvokeWords.NO_ACCOUNT, result);
    }
    try {
      String trigger = value.path("trigger").asString("");
      JsonNode data = action.path("data");
      AccountId account = sender.get().account().orElseThrow();
      boolean pressed = press.get().way().isPresent();
      if (EditDoor.takes(press.get()) && pressed) {
        return edits.answer(press.get(), data, sender.get(), account, callback);
      }
      if (DetailsDoor.takes(press.get()) && pressed) {
        return details.answer(press.get(), data, sender.get(), account);
      }
      return InterventionDoor.takes(press.get()) && pressed
          ? interventions.answer(press.get(), data, sender.get(), account, callback)
          : answer(press.get(), sender.get(), trigger, callback);
    } catch (UnavailableException e) {
      log.error("{} could not be answered: {}", press.get(), e.getMessage());
      return unavailable(InvokeWords.UNAVAILABLE);
    }
  }

  /// A question or a form that answers one decides nothing: of one that is not answered nothing is
  /// noted here.
  private InvokeAnswer asked(JsonNode action, Sender sender, boolean pressed, Digest callback) {
    if (sender.account().isEmpty()) {
      return refused("no_account", InvokeWords.NO_ACCOUNT, CallbackResult.NOT_ENTITLED);
    }
    if (!pressed) {
      return InvokeAnswer.error(400, "not_pressed", WhyNot.NOT_PRESSED, CallbackResult.REFUSED);
    }
    try {
      AccountId account = sender.account().get();
      return action.path("verb").asString("").equals(SheetCard.SEND)
          ? sheets.answer(action.path("data"), sender, account, callback)
          : asks.answer(action.path("data"), sender, account, callback);
    } catch (UnavailableException e) {
      log.error("a question in teams could not be answered: {}", e.getMessage());
      return unavailable(InvokeWords.UNAVAILABLE);
    }
  }

  private InvokeAnswer answer(ButtonPayload press, Sender sender, String trigger, Digest callback) {
    AccountId account = sender.account().orElseThrow();
    if (press.verb().equals(AdaptiveCards.VIEW)) {
      return view(press, sender, account, trigger.equals(AUTOMATIC));
    }
    if (WireName.parse(Decision.class, press.verb()).isEmpty()) {
      CallbackResult result = door.note(press, sender, callback, PressFlaw.UNKNOWN_BUTTON);
      return refused("unknown_verb", InvokeWords.UNKNOWN_VERB, result);
    }
    // A client that refreshes a card by itself is nobody's decision, whatever it sends.
    if (press.way().isEmpty()) {
      CallbackResult result = door.note(press, sender, callback, PressFlaw.NOT_PRESSED);
      return InvokeAnswer.error(400, "not_pressed", WhyNot.NOT_PRESSED, result);
    }
    return decide(press, sender, account, callback);
  }

  private InvokeAnswer view(
      ButtonPayload press, Sender sender, AccountId account, boolean automatic) {
    if (!takesTurn()) {
      return unavailable(InvokeWords.UNAVAILABLE);
    }
    Optional<PersonalCard> shown;
    try {
      shown = cards.show(press.request(), sender.address(), press.messageId(), account);
    } finally {
      views.release();
    }
    return shown
        .map(card -> view(card, sender, automatic))
        .orElseGet(
            () -> refused("not_posted_card", WhyNot.NOT_KEPT.said(), CallbackResult.REFUSED));
  }

  /// Everybody's client asks at the same moment once a card changes.
  private boolean takesTurn() {
    try {
      return views.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private InvokeAnswer view(PersonalCard card, Sender sender, boolean automatic) {
    // Living buttons are for those alone whom the connector itself calls members.
    if (card.mayDecide()) {
      switch (memberships.of(sender)) {
        case MEMBER -> {}
        case STRANGER -> {
          return refused("not_a_member", InvokeWords.NO_MEMBER, CallbackResult.NOT_ENTITLED);
        }
        case UNKNOWN -> {
          return refused("not_a_member", InvokeWords.NO_MEMBER, CallbackResult.UNAVAILABLE);
        }
      }
    }
    if (automatic || card.mayDecide() || card.card().asks().isEmpty()) {
      return InvokeAnswer.card(OwnCard.of(card, sender.member()), CallbackResult.OK);
    }
    return InvokeAnswer.message(card.whyNot(), CallbackResult.NOT_ENTITLED);
  }

  private InvokeAnswer decide(
      ButtonPayload press, Sender sender, AccountId account, Digest callback) {
    ClickAnswer answer = door.decide(press, sender, callback);
    return switch (answer.kind()) {
      case COUNTED, REPEATED ->
          shown(press, sender, account)
              .map(card ->
                  InvokeAnswer.card(OwnCard.of(card, sender.member()), CallbackResult.of(answer)))
              .orElseGet(() -> said(answer));
      case STANDING, OUTDATED, PARTLY ->
          shown(press, sender, account)
              .map(card ->
                  OwnCard.saying(
                      answer.text(), typed(press, answer), OwnCard.of(card, sender.member())))
              .map(card -> InvokeAnswer.card(card, CallbackResult.of(answer)))
              .orElseGet(() -> said(answer));
      case REFUSED, NOT_ENTITLED, OUTSIDER, INCOMPLETE, UNKNOWN_BUTTON, MALFORMED -> said(answer);
      case UNAVAILABLE -> unavailable(answer.text());
    };
  }

  /// What would be lost with the form that the card takes the place of.
  private static Optional<String> typed(ButtonPayload press, ClickAnswer answer) {
    return answer.kind() == ClickAnswer.Kind.PARTLY ? Optional.empty() : press.inputs().comment();
  }

  private static InvokeAnswer said(ClickAnswer answer) {
    return InvokeAnswer.message(answer.text(), CallbackResult.of(answer));
  }

  /// What is committed is committed: when the card cannot be read after it, words must do.
  private Optional<PersonalCard> shown(ButtonPayload press, Sender sender, AccountId account) {
    try {
      return cards.show(press.request(), sender.address(), press.messageId(), account);
    } catch (UnavailableException e) {
      log.warn("{} is answered without its card: {}", press, e.getMessage());
      return Optional.empty();
    }
  }

  private InvokeAnswer malformed(JsonNode action, Sender sender, Digest callback) {
    return malformed(door.noteMalformed(action.path("data"), sender, callback));
  }

  private static InvokeAnswer malformed(CallbackResult result) {
    return InvokeAnswer.error(400, "malformed", WhyNot.NOT_OURS.uncounted(), result);
  }

  private static InvokeAnswer refused(String code, String words, CallbackResult result) {
    log.warn("teams press refused: {}", code);
    return InvokeAnswer.message(words, result);
  }

  private static InvokeAnswer unavailable(String words) {
    return InvokeAnswer.error(500, "unavailable", words, CallbackResult.UNAVAILABLE);
  }
}

package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CardDesk;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.FormPress;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.teams.answer.DecisionDoor.Asking;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.InterventionCard;
import dev.countersign.teams.card.InterventionCard.Filled;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Shows the form of an intervention in place of the card for whoever may run it, and takes what
/// comes back. What can be mended is said above the form, which keeps what was written.
public final class InterventionDoor {
  private static final Logger log = LoggerFactory.getLogger(InterventionDoor.class);

  private final InterventionDesk desk;
  private final CardAnswers cards;
  private final DecisionDoor door;

  public InterventionDoor(InterventionDesk desk, CardDesk cards, DecisionDoor door) {
    this.desk = desk;
    this.cards = new CardAnswers(cards);
    this.door = door;
  }

  static boolean takes(ButtonPayload press) {
    return InterventionCard.intervention(press.verb()).isPresent();
  }

  /// Throws [UnavailableException] when the ledger cannot answer before anything was sent to it.
  ///
  /// @param press that [#takes] holds for
  /// @param data of the pressed button, with what was filled in
  /// @param callback over the raw body
  InvokeAnswer answer(
      ButtonPayload press, JsonNode data, Sender sender, AccountId account, Digest callback) {
    Intervention intervention = InterventionCard.intervention(press.verb()).orElseThrow();
    return switch (door.asking(press.form(account, sender.address(), callback), sender)) {
      case Asking.Unknown(ClickAnswer why) ->
          InvokeAnswer.message(why.text(), CallbackResult.of(why));
      // Whoever is no member is told so by the desk, which notes it, whatever their form says.
      case Asking.Marked(FormPress asked) ->
          press.verb().equals(InterventionCard.sending(intervention)) && !asked.outsider()
              ? sent(intervention, press, data, sender, account, callback)
              : opened(intervention, asked, "", Filled.NOTHING, CallbackResult.OK);
    };
  }

  private InvokeAnswer opened(
      Intervention intervention,
      FormPress press,
      String words,
      Filled filled,
      CallbackResult result) {
    return switch (desk.open(intervention, press)) {
      case Opened.Not(_, var why) -> InvokeAnswer.message(why, CallbackResult.NOT_ENTITLED);
      case Opened.Form(var form, var seal) ->
          InvokeAnswer.card(
              InterventionCard.of(intervention, press.reference(), form, words, filled, seal),
              result);
    };
  }

  private InvokeAnswer sent(
      Intervention intervention,
      ButtonPayload press,
      JsonNode data,
      Sender sender,
      AccountId account,
      Digest callback) {
    Filled filled =
        new Filled(
            ButtonPayload.input(data, InterventionCard.choiceId(intervention)),
            ButtonPayload.input(data, InterventionCard.noteId(intervention)));
    Answer answer =
        answer(
            new Sent(
                intervention,
                account,
                press.request(),
                filled.choice(),
                filled.note(),
                callback,
                press.token().orElse("")));
    return switch (answer) {
      case Answer.Done(var words) ->
          cards.saying(words, Optional.empty(), press, sender, account, CallbackResult.OK);
      case Answer.Refused(_, var words) ->
          cards.saying(words, filled.note(), press, sender, account, CallbackResult.REFUSED);
      case Answer.Mend(_, var words) ->
          opened(
              intervention,
              press.form(account, sender.address(), callback),
              words,
              filled,
              CallbackResult.REFUSED);
      // Without the ledger the form cannot be drawn anew; the one that was sent stays as it is.
      case Answer.Unavailable(var words) -> InvokeAnswer.message(words, CallbackResult.UNAVAILABLE);
    };
  }

  private Answer answer(Sent sent) {
    try {
      return desk.send(sent);
    } catch (UnavailableException e) {
      log.error("{} could not be recorded: {}", sent, e.getMessage());
      return Answer.unavailable();
    }
  }
}

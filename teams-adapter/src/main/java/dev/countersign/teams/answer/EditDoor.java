package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CardDesk;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.EditDesk;
import dev.countersign.card.EditDesk.Answer;
import dev.countersign.card.EditDesk.Edit;
import dev.countersign.card.EditDesk.Opened;
import dev.countersign.card.FormPress;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.teams.answer.DecisionDoor.Asking;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.DecisionActions;
import dev.countersign.teams.card.EditCard;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Shows whoever may decide a message its text in a form, and takes what comes back. What is
/// refused is said above the form, which keeps what was written.
public final class EditDoor {
  private static final Set<String> VERBS = Set.of(DecisionActions.EDIT, EditCard.SEND);
  private static final Logger log = LoggerFactory.getLogger(EditDoor.class);

  private final EditDesk desk;
  private final CardAnswers cards;
  private final DecisionDoor door;

  public EditDoor(EditDesk desk, CardDesk cards, DecisionDoor door) {
    this.desk = desk;
    this.cards = new CardAnswers(cards);
    this.door = door;
  }

  static boolean takes(ButtonPayload press) {
    return VERBS.contains(press.verb());
  }

  /// Throws [UnavailableException] when the ledger cannot answer before anything was sent to it.
  ///
  /// @param data of the pressed button, with what was filled in
  /// @param callback over the raw body
  InvokeAnswer answer(
      ButtonPayload press, JsonNode data, Sender sender, AccountId account, Digest callback) {
    return switch (door.asking(press.form(account, sender.address(), callback), sender)) {
      case Asking.Unknown(ClickAnswer why) ->
          InvokeAnswer.message(why.text(), CallbackResult.of(why));
      // Whoever is no member is told so by the desk, which notes it, whatever their form says.
      case Asking.Marked(FormPress asked) ->
          press.verb().equals(EditCard.SEND) && !asked.outsider()
              ? edited(press, data, sender, account, callback)
              : opened(asked);
    };
  }

  private InvokeAnswer opened(FormPress press) {
    return switch (desk.open(press)) {
      case Opened.Not(_, var why) -> InvokeAnswer.message(why, CallbackResult.NOT_ENTITLED);
      case Opened.Text(var about, var subject, var text, var seal) ->
          InvokeAnswer.card(
              EditCard.of(press.reference(), Optional.of(about), "", subject, text, seal),
              CallbackResult.OK);
    };
  }

  private InvokeAnswer edited(
      ButtonPayload press, JsonNode data, Sender sender, AccountId account, Digest callback) {
    Optional<String> subject = ButtonPayload.input(data, EditCard.SUBJECT);
    String text = ButtonPayload.input(data, EditCard.TEXT).orElse("");
    String seal = press.token().orElse("");
    Answer answer = answer(new Edit(account, press.request(), subject, text, callback, seal));
    return switch (answer) {
      case Answer.Asked(var words) ->
          cards.saying(words, Optional.empty(), press, sender, account, CallbackResult.OK);
      case Answer.Not not ->
          InvokeAnswer.card(
              EditCard.of(press.request(), Optional.empty(), not.words(), subject, text, seal),
              not.isUnavailable() ? CallbackResult.UNAVAILABLE : CallbackResult.REFUSED);
    };
  }

  /// The text is not lost because the ledger is away.
  private Answer answer(Edit edit) {
    try {
      return desk.edit(edit);
    } catch (UnavailableException e) {
      log.error("{} could not be recorded: {}", edit, e.getMessage());
      return Answer.Not.unavailable();
    }
  }
}

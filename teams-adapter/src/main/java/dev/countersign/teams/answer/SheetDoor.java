package dev.countersign.teams.answer;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Commands;
import dev.countersign.card.SheetAnswer;
import dev.countersign.card.UnavailableException;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.SheetCard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Takes a form that answers somebody's question, of those alone whom the connector itself calls
/// members. What can be mended is said in the form, which keeps what was written; where nothing can
/// be said of it the form that was sent stays as it is.
public final class SheetDoor {
  /// Fields that are read of a form.
  private static final int MOST_FIELDS = 20;

  private static final Logger log = LoggerFactory.getLogger(SheetDoor.class);

  private final Commands commands;
  private final Memberships memberships;
  private final AskLimit limit;

  /// @param limit the same as for questions
  public SheetDoor(Commands commands, Memberships memberships, AskLimit limit) {
    this.commands = commands;
    this.memberships = memberships;
    this.limit = limit;
  }

  /// @param data of the pressed button, with what was filled in
  /// @param callback over the raw body
  InvokeAnswer answer(JsonNode data, Sender sender, AccountId account, Digest callback) {
    Optional<String> question = AskDoor.question(data);
    if (question.isEmpty()) {
      return InvokeAnswer.error(
          400, "malformed", InvokeWords.UNKNOWN_VERB, CallbackResult.MALFORMED);
    }
    if (limit.ask(sender.member()) != AskLimit.Turn.TAKEN) {
      return InvokeAnswer.message(Commands.TOO_MANY, CallbackResult.REFUSED);
    }
    return switch (memberships.of(sender)) {
      case MEMBER -> sent(question.get(), typed(data), sender, account, callback);
      case STRANGER -> InvokeAnswer.message(InvokeWords.NO_MEMBER, CallbackResult.NOT_ENTITLED);
      case UNKNOWN -> InvokeAnswer.message(InvokeWords.NO_MEMBER, CallbackResult.UNAVAILABLE);
    };
  }

  private InvokeAnswer sent(
      String question,
      Map<String, String> typed,
      Sender sender,
      AccountId account,
      Digest callback) {
    SheetAnswer answer;
    try {
      answer =
          commands.send(
              memberships.asker(sender, account, "", Optional.of(callback)), question, typed);
    } catch (UnavailableException e) {
      log.error("a form in teams could not be recorded: {}", e.getMessage());
      answer = SheetAnswer.unavailable();
    }
    return switch (answer) {
      case SheetAnswer.Done(var words) ->
          InvokeAnswer.card(SheetCard.after("Recorded", words, List.of()), CallbackResult.OK);
      case SheetAnswer.Mend(var sheet, _, var words) ->
          InvokeAnswer.card(SheetCard.of(sheet, words), CallbackResult.REFUSED);
      case SheetAnswer.Refused(_, var words) ->
          InvokeAnswer.card(
              SheetCard.after("Not recorded", words, List.copyOf(typed.values())),
              CallbackResult.REFUSED);
      case SheetAnswer.Unavailable(var words) ->
          InvokeAnswer.message(words, CallbackResult.UNAVAILABLE);
    };
  }

  private static Map<String, String> typed(JsonNode data) {
    Map<String, String> typed = new LinkedHashMap<>();
    data.propertyNames().stream()
        .filter(name -> name.startsWith(SheetCard.INPUT))
        .limit(MOST_FIELDS)
        .forEach(name ->
            typed.put(
                name.substring(SheetCard.INPUT.length()),
                ButtonPayload.input(data, name).orElse("")));
    return typed;
  }
}

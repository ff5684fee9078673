package dev.countersign.teams.answer;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.ReplyCard;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Answers a button that asks, in the place of the card that it stands on, for its presser alone.
/// Only to those whom the connector itself calls members: the answer goes with the response, to
/// whoever sent the press.
public final class AskDoor {
  private final Commands commands;
  private final Memberships memberships;
  private final AskLimit limit;

  /// @param limit the same as for questions in messages
  public AskDoor(Commands commands, Memberships memberships, AskLimit limit) {
    this.commands = commands;
    this.memberships = memberships;
    this.limit = limit;
  }

  /// Throws [dev.countersign.card.UnavailableException] when the ledger cannot answer.
  ///
  /// @param data of the pressed button
  /// @param callback over the raw body
  InvokeAnswer answer(JsonNode data, Sender sender, AccountId asker, Digest callback) {
    Optional<String> question = question(data);
    if (question.isEmpty()) {
      return InvokeAnswer.error(
          400, "malformed", InvokeWords.UNKNOWN_VERB, CallbackResult.MALFORMED);
    }
    if (limit.ask(sender.member()) != AskLimit.Turn.TAKEN) {
      return InvokeAnswer.message(Commands.TOO_MANY, CallbackResult.REFUSED);
    }
    return switch (memberships.of(sender)) {
      case MEMBER ->
          shown(
              commands.answer(
                  memberships.asker(sender, asker, "", Optional.of(callback)), question.get()));
      case STRANGER -> InvokeAnswer.message(InvokeWords.NO_MEMBER, CallbackResult.NOT_ENTITLED);
      case UNKNOWN -> InvokeAnswer.message(InvokeWords.NO_MEMBER, CallbackResult.UNAVAILABLE);
    };
  }

  /// @param data of a pressed button, or what an old client sends of it
  static Optional<String> question(JsonNode data) {
    return ReplyCard.question(data.path(ReplyCard.QUESTION).asString(""));
  }

  private static InvokeAnswer shown(Reply reply) {
    return ReplyCard.drawn(reply)
        .map(card -> InvokeAnswer.card(card, CallbackResult.OK))
        .orElseGet(() -> InvokeAnswer.message(reply.text(), CallbackResult.OK));
  }
}

package dev.countersign.teams.answer;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.DetailsDesk.Look;
import dev.countersign.card.DetailsDesk.Shown;
import dev.countersign.people.AccountId;
import dev.countersign.teams.caller.Sender;
import dev.countersign.teams.card.DecisionActions;
import dev.countersign.teams.card.PageCard;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Shows a member of the conversation the whole of an action, a page at a time, in place of its
/// card.
public final class DetailsDoor {
  private final DetailsDesk desk;
  private final DecisionDoor door;

  public DetailsDoor(DetailsDesk desk, DecisionDoor door) {
    this.desk = desk;
    this.door = door;
  }

  static boolean takes(ButtonPayload press) {
    return press.verb().equals(DecisionActions.DETAILS);
  }

  /// Throws [UnavailableException] when the ledger cannot answer.
  ///
  /// @param data of the pressed button
  InvokeAnswer answer(ButtonPayload press, JsonNode data, Sender sender, AccountId account) {
    Optional<ClickAnswer> noMember = door.whyNoMember(sender);
    if (noMember.isPresent()) {
      return InvokeAnswer.message(noMember.get().text(), CallbackResult.of(noMember.get()));
    }
    int page = data.path(DecisionActions.PAGE).asInt(1);
    Look look = new Look(account, press.request(), sender.address(), press.messageId(), page);
    return switch (desk.look(look)) {
      case Shown.Not(var why) -> InvokeAnswer.message(why, CallbackResult.NOT_ENTITLED);
      case Shown.Page shown ->
          InvokeAnswer.card(PageCard.of(press.request(), shown), CallbackResult.OK);
    };
  }
}

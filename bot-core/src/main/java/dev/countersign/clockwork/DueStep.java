package dev.countersign.clockwork;

import dev.countersign.audit.EventCodec;
import dev.countersign.card.PostedCard;
import dev.countersign.clockwork.DueLook.Due;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.DeadlinePassed;
import dev.countersign.request.RequestEvent.Escalated;
import dev.countersign.request.RequestEvent.Reminded;
import dev.countersign.request.Transition;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What time does to a request: a pure function of the record and of what was found.
final class DueStep {
  /// Who was silent is named up to here; an entry has a bound.
  static final int MOST_NAMED = 100;

  private static final String ACTOR = "clock";
  private static final Logger log = LoggerFactory.getLogger(DueStep.class);

  private DueStep() {}

  /// What was done with one request.
  record Done(boolean expired, boolean reminded, boolean escalated) {
    static final Done NOTHING = new Done(false, false, false);

    void tell(ProposalId id) {
      if (escalated) {
        log.info("{} escalated: another group is asked, too", id);
      }
      if (reminded) {
        log.info("{}: those who have not decided are reminded", id);
      }
      if (expired) {
        log.info("{} expired; nobody decided", id);
      }
    }
  }

  static Step<Done> of(RequestRecord record, Due due) {
    if (due.events().isEmpty()) {
      return Step.nothing(Done.NOTHING);
    }
    Step.Draft draft = Step.on(record);
    boolean expired = false;
    boolean reminded = false;
    boolean escalated = false;
    for (RequestEvent event : due.events()) {
      draft.moving(
          Transition.move(draft.request(), event),
          EventCodec.fact(event, ACTOR, told(event, record, due)));
      switch (event) {
        case DeadlinePassed _ -> expired = true;
        case Reminded _ -> reminded = true;
        case Escalated _ -> escalated = true;
        default -> throw new IllegalStateException("time does not bring about " + event);
      }
    }
    if (expired) {
      draft.ordering(CardOrders.onceDecided(record.cards()));
    } else {
      if (escalated) {
        draft.ordering(CardOrders.whileAsked(record, draft.request(), due.places()));
      }
      if (reminded) {
        draft.ordering(reminders(record, due));
      }
    }
    return draft.answering(new Done(expired, reminded && !expired, escalated));
  }

  /// Where a card stands: one that is just coming reminds by itself.
  private static Set<DeliveryOrder> reminders(RequestRecord record, Due due) {
    return record.cards().stream()
        .map(PostedCard::address)
        .filter(due.places()::contains)
        .map(place -> new DeliveryOrder(DeliveryKind.REMIND, place.toString()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What an auditor wants to know beside the event: who was asked, and who was silent.
  private static JsonObject told(RequestEvent event, RequestRecord record, Due due) {
    return switch (event) {
      case Reminded(int number, _) ->
          silent(due)
              .put("percent", record.request().remindAt().get(number - 1))
              .put(
                  "groups",
                  JsonArray.ofStrings(
                      record.request().asked().stream().map(GroupName::value).toList()))
              .build();
      case Escalated(int index, _) -> {
        Stage stage = record.request().stages().get(index);
        yield silent(due)
            .put("group", stage.group().value())
            .put("to", stage.escalation().map(Escalation::to).map(GroupName::value).orElseThrow())
            .build();
      }
      default -> JsonObject.EMPTY;
    };
  }

  private static JsonObject.Builder silent(Due due) {
    return JsonObject.builder()
        .put(
            "silent",
            JsonArray.ofStrings(
                due.silent().stream().limit(MOST_NAMED).map(PersonId::value).toList()))
        .put("silent_persons", due.silent().size());
  }
}

package dev.countersign.decision;

import dev.countersign.audit.EventCodec;
import dev.countersign.card.DeadlineDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.Extension;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import dev.countersign.request.RequestEvent.Extended;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Transition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a deadline off for whoever may decide by then, as far as the ruling lets them. It decides
/// nothing, and brings nothing nearer to execution.
public final class DeadlineExtension implements DeadlineDesk {
  private static final Logger log = LoggerFactory.getLogger(DeadlineExtension.class);

  private static final String UNKNOWN =
      "Countersign knows no such request that would be yours to decide. " + WhyNot.ID;
  private static final String NOT_RULED =
      "The policy does not let this deadline be put off. Please decide by then, or let the agent"
          + " propose it again.";
  private static final String USED_UP =
      "This deadline was put off as often as the policy lets it be.";
  private static final String AT_THE_END =
      "This deadline cannot be put off any further: approvals have to come close together, and no"
          + " request waits for more than 30 days.";

  private final Steps steps;
  private final Directory directory;
  private final CardOrders orders;

  public DeadlineExtension(Steps steps, Directory directory, CardOrders orders) {
    this.steps = steps;
    this.directory = directory;
    this.orders = orders;
  }

  /// What is to be known beside the record.
  ///
  /// @param entitlement of the asker, by the people of the moment
  private record Around(Entitlement entitlement, Set<ChatAddress> places) {}

  /// @param until empty where the deadline stays
  private record Answer(String words, Optional<Instant> until) {
    static Answer stays(String why) {
      return new Answer(why, Optional.empty());
    }
  }

  @Override
  public String extend(AccountId asker, String id) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return WhyNot.UNLINKED.said();
    }
    Optional<Answer> answer =
        ProposalId.parse(id).flatMap(request -> extended(request, person.get(), asker, people));
    if (answer.flatMap(Answer::until).isPresent()) {
      log.info("{}: the deadline was put off until {}", id, answer.get().until().get());
    }
    return answer.map(Answer::words).orElse(UNKNOWN);
  }

  private Optional<Answer> extended(
      ProposalId id, Person person, AccountId asker, Directory people) {
    return steps.run(
        id,
        record ->
            new Around(
                record.entitlement(person, people), orders.places(record.request(), record.now())),
        (record, around) -> step(record, around, person, asker));
  }

  private static Step<Answer> step(
      RequestRecord record, Around around, Person person, AccountId asker) {
    if (around.entitlement() != Entitlement.ENTITLED) {
      return Step.nothing(Answer.stays(UNKNOWN));
    }
    Optional<Extension> extension = record.request().extension();
    if (extension.isEmpty() || !(record.request().state() instanceof Pending pending)) {
      return Step.nothing(Answer.stays(NOT_RULED));
    }
    if (!record.now().isBefore(record.request().deadline())) {
      return Step.nothing(Answer.stays(WhyNot.TOO_LATE.said()));
    }
    int left = extension.get().times() - pending.extended();
    if (left < 1) {
      return Step.nothing(Answer.stays(USED_UP));
    }
    return record
        .request()
        .extendedDeadline()
        .map(later -> extended(record, around, person, asker, later, left - 1))
        .orElseGet(() -> Step.nothing(Answer.stays(AT_THE_END)));
  }

  private static Step<Answer> extended(
      RequestRecord record,
      Around around,
      Person person,
      AccountId asker,
      Instant later,
      int left) {
    Extended event = new Extended(person.id(), later, record.now());
    return Step.on(record)
        .moving(
            Transition.move(record.request(), event),
            EventCodec.fact(
                event,
                "person:" + person.id(),
                JsonObject.builder()
                    .put("surface", WireName.of(asker.surface()))
                    .put("from", record.request().deadline())
                    .build()))
        .ordering(CardOrders.whileAsked(record, record.request(), around.places()))
        .before(record.request().deadline())
        .answering(
            new Answer(
                "You have until "
                    + CardComposer.deadline(later)
                    + " now. "
                    + (left == 0
                        ? "It cannot be put off again."
                        : "It can be put off "
                            + (left == 1 ? "once more." : left + " more times.")),
                Optional.of(later)));
  }
}

package dev.countersign.decision;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes who asked for a form that is not theirs, or sent one, as refused presses of decisions are
/// noted: once for each account, form, request and reason that this replica remembers.
final class RefusedForms {
  /// What the person is or is not to the request, or that the form is none of the gate's. Any other
  /// reason is how the request stands, and says nothing of who asked.
  private static final Set<ClickRefusal> WORTH_NOTING =
      Set.of(
          ClickRefusal.BAD_TOKEN,
          ClickRefusal.EXPIRED_TOKEN,
          ClickRefusal.UNKNOWN_BUTTON,
          ClickRefusal.OUTSIDER,
          ClickRefusal.UNLINKED_ACCOUNT,
          ClickRefusal.CONFLICTED,
          ClickRefusal.NOT_ELIGIBLE,
          ClickRefusal.OTHER_FUNCTION);

  private static final Logger log = LoggerFactory.getLogger(RefusedForms.class);

  private final Steps steps;
  private final RefusedClicks noted = new RefusedClicks();

  RefusedForms(Steps steps) {
    this.steps = steps;
  }

  /// @param form its wire name
  /// @param place where the button stood; empty for a form that was sent, which does not say
  record Asked(
      String form,
      AccountId account,
      Optional<Person> person,
      String reference,
      Optional<Place> place,
      Digest callback) {}

  record Place(ChatAddress address, String messageId) {}

  /// Nothing is noted of a form that was refused for how the request stands, not for who asked.
  /// What cannot be noted, since the store does not answer or the record is damaged, is logged.
  ///
  /// @param code why, as the wire name of a [ClickRefusal]; another is how the request stands
  void note(Asked asked, String code) {
    Optional<ClickRefusal> reason =
        WireName.parse(ClickRefusal.class, code).filter(WORTH_NOTING::contains);
    Optional<ProposalId> request = ProposalId.parse(asked.reference());
    if (reason.isEmpty() || request.isEmpty()) {
      return;
    }
    RefusedClicks.Source source =
        new RefusedClicks.Source(asked.form() + " " + request.get(), asked.account());
    if (noted.isNoted(source, reason.get())) {
      return;
    }
    try {
      if (steps.run(request.get(), record -> step(record, asked, reason.get())).orElse(false)) {
        noted.remember(source, reason.get());
      }
    } catch (LedgerUnavailableException | DamagedRecordException e) {
      log.warn("a refused form of {} is not noted: {}", request.get(), e.getMessage());
    }
  }

  private static Step<Boolean> step(RequestRecord record, Asked asked, ClickRefusal reason) {
    return record.head().seq() >= PressStep.MOST_ENTRIES
        ? Step.nothing(false)
        : Step.on(record).noting(fact(asked, reason)).answering(true);
  }

  private static AuditFact fact(Asked asked, ClickRefusal reason) {
    return new AuditFact(
        EntryType.CLICK_REFUSED,
        "account:" + asked.account(),
        JsonObject.builder()
            .put("reason", WireName.of(reason))
            .put("person", asked.person().map(person -> person.id().value()).orElse(null))
            .put("form", asked.form())
            .put("address", address(asked))
            .put("message", asked.place().map(Place::messageId).orElse(null))
            .put("callback", asked.callback().value())
            .build());
  }

  private static @Nullable String address(Asked asked) {
    return asked.place().map(place -> place.address().toString()).orElse(null);
  }
}

package dev.countersign.decision;

import dev.countersign.audit.AskedAgain.Kind;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way to what people ask for beside their decision: who asks is looked up, the request
/// found, and each intervention has its own class.
public final class Interventions implements InterventionDesk {
  private static final Logger log = LoggerFactory.getLogger(Interventions.class);

  private final Ledger ledger;
  private final Directory directory;
  private final Escalations escalations;
  private final AskingAgain again;
  private final ProblemReports problems;

  /// @param problems the same that takes them in words
  public Interventions(
      Ledger ledger,
      Steps steps,
      Directory directory,
      CardOrders orders,
      RecordProof proof,
      ProblemReports problems) {
    this.ledger = ledger;
    this.directory = directory;
    this.escalations = new Escalations(steps, orders);
    this.again = new AskingAgain(steps, proof);
    this.problems = problems;
  }

  @Override
  public Opened open(Intervention intervention, AccountId asker, String reference) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return new Opened.Not(WhyNot.UNLINKED.said());
    }
    return find(reference)
        .map(record ->
            switch (intervention) {
              case ESCALATE -> Escalations.open(record, person.get(), people);
              case RETRY -> AskingAgain.open(Kind.RETRY, record, person.get(), people);
              case RESUBMIT -> AskingAgain.open(Kind.RESUBMIT, record, person.get(), people);
              case PROBLEM -> ProblemReports.open(record, person.get(), people);
            })
        .orElseGet(() -> new Opened.Not(WhyNot.UNKNOWN_REQUEST));
  }

  private Optional<RequestRecord> find(String reference) {
    try {
      return ProposalId.parse(reference).flatMap(ledger::find);
    } catch (DamagedRecordException e) {
      log.error("no form opens for it: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Answer send(Sent sent) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(sent.asker());
    if (person.isEmpty()) {
      return new Answer.Refused("unlinked_account", WhyNot.UNLINKED.said());
    }
    Answer answer =
        ProposalId.parse(sent.reference())
            .flatMap(id ->
                switch (sent.intervention()) {
                  case ESCALATE -> escalations.send(id, sent, person.get(), people);
                  case RETRY -> again.send(Kind.RETRY, id, person.get(), people, sent.note());
                  case RESUBMIT -> again.send(Kind.RESUBMIT, id, person.get(), people, sent.note());
                  case PROBLEM -> problems.report(id, person.get(), people, sent.note().orElse(""));
                })
            .orElseGet(() -> new Answer.Refused("unknown_request", WhyNot.UNKNOWN_REQUEST));
    if (answer instanceof Answer.Refused(var code, _)) {
      log.info("{} was not taken: {}", sent, code);
    }
    return answer;
  }
}

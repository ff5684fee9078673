package dev.countersign.decision;

import dev.countersign.audit.AskedAgain.Kind;
import dev.countersign.card.FormPress;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.UndoDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.ButtonSeals;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way to what people ask for beside their decision: who asks is looked up, the request
/// found, and each intervention has its own class.
public final class Interventions implements InterventionDesk {
  private static final String OUTSIDER = WireName.of(ClickRefusal.OUTSIDER);
  private static final String UNLINKED = WireName.of(ClickRefusal.UNLINKED_ACCOUNT);
  private static final Logger log = LoggerFactory.getLogger(Interventions.class);

  private final Ledger ledger;
  private final Directory directory;
  private final Escalations escalations;
  private final Reconciliation reconciliation;
  private final AskingAgain again;
  private final UndoDesk undos;
  private final ProblemReports problems;
  private final RefusedForms refused;
  private final FormSeals seals;

  /// @param problems the same that takes them in words
  public Interventions(
      Ledger ledger,
      Steps steps,
      Directory directory,
      CardOrders orders,
      RecordProof proof,
      UndoDesk undos,
      ProblemReports problems,
      ButtonSeals seals) {
    this.seals = new FormSeals(seals);
    this.ledger = ledger;
    this.directory = directory;
    this.escalations = new Escalations(steps, orders);
    this.reconciliation = new Reconciliation(steps, proof);
    this.again = new AskingAgain(steps, proof);
    this.undos = undos;
    this.problems = problems;
    this.refused = new RefusedForms(steps);
  }

  @Override
  public Opened open(Intervention intervention, FormPress press) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(press.account());
    Opened opened =
        press.outsider()
            ? new Opened.Not(OUTSIDER, WhyNot.OUTSIDER.said())
            : person
                .map(who -> open(intervention, press.reference(), who, people))
                .orElseGet(() -> new Opened.Not(UNLINKED, WhyNot.UNLINKED.said()));
    if (opened instanceof Opened.Form(var form, _)) {
      return new Opened.Form(
          form, seals.of(WireName.of(intervention), press.reference(), press.account()));
    }
    if (opened instanceof Opened.Not(var code, _)) {
      refused.note(
          new RefusedForms.Asked(
              WireName.of(intervention),
              press.account(),
              person,
              press.reference(),
              Optional.of(new RefusedForms.Place(press.address(), press.messageId())),
              press.callback()),
          code);
    }
    return opened;
  }

  private Opened open(
      Intervention intervention, String reference, Person person, Directory people) {
    return find(reference)
        .map(record ->
            switch (intervention) {
              case ESCALATE -> Escalations.open(record, person, people);
              case RECONCILE -> Reconciliation.open(record, person, people);
              case RETRY -> AskingAgain.open(Kind.RETRY, record, person, people);
              case RESUBMIT -> AskingAgain.open(Kind.RESUBMIT, record, person, people);
              case UNDO ->
                  undos
                      .open(record.request().id(), person, people)
                      .orElseGet(() -> new Opened.Not("unknown_request", WhyNot.UNKNOWN_REQUEST));
              case PROBLEM -> ProblemReports.open(record, person, people);
            })
        .orElseGet(() -> new Opened.Not("unknown_request", WhyNot.UNKNOWN_REQUEST));
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
    if (sent.outsider()) {
      return refused(sent, person, OUTSIDER, WhyNot.OUTSIDER.said());
    }
    Optional<FormSeals.Flaw> flaw =
        seals.flaw(sent.seal(), WireName.of(sent.intervention()), sent.reference(), sent.asker());
    if (flaw.isPresent()) {
      return refused(sent, person, WireName.of(flaw.get().reason()), flaw.get().words());
    }
    if (person.isEmpty()) {
      return refused(sent, person, UNLINKED, WhyNot.UNLINKED.said());
    }
    Answer answer =
        ProposalId.parse(sent.reference())
            .flatMap(id ->
                switch (sent.intervention()) {
                  case ESCALATE -> escalations.send(id, sent, person.get(), people);
                  case RECONCILE -> reconciliation.send(id, sent, person.get(), people);
                  case RETRY -> again.send(Kind.RETRY, id, person.get(), people, sent.note());
                  case RESUBMIT -> again.send(Kind.RESUBMIT, id, person.get(), people, sent.note());
                  case UNDO -> undo(id, sent, person.get(), people);
                  case PROBLEM -> problems.report(id, person.get(), people, sent.note().orElse(""));
                })
            .orElseGet(() -> new Answer.Refused("unknown_request", WhyNot.UNKNOWN_REQUEST));
    return answer instanceof Answer.Refused(var code, var words)
        ? refused(sent, person, code, words)
        : answer;
  }

  private Optional<Answer> undo(ProposalId id, Sent sent, Person person, Directory people) {
    String note = sent.note().orElse("");
    if (RemarksReader.isBlank(note)) {
      return Optional.of(new Answer.Mend(Input.NOTE, UndoDesk.SAY_WHY));
    }
    return RemarksReader.isKeepable(note, UndoDesk.LONGEST_NOTE)
        ? undos.ask(id, sent, note, person, people)
        : Optional.of(new Answer.Mend(Input.NOTE, WhyNot.shorterNote(UndoDesk.LONGEST_NOTE)));
  }

  private Answer refused(Sent sent, Optional<Person> person, String code, String words) {
    log.info("{} was not taken: {}", sent, code);
    refused.note(
        new RefusedForms.Asked(
            WireName.of(sent.intervention()),
            sent.asker(),
            person,
            sent.reference(),
            Optional.empty(),
            sent.callback()),
        code);
    return new Answer.Refused(code, words);
  }
}

package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.UndoDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Invalid;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.intake.IntakeResult.Malformed;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.UndoOf;
import dev.countersign.proposal.UndoReason;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Proposes that what was done be undone, for a person or for the agent that had proposed it. The
/// reverse is the gate's, from what it compared and read in the transaction of the change; it takes
/// the way of every proposal of that agent, and who asked for it does not decide it.
public final class Undos implements UndoDesk, AgentUndos {
  private static final Logger log = LoggerFactory.getLogger(Undos.class);

  private final IntakeDesk intake;
  private final Ledger ledger;
  private final Directory directory;
  private final Soundness soundness;
  private final ActionExecutor executor;

  public Undos(
      IntakeDesk intake,
      Ledger ledger,
      Directory directory,
      Soundness soundness,
      ActionExecutor executor) {
    this.intake = intake;
    this.ledger = ledger;
    this.directory = directory;
    this.soundness = soundness;
    this.executor = executor;
  }

  @Override
  public Optional<IntakeResult> undo(
      Agent agent, ProposalId id, byte[] body, Optional<String> idempotencyKey) {
    return ledger
        .find(id)
        .filter(record -> record.proposal().agent().equals(agent.id()))
        .map(record ->
            switch (UndoReason.read(body)) {
              case UndoReason.Malformed(var code, var pointer, int offset, var detail) ->
                  new Malformed(code, pointer, offset, detail);
              case UndoReason.Invalid(var errors) -> new Invalid(errors);
              case UndoReason.Given(var rationale) ->
                  undo(agent, record, rationale, idempotencyKey);
            });
  }

  private IntakeResult undo(
      Agent agent,
      RequestRecord record,
      Optional<String> rationale,
      Optional<String> idempotencyKey) {
    return switch (reverse(record, proved(record))) {
      case ReverseChange.None(var code, var why) ->
          IntakeWords.notPrepared(Kind.CONFLICT, code, why);
      case ReverseChange.Of reverse ->
          intake.prepared(
              agent,
              new ProposedAnew(record).reverse(reverse, rationale),
              new Undoing(
                  new UndoOf(
                      record.request().id(),
                      record.request().action(),
                      Optional.empty(),
                      Optional.empty()),
                  agent.id(),
                  Optional.empty()),
              idempotencyKey);
    };
  }

  private ReverseChange reverse(RequestRecord record, List<AuditEntry> chain) {
    return ReverseChange.of(record, chain, executor.operations(record.proposal().action()));
  }

  private List<AuditEntry> proved(RequestRecord record) {
    List<AuditEntry> chain = ledger.audit(record.request().id());
    soundness.require(record, chain);
    return chain;
  }

  @Override
  public Optional<Opened> open(ProposalId id, Person person, Directory people) {
    return ledger.find(id).map(record -> open(record, person, people));
  }

  private Opened open(RequestRecord record, Person person, Directory people) {
    Optional<Answer.Refused> whyNot = whyNot(record, person, people);
    if (whyNot.isPresent()) {
      return new Opened.Not(whyNot.get().code(), whyNot.get().words());
    }
    return switch (reverse(record, ledger.audit(record.request().id()))) {
      case ReverseChange.None(var code, var why) -> new Opened.Not(code, why);
      case ReverseChange.Of _ ->
          new Opened.Form(
              new InterventionForm(
                  "Undo",
                  CardComposer.topic(record, true),
                  Optional.empty(),
                  new InterventionForm.Note(
                      "Why should it be undone? Others decide it.", true, LONGEST_NOTE, SAY_WHY),
                  "Propose it"));
    };
  }

  private static Optional<Answer.Refused> whyNot(
      RequestRecord record, Person person, Directory people) {
    if (!record.isShownTo(person, people)) {
      return Optional.of(new Answer.Refused("not_eligible", WhyNot.UNKNOWN_REQUEST));
    }
    return record
        .actsFor()
        .filter(person.id()::equals)
        .map(_ ->
            new Answer.Refused(
                "conflict", "This was proposed for you, so ask the agent to have it undone."));
  }

  @Override
  public Optional<Answer> ask(
      ProposalId id, Sent sent, String note, Person person, Directory people) {
    return find(id).map(record -> ask(record, sent, note, person, people));
  }

  private Optional<RequestRecord> find(ProposalId id) {
    try {
      return ledger.find(id);
    } catch (DamagedRecordException e) {
      log.error("it cannot be undone: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private Answer ask(
      RequestRecord record, Sent sent, String note, Person person, Directory people) {
    Optional<Answer.Refused> whyNot = whyNot(record, person, people);
    if (whyNot.isPresent()) {
      return whyNot.get();
    }
    Optional<Agent> agent = directory.asOfNow().agent(record.proposal().agent());
    if (agent.isEmpty()) {
      return new Answer.Refused("agent_unregistered", WhyNot.AGENT_UNREGISTERED);
    }
    try {
      return switch (reverse(record, proved(record))) {
        case ReverseChange.None(var code, var why) -> new Answer.Refused(code, why);
        case ReverseChange.Of reverse ->
            answer(
                record,
                intake.prepared(
                    agent.get(),
                    new ProposedAnew(record).reverse(reverse, Optional.empty()),
                    undoing(record, sent, person, people, note),
                    Optional.empty()));
      };
    } catch (UnsoundRecordException e) {
      log.error("{}; run `countersign verify`", e.getMessage());
      return new Answer.Refused(
          "record_unsound",
          "What is stored of this is not as it was written, so nothing was proposed. Please tell"
              + " your administrator.");
    }
  }

  private static Undoing undoing(
      RequestRecord record, Sent sent, Person person, Directory people, String note) {
    return new Undoing(
        new UndoOf(
            record.request().id(),
            record.request().action(),
            Optional.of(person.id()),
            Optional.of(note)),
        record.proposal().agent(),
        Optional.of(new Undoing.Asker(person, sent.asker(), sent.callback(), people)));
  }

  private static Answer answer(RequestRecord record, IntakeResult result) {
    ProposalId id = record.request().id();
    return switch (result) {
      case Recorded(var undo, _, boolean attached, _) -> {
        log.info("{} is to be undone by {}", id, undo);
        yield new Answer.Done(
            attached
                ? "Undoing it is asked about already, as " + undo + "."
                : "Undoing it is asked about now, as "
                    + undo
                    + ". Nothing is undone before others approve it: you asked for it, so you do"
                    + " not decide it.");
      }
      case Declined(var reason, _, var detail, _) ->
          new Answer.Refused(
              reason.code(),
              reason.kind() == Kind.TOO_MANY
                  ? "Too much waits here, or was asked lately, for undoing it to be asked about."
                      + " Please try again later."
                  : detail);
      case Invalid(var errors) -> unproposable(id, errors.getFirst().pointer());
      case Malformed(var code, _, _, _) -> unproposable(id, code);
    };
  }

  private static Answer unproposable(ProposalId id, String what) {
    log.warn("{} cannot be undone: {}", id, what);
    return new Answer.Refused("invalid_undo", "What undoes it cannot be proposed as it is.");
  }
}

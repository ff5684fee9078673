package dev.countersign.decision;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EventCodec;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestEvent.ExecutionReconciled;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what a person found in the target system about an action of which nobody knows whether it
/// happened. The first who says it settles it, as their own word; nothing is sent because of it.
///
/// Whoever was asked may; of what nobody was asked about, because a policy allowed it by itself,
/// whoever administers the deployment. Nobody on the side that proposed it: an agent's owner could
/// have a success that was none.
final class Reconciliation {
  private static final String HAPPENED = "It happened";
  private static final String DID_NOT = "It did not happen";

  private static final String SHORTER = WhyNot.shorterNote(Reconciled.LONGEST_NOTE);
  private static final String SAY_HOW = "Please say how you know, for whoever reads it later.";
  private static final String CHOOSE = "Please say whether it happened.";
  private static final String NOT_SO =
      "Nothing was recorded: what became of it is known, or not yet to be asked. ";

  private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

  private final Steps steps;
  private final RecordProof proof;

  Reconciliation(Steps steps, RecordProof proof) {
    this.steps = steps;
    this.proof = proof;
  }

  static Opened open(RequestRecord record, Person person, Directory people) {
    return whyNot(record, person, people)
        .<Opened>map(refused -> new Opened.Not(refused.code(), refused.words()))
        .orElseGet(() ->
            new Opened.Form(
                new InterventionForm(
                    "Say what happened",
                    CardComposer.topic(record, true),
                    Optional.of(
                        new InterventionForm.Choice(
                            "What did you find in the target system?",
                            List.of(HAPPENED, DID_NOT),
                            CHOOSE)),
                    new InterventionForm.Note(
                        "How do you know? It stays on the card.",
                        true,
                        Reconciled.LONGEST_NOTE,
                        SAY_HOW),
                    "Record it")));
  }

  /// Whether it is a person's business, on whichever side they are.
  static boolean isTheirsToSay(RequestRecord record, Person person, Directory people) {
    return record.isShownTo(person, people)
        || (nobodyWasAsked(record) && people.consoleRoles(person).contains(ConsoleRole.ADMIN));
  }

  static boolean nobodyWasAsked(RequestRecord record) {
    return record.ruling().stages().isEmpty();
  }

  private static Optional<Answer.Refused> whyNot(
      RequestRecord record, Person person, Directory people) {
    if (!isTheirsToSay(record, person, people)) {
      return Optional.of(
          new Answer.Refused(WireName.of(ClickRefusal.NOT_ELIGIBLE), WhyNot.UNKNOWN_REQUEST));
    }
    if (record.conflicted(people).contains(person.id())) {
      return Optional.of(
          new Answer.Refused(
              "conflict",
              "Nothing was recorded: the action is yours, or was proposed for you, so somebody else"
                  + " has to say what became of it."));
    }
    return record.request().state() instanceof Approved(_, _, Unknown _)
        ? Optional.empty()
        : Optional.of(
            new Answer.Refused("not_so", NOT_SO + ClickWords.alreadyDecided(record).text()));
  }

  /// What is to be known beside the record.
  ///
  /// @param event empty where nothing is recorded
  /// @param detail of an unsound record: where, and why
  /// @param people by whom it is theirs to say
  private record Look(
      Answer answer, Optional<ExecutionReconciled> event, String detail, Optional<Digest> people) {
    static Look nothing(Answer answer) {
      return new Look(answer, Optional.empty(), "", Optional.empty());
    }
  }

  Optional<Answer> send(ProposalId id, Sent sent, Person person, Directory people) {
    Optional<Look> done = run(id, sent, person, people);
    done.ifPresent(look -> follow(id, person, look));
    return done.map(Look::answer);
  }

  private Optional<Look> run(ProposalId id, Sent sent, Person person, Directory people) {
    return steps.runOnChain(
        id,
        (record, chain) -> look(record, chain, sent, person, people),
        (record, look) -> step(record, look, sent));
  }

  private Look look(
      RequestRecord record,
      Supplier<List<AuditEntry>> chain,
      Sent sent,
      Person person,
      Directory people) {
    Optional<Boolean> happened = sent.choice().flatMap(Reconciliation::happened);
    String note = sent.note().orElse("");
    if (happened.filter(said -> isSaid(record, person, said, note)).isPresent()) {
      return Look.nothing(recorded());
    }
    Optional<Answer.Refused> whyNot = whyNot(record, person, people);
    if (whyNot.isPresent()) {
      return Look.nothing(whyNot.get());
    }
    if (happened.isEmpty()) {
      return Look.nothing(new Answer.Mend(Input.CHOICE, CHOOSE));
    }
    if (RemarksReader.isBlank(note)) {
      return Look.nothing(new Answer.Mend(Input.NOTE, SAY_HOW));
    }
    if (!RemarksReader.isKeepable(note, Reconciled.LONGEST_NOTE)) {
      return Look.nothing(new Answer.Mend(Input.NOTE, SHORTER));
    }
    return switch (proof.of(record, chain.get())) {
      case RecordProof.Finding.Sound _ ->
          new Look(
              recorded(),
              Optional.of(new ExecutionReconciled(person.id(), happened.get(), note, record.now())),
              "",
              people.version());
      case RecordProof.Finding.Unsound(var place, var why) ->
          new Look(
              new Answer.Refused("record_unsound", ClickWords.UNSOUND_AFTERWARDS),
              Optional.empty(),
              place + ": " + why,
              Optional.empty());
    };
  }

  private static Optional<Boolean> happened(String choice) {
    return switch (choice) {
      case HAPPENED -> Optional.of(true);
      case DID_NOT -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// The same form once more.
  private static boolean isSaid(
      RequestRecord record, Person person, boolean happened, String note) {
    return record.request().state() instanceof Approved(_, _, Reconciled end)
        && end.by().equals(person.id())
        && end.happened() == happened
        && end.note().equals(note);
  }

  private static Answer recorded() {
    return new Answer.Done(
        "What you found is recorded as your word. The card and the agent say so; nothing was"
            + " sent.");
  }

  private static Step<Look> step(RequestRecord record, Look look, Sent sent) {
    return look.event()
        .map(event ->
            Step.on(record)
                .moving(
                    Transition.move(record.request(), event),
                    EventCodec.fact(
                        event,
                        "person:" + event.by(),
                        sent.asker()
                            .putInto(JsonObject.builder())
                            .put("callback", sent.callback().value())
                            .put("people", look.people().map(Digest::value).orElse(null))
                            .build()))
                .ordering(CardOrders.onceDecided(record))
                .answering(look))
        .orElseGet(() -> Step.nothing(look));
  }

  private static void follow(ProposalId id, Person person, Look look) {
    look.event()
        .ifPresent(event ->
            log.info(
                "{} said of {} that it {}",
                person.id(),
                id,
                event.happened() ? "happened" : "did not happen"));
    if (!look.detail().isEmpty()) {
      log.error(
          "{} is not as it was written, so nothing is recorded of it: {}; run `countersign verify`",
          id,
          look.detail());
    }
  }
}

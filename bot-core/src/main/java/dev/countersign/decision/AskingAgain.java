package dev.countersign.decision;

import dev.countersign.audit.AskedAgain;
import dev.countersign.audit.AskedAgain.Kind;
import dev.countersign.audit.AuditFact;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.drawing.Offered;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes that somebody wants an agent to propose anew what is over: one entry of each person, which
/// the agent reads. It executes nothing, and what the agent proposes then is decided anew.
final class AskingAgain {
  /// UTF-16 units of a note for the agent.
  static final int LONGEST = 500;

  private static final String NOT_SO =
      "Nothing was recorded: this is not, or no longer, where the agent could be asked for it. ";

  private final PostDecisionNotes notes;

  AskingAgain(Steps steps, RecordProof proof) {
    this.notes = new PostDecisionNotes(steps, proof);
  }

  private static PostDecisionNotes.Kind kind(Kind kind) {
    return new PostDecisionNotes.Kind(
        record -> Offered.again(record.request()).filter(kind::equals).isPresent(),
        entries ->
            AskedAgain.in(entries).stream()
                .filter(one -> one.kind() == kind)
                .map(AskedAgain::person)
                .collect(Collectors.toUnmodifiableSet()));
  }

  static Opened open(Kind kind, RequestRecord record, Person person, Directory people) {
    if (!record.concerns(person, people)) {
      return new Opened.Not(WireName.of(ClickRefusal.NOT_ELIGIBLE), WhyNot.UNKNOWN_REQUEST);
    }
    return kind(kind).fits().test(record)
        ? new Opened.Form(
            new InterventionForm(
                kind == Kind.RETRY ? "Ask agent to retry" : "Ask agent to resubmit",
                CardComposer.topic(record, record.isShownTo(person, people)),
                Optional.empty(),
                new InterventionForm.Note(
                    "What should the agent check, or do differently?", false, LONGEST, ""),
                "Ask the agent"))
        : new Opened.Not("not_so", NOT_SO + ClickWords.alreadyDecided(record).text());
  }

  Optional<Answer> send(
      Kind kind, ProposalId id, Person person, Directory people, Optional<String> note) {
    Optional<String> said = note.filter(text -> !RemarksReader.isBlank(text));
    return notes
        .note(id, person, people, kind(kind), at -> fact(kind, person, said, at))
        .map(outcome -> answer(id, outcome));
  }

  private static Optional<AuditFact> fact(
      Kind kind, Person person, Optional<String> note, Instant at) {
    return note.filter(text -> !RemarksReader.isKeepable(text, LONGEST)).isPresent()
        ? Optional.empty()
        : Optional.of(new AskedAgain(person.id(), kind, note, at).fact());
  }

  private static Answer answer(ProposalId id, PostDecisionNotes.Outcome outcome) {
    return switch (outcome) {
      case NOT_THEIRS ->
          new Answer.Refused(WireName.of(ClickRefusal.NOT_ELIGIBLE), WhyNot.UNKNOWN_REQUEST);
      case NOT_NOW -> new Answer.Refused("not_so", NOT_SO.strip());
      case UNSOUND -> new Answer.Refused("record_unsound", ClickWords.UNSOUND_AFTERWARDS);
      case BEFORE ->
          new Answer.Done("You have asked the agent about " + id + " before; nothing was added.");
      case TOO_MANY ->
          new Answer.Refused(
              "too_many_reports",
              PostDecisionNotes.MOST
                  + " people have asked the agent about it already; nothing was added.");
      case UNKEEPABLE -> new Answer.Mend(Input.NOTE, WhyNot.shorterNote(LONGEST));
      case RECORDED ->
          new Answer.Done(
              "The agent reads that you asked, with the request. Nothing is executed by it: what"
                  + " the agent proposes then is decided anew.");
    };
  }
}

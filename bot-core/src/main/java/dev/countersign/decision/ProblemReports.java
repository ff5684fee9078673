package dev.countersign.decision;

import dev.countersign.audit.ReportedProblem;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.ProblemDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes what people say was wrong with a decision: one entry of each person, which moves nothing.
public final class ProblemReports implements ProblemDesk {
  /// So many persons of one request; more would say nothing new.
  static final int MOST = PostDecisionNotes.MOST;

  private static final String WORDS_WANTED =
      "Nothing was recorded. Please say what was wrong, in at most "
          + LONGEST
          + " characters: problem <id> <what is wrong>.";

  private static final PostDecisionNotes.Kind PROBLEM =
      new PostDecisionNotes.Kind(
          record -> record.request().state().isDecided(),
          entries ->
              ReportedProblem.in(entries).stream()
                  .map(ReportedProblem::person)
                  .collect(Collectors.toUnmodifiableSet()));

  private final Directory directory;
  private final PostDecisionNotes notes;

  public ProblemReports(Steps steps, Directory directory, RecordProof proof) {
    this.directory = directory;
    this.notes = new PostDecisionNotes(steps, proof);
  }

  @Override
  public String report(AccountId asker, String id, String words) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(asker);
    if (person.isEmpty()) {
      return WhyNot.UNLINKED.said();
    }
    return ProposalId.parse(id)
        .flatMap(request -> report(request, person.get(), people, words))
        .map(Answer::words)
        .orElse(WhyNot.UNKNOWN_REQUEST);
  }

  static Opened open(RequestRecord record, Person person, Directory people) {
    if (!record.concerns(person, people)) {
      return new Opened.Not(WireName.of(ClickRefusal.NOT_ELIGIBLE), WhyNot.UNKNOWN_REQUEST);
    }
    return PROBLEM.fits().test(record)
        ? new Opened.Form(
            new InterventionForm(
                "Report a problem",
                CardComposer.topic(record, record.isShownTo(person, people)),
                Optional.empty(),
                new InterventionForm.Note(
                    "What was wrong with the decision?",
                    true,
                    LONGEST,
                    "Please say what was wrong."),
                "Report"))
        : new Opened.Not("not_decided", notDecided(record.request().id()));
  }

  Optional<Answer> report(ProposalId id, Person person, Directory people, String words) {
    return notes
        .note(
            id,
            person,
            people,
            PROBLEM,
            _ ->
                isKeepable(words)
                    ? Optional.of(new ReportedProblem(person.id(), words).fact())
                    : Optional.empty())
        .map(outcome -> answer(id, outcome));
  }

  private static Answer answer(ProposalId id, PostDecisionNotes.Outcome outcome) {
    return switch (outcome) {
      case NOT_THEIRS ->
          new Answer.Refused(WireName.of(ClickRefusal.NOT_ELIGIBLE), WhyNot.UNKNOWN_REQUEST);
      case NOT_NOW -> new Answer.Refused("not_decided", notDecided(id));
      case UNSOUND -> new Answer.Refused("record_unsound", ClickWords.UNSOUND_AFTERWARDS);
      case BEFORE ->
          new Answer.Done(
              "You have reported a problem with "
                  + id
                  + " before. That stands; nothing was added.");
      case TOO_MANY ->
          new Answer.Refused(
              "too_many_reports",
              MOST + " people have reported a problem with " + id + " already; nothing was added.");
      case UNKEEPABLE -> new Answer.Mend(Input.NOTE, WORDS_WANTED);
      case RECORDED ->
          new Answer.Done(
              "Your report on "
                  + id
                  + " is recorded. It changes neither the decision nor what"
                  + " was executed; countersign report counts it.");
    };
  }

  private static String notDecided(ProposalId id) {
    return "Nothing was recorded: "
        + id
        + " is not decided yet. Please reject it on its card, or"
        + " request changes.";
  }

  private static boolean isKeepable(String words) {
    return !RemarksReader.isBlank(words) && RemarksReader.isKeepable(words, LONGEST);
  }
}

package dev.countersign.decision;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ReportedProblem;
import dev.countersign.card.ProblemDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what people say was wrong with a decision: one entry of each person, which moves nothing.
public final class ProblemReports implements ProblemDesk {
  /// So many persons of one request; more would say nothing new.
  static final int MOST = 20;

  private static final Logger log = LoggerFactory.getLogger(ProblemReports.class);

  private static final String WORDS_WANTED =
      "Nothing was recorded. Please say what was wrong, in at most "
          + LONGEST
          + " characters: problem <id> <what is wrong>.";

  private final Steps steps;
  private final Directory directory;
  private final RecordProof proof;

  public ProblemReports(Steps steps, Directory directory, RecordProof proof) {
    this.steps = steps;
    this.directory = directory;
    this.proof = proof;
  }

  /// What is there of the request.
  private sealed interface Found {
    record NotTheirs() implements Found {}

    record Open() implements Found {}

    record Unsound(String place, String why) implements Found {}

    /// @param by whoever reported a problem before
    record Decided(Set<PersonId> by) implements Found {}
  }

  /// What came of it.
  ///
  /// @param alarm what an operator is to read
  private record Answer(String text, boolean isRecorded, Optional<Found.Unsound> alarm) {
    static Step<Answer> nothing(String text) {
      return Step.nothing(new Answer(text, false, Optional.empty()));
    }
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
        .orElse(WhyNot.UNKNOWN_REQUEST);
  }

  private Optional<String> report(
      ProposalId request, Person person, Directory people, String words) {
    Optional<Answer> answer = run(request, person, people, words);
    answer.ifPresent(given -> follow(request, person, given));
    return answer.map(Answer::text);
  }

  private Optional<Answer> run(ProposalId request, Person person, Directory people, String words) {
    ReportedProblem problem = new ReportedProblem(person.id(), words);
    return steps.runOnChain(
        request,
        (record, chain) -> find(record, chain, person, people),
        (record, found) -> step(record, found, problem));
  }

  /// Once, however often the step had to be tried.
  private static void follow(ProposalId request, Person person, Answer answer) {
    if (answer.isRecorded()) {
      log.info("{} reported a problem with {}", person.id(), request);
    }
    answer
        .alarm()
        .ifPresent(unsound ->
            log.error(
                "{} is not as it was written, so no problem of it is recorded: {}: {}; run"
                    + " `countersign verify`",
                request,
                unsound.place(),
                unsound.why()));
  }

  private Found find(
      RequestRecord record, Supplier<List<AuditEntry>> chain, Person person, Directory people) {
    if (!record.concerns(person, people)) {
      return new Found.NotTheirs();
    }
    if (!record.request().state().isDecided()) {
      return new Found.Open();
    }
    List<AuditEntry> entries = chain.get();
    return switch (proof.of(record, entries)) {
      case RecordProof.Finding.Unsound(var place, var why) -> new Found.Unsound(place, why);
      case RecordProof.Finding.Sound _ ->
          new Found.Decided(
              ReportedProblem.in(entries).stream()
                  .map(ReportedProblem::person)
                  .collect(Collectors.toUnmodifiableSet()));
    };
  }

  private static Step<Answer> step(RequestRecord record, Found found, ReportedProblem problem) {
    ProposalId id = record.request().id();
    return switch (found) {
      case Found.NotTheirs _ -> Answer.nothing(WhyNot.UNKNOWN_REQUEST);
      case Found.Open _ ->
          Answer.nothing(
              "Nothing was recorded: "
                  + id
                  + " is not decided yet. Please reject it on its card, or"
                  + " request changes.");
      case Found.Unsound unsound ->
          Step.nothing(
              new Answer(
                  "The stored record of this request is not what Countersign wrote, so nothing was"
                      + " recorded. Please tell your administrator.",
                  false,
                  Optional.of(unsound)));
      case Found.Decided(var by) when by.contains(problem.person()) ->
          Answer.nothing(
              "You have reported a problem with "
                  + id
                  + " before. That stands; nothing was added.");
      case Found.Decided(var by) when by.size() >= MOST ->
          Answer.nothing(
              MOST + " people have reported a problem with " + id + " already; nothing was added.");
      case Found.Decided _ when !isKeepable(problem.words()) -> Answer.nothing(WORDS_WANTED);
      case Found.Decided _ ->
          Step.on(record)
              .noting(problem.fact())
              .answering(
                  new Answer(
                      "Your report on "
                          + id
                          + " is recorded. It changes neither the decision nor what"
                          + " was executed; countersign report counts it.",
                      true,
                      Optional.empty()));
    };
  }

  private static boolean isKeepable(String words) {
    return !RemarksReader.isBlank(words) && RemarksReader.isKeepable(words, LONGEST);
  }
}

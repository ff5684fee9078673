package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.audit.FiledRetrospective;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.drawing.CardComposer;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.RetrospectiveMark;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.Retrospectives.Listed;
import dev.countersign.ledger.Retrospectives.Retrospective;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.RefusedAttempt.Who;
import dev.countersign.refusal.RetrospectiveRefusal;
import dev.countersign.refusal.Trace;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RetrospectiveQuestion;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lists, files and closes retrospectives of break-glass. What is filed and closed stands in the
/// chain of the request; rows only find it.
public final class RetrospectiveFiling implements RetrospectiveDesk {
  private static final Logger log = LoggerFactory.getLogger(RetrospectiveFiling.class);

  private final Steps steps;
  private final Directory directory;
  private final Retrospectives retrospectives;
  private final RecordProof proof;
  private final RefusedAttempts attempts;

  public RetrospectiveFiling(
      Steps steps,
      Directory directory,
      Retrospectives retrospectives,
      RecordProof proof,
      RefusedAttempts attempts) {
    this.steps = steps;
    this.directory = directory;
    this.retrospectives = retrospectives;
    this.proof = proof;
    this.attempts = attempts;
  }

  @Override
  public List<Line> list(AccountId viewer) {
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    if (person.isEmpty()) {
      return List.of();
    }
    Instant now = retrospectives.of(person.get().id()).now();
    return retrospectives.list(MOST).stream()
        .filter(one ->
            GlassHolders.mayReadAfterwards(
                people.groups(), person.get(), one.of().actor(), one.of().owner()))
        .map(one -> line(one, people, now))
        .toList();
  }

  private static Line line(Listed one, Directory people, Instant now) {
    return new Line(
        one.of().request(),
        CardComposer.shortName(one.of().request()),
        name(one.of().actor(), people),
        name(one.of().owner(), people),
        one.of().at(),
        one.of().due(),
        status(one, now));
  }

  private static Status status(Listed one, Instant now) {
    if (one.isClosed()) {
      return Status.CLOSED;
    }
    if (one.filed().isPresent()) {
      return one.isOverdue(now) ? Status.UNREAD : Status.FILED;
    }
    return one.isOverdue(now) ? Status.OVERDUE : Status.UNFILED;
  }

  private static String name(PersonId person, Directory people) {
    return people.byId(person).map(Person::name).orElse(person.value());
  }

  @Override
  public Optional<Page> look(AccountId viewer, String id) {
    Directory people = directory.asOfNow();
    return people
        .byAccount(viewer)
        .flatMap(person ->
            ProposalId.parse(id)
                .flatMap(request ->
                    steps.runOnChain(
                        request,
                        (record, chain) -> page(record, chain, person, people),
                        (_, page) -> shown(page))))
        .flatMap(page -> page);
  }

  private static Optional<Page> page(
      RequestRecord record, Supplier<List<AuditEntry>> chain, Person person, Directory people) {
    return glass(record)
        .filter(glass ->
            GlassHolders.mayReadAfterwards(people.groups(), person, glass.by(), glass.owner()))
        .map(glass -> page(record, glass, chain.get(), person, people));
  }

  private static Page page(
      RequestRecord record,
      BrokenGlass glass,
      List<AuditEntry> entries,
      Person person,
      Directory people) {
    RetrospectiveRules rules = RetrospectiveRules.of(glass, entries);
    Listed listed =
        new Listed(
            new Retrospective(
                record.request().id(),
                glass.by(),
                glass.owner(),
                ((Approved) record.request().state()).at(),
                glass.due()),
            rules
                .filed()
                .flatMap(filed ->
                    FiledRetrospective.filedAt(entries)
                        .map(at -> new Retrospectives.Filed(filed.by(), at))),
            List.copyOf(rules.closedBy()));
    return new Page(
        line(listed, people, record.now()),
        CardComposer.topic(record, record.isShownTo(person, people)),
        glass.incident(),
        glass.reason(),
        rules.filed().map(filed -> new Filed(name(filed.by(), people), filed.answers())),
        rules.closedBy().stream().map(by -> name(by, people)).sorted().toList(),
        rules.againstFiling().isEmpty(),
        rules.againstClosing(person.id()).isEmpty());
  }

  private static Optional<BrokenGlass> glass(RequestRecord record) {
    return record.request().state() instanceof Approved approved
        ? approved.glass()
        : Optional.empty();
  }

  /// What one reading of a record comes to.
  ///
  /// @param why nothing is written; empty where it may be
  /// @param closed whether it is closed with it
  /// @param detail for the log
  private record Look(Optional<RetrospectiveRefusal> why, boolean closed, String detail) {
    static Look not(RetrospectiveRefusal why) {
      return new Look(Optional.of(why), false, "");
    }
  }

  @Override
  public Told file(AccountId viewer, String id, Map<RetrospectiveQuestion, String> answers) {
    Optional<Map<RetrospectiveQuestion, String>> given = kept(answers);
    return note(
        viewer,
        id,
        (rules, _) ->
            rules
                .againstFiling()
                .or(() ->
                    given.isEmpty()
                        ? Optional.of(RetrospectiveRefusal.ANSWERS_WANTED)
                        : Optional.empty()),
        (draft, press) ->
            draft
                .noting(
                    new FiledRetrospective(press.person().id(), given.orElseThrow())
                        .fact(press.people().version()))
                .marking(
                    new RetrospectiveMark(
                        RetrospectiveMark.Kind.FILED, press.person().id(), press.at())),
        _ -> RetrospectiveWords.FILED);
  }

  /// The first that is missing or cannot be kept.
  static Optional<RetrospectiveQuestion> toMend(Map<RetrospectiveQuestion, String> typed) {
    return Arrays.stream(RetrospectiveQuestion.values())
        .filter(question -> {
          String answer = typed.getOrDefault(question, "");
          return question.answer(answer).isEmpty() && (question.isRequired() || !answer.isBlank());
        })
        .findFirst();
  }

  /// Empty where one that is required is missing, or one cannot be kept.
  private static Optional<Map<RetrospectiveQuestion, String>> kept(
      Map<RetrospectiveQuestion, String> typed) {
    if (toMend(typed).isPresent()) {
      return Optional.empty();
    }
    Map<RetrospectiveQuestion, String> kept = new EnumMap<>(RetrospectiveQuestion.class);
    typed.forEach(
        (question, answer) -> question.answer(answer).ifPresent(line -> kept.put(question, line)));
    return Optional.of(kept);
  }

  @Override
  public Told close(AccountId viewer, String id) {
    return note(
        viewer,
        id,
        (rules, person) -> rules.againstClosing(person.id()),
        (draft, press) ->
            draft
                .noting(new ClosedRetrospective(press.person().id()).fact(press.people().version()))
                .marking(
                    new RetrospectiveMark(
                        RetrospectiveMark.Kind.CLOSED, press.person().id(), press.at())),
        look -> look.closed() ? RetrospectiveWords.CLOSED : RetrospectiveWords.CLOSED_FIRST);
  }

  private record Press(Person person, Directory people, Instant at) {}

  private interface Words {
    Told of(Look look);
  }

  private Told note(
      AccountId viewer,
      String id,
      BiFunction<RetrospectiveRules, Person, Optional<RetrospectiveRefusal>> against,
      BiFunction<Step.Draft, Press, Step.Draft> write,
      Words words) {
    // One reading: the entry names the very import that its person was found in.
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byAccount(viewer);
    if (person.isEmpty()) {
      return RetrospectiveWords.refused(RetrospectiveRefusal.NOT_A_PERSON);
    }
    Look look =
        ProposalId.parse(id)
            .flatMap(request ->
                steps.runOnChain(
                    request,
                    (record, chain) -> find(record, chain, person.get(), people, against),
                    (record, found) ->
                        step(record, found, new Press(person.get(), people, record.now()), write)))
            .orElseGet(() -> Look.not(RetrospectiveRefusal.UNKNOWN_RETROSPECTIVE));
    if (look.why().isPresent()) {
      log.info(
          "{} does not file or close the retrospective of {}: {} {}",
          person.get().id(),
          id,
          WireName.of(look.why().get()),
          look.detail());
      if (Trace.of(look.why().get()) != Trace.NONE) {
        attempts.note(
            RefusedAttempt.of(
                look.why().get(),
                new Who(Optional.of(viewer), Optional.of(person.get().id())),
                ProposalId.parse(id).map(ProposalId::value).orElse("")));
      }
      return RetrospectiveWords.refused(look.why().get());
    }
    log.info("{} wrote to the retrospective of {}", person.get().id(), id);
    return words.of(look);
  }

  private static Step<Optional<Page>> shown(Optional<Page> page) {
    return Step.nothing(page);
  }

  private static Step<Look> step(
      RequestRecord record,
      Look look,
      Press press,
      BiFunction<Step.Draft, Press, Step.Draft> write) {
    return look.why().isPresent()
        ? Step.nothing(look)
        : write.apply(Step.on(record), press).answering(look);
  }

  private Look find(
      RequestRecord record,
      Supplier<List<AuditEntry>> chain,
      Person person,
      Directory people,
      BiFunction<RetrospectiveRules, Person, Optional<RetrospectiveRefusal>> against) {
    Optional<BrokenGlass> glass =
        glass(record)
            .filter(one ->
                GlassHolders.mayReadAfterwards(people.groups(), person, one.by(), one.owner()));
    if (glass.isEmpty()) {
      return Look.not(RetrospectiveRefusal.UNKNOWN_RETROSPECTIVE);
    }
    List<AuditEntry> entries = chain.get();
    if (proof.of(record, entries)
        instanceof RecordProof.Finding.Unsound(String place, String why)) {
      return new Look(Optional.of(RetrospectiveRefusal.RECORD_UNSOUND), false, place + ": " + why);
    }
    RetrospectiveRules rules = RetrospectiveRules.of(glass.get(), entries);
    return new Look(
        against.apply(rules, person),
        rules.closedBy().size() + 1 >= ClosedRetrospective.PERSONS,
        "");
  }
}

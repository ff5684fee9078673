package dev.countersign.decision;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditFact;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what people whom a request concerned say once it is decided: one entry of each
/// person and kind, which moves nothing.
final class PostDecisionNotes {
  /// So many persons of one request and kind; more would say nothing new.
  static final int MOST = 20;

  private static final Logger log = LoggerFactory.getLogger(PostDecisionNotes.class);

  private final Steps steps;
  private final RecordProof proof;

  PostDecisionNotes(Steps steps, RecordProof proof) {
    this.steps = steps;
    this.proof = proof;
  }

  /// One kind of such entries.
  ///
  /// @param fits whether the request is where it can be said
  /// @param earlier who said it before, by a whole chain
  record Kind(Predicate<RequestRecord> fits, Function<List<AuditEntry>, Set<PersonId>> earlier) {}

  /// What came of it.
  enum Outcome {
    NOT_THEIRS,
    /// The request is not where it can be said.
    NOT_NOW,
    UNSOUND,
    /// This person said it before.
    BEFORE,
    TOO_MANY,
    /// What was written cannot be kept.
    UNKEEPABLE,
    RECORDED
  }

  /// @param detail of an unsound record: where, and why
  private record Look(Outcome outcome, String detail) {
    Look(Outcome outcome) {
      this(outcome, "");
    }
  }

  /// Empty where there is no such request.
  ///
  /// @param fact made for the moment of the step; empty for words that cannot be kept
  Optional<Outcome> note(
      ProposalId id,
      Person person,
      Directory people,
      Kind kind,
      Function<Instant, Optional<AuditFact>> fact) {
    Optional<Look> look = run(id, person, people, kind, fact);
    look.ifPresent(found -> follow(id, person, found));
    return look.map(Look::outcome);
  }

  private Optional<Look> run(
      ProposalId id,
      Person person,
      Directory people,
      Kind kind,
      Function<Instant, Optional<AuditFact>> fact) {
    return steps.runOnChain(
        id,
        (record, chain) -> find(record, chain, person, people, kind),
        (record, look) -> step(record, look, fact));
  }

  private Look find(
      RequestRecord record,
      Supplier<List<AuditEntry>> chain,
      Person person,
      Directory people,
      Kind kind) {
    if (!record.concerns(person, people)) {
      return new Look(Outcome.NOT_THEIRS);
    }
    if (!kind.fits().test(record)) {
      return new Look(Outcome.NOT_NOW);
    }
    List<AuditEntry> entries = chain.get();
    if (proof.of(record, entries)
        instanceof RecordProof.Finding.Unsound(String place, String why)) {
      return new Look(Outcome.UNSOUND, place + ": " + why);
    }
    Set<PersonId> by = kind.earlier().apply(entries);
    return new Look(
        by.contains(person.id())
            ? Outcome.BEFORE
            : by.size() >= MOST ? Outcome.TOO_MANY : Outcome.RECORDED);
  }

  private static Step<Look> step(
      RequestRecord record, Look look, Function<Instant, Optional<AuditFact>> fact) {
    if (look.outcome() != Outcome.RECORDED) {
      return Step.nothing(look);
    }
    return fact.apply(record.now())
        .map(said -> Step.on(record).noting(said).answering(look))
        .orElseGet(() -> Step.nothing(new Look(Outcome.UNKEEPABLE)));
  }

  /// Once, however often the step had to be tried.
  private static void follow(ProposalId id, Person person, Look look) {
    switch (look.outcome()) {
      case RECORDED -> log.info("{} said something after the end of {}", person.id(), id);
      case UNSOUND ->
          log.error(
              "{} is not as it was written, so nothing is recorded of it: {}; run `countersign"
                  + " verify`",
              id,
              look.detail());
      case NOT_THEIRS, NOT_NOW, BEFORE, TOO_MANY, UNKEEPABLE -> {}
    }
  }
}

package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs one pure step against fresh state until it lands: read, look, compute, commit, and again
/// when overtaken.
///
/// A step may be computed many times and only its last result counts. So a step is a pure function
/// of the record and of what was looked up for it, and its answer says what happened: metrics, log
/// and everything else that must happen once follow from the answer, after the commit. A look may
/// read, prove, draw and sign, and is made anew for each try; it must bear being made in vain.
public final class Steps {
  /// Each try means somebody else's step landed, so this many in a row is a storm, not a race.
  static final int MOST_TRIES = 64;

  /// About as long as a few steps take.
  private static final Duration PATIENCE = Duration.ofMillis(25);

  private final Ledger ledger;
  private final Soundness soundness;
  private final OutcomeNotices outcomes;
  private final Consumer<Set<DeliveryKind>> afterCommit;
  private final RequestTurns turns = new RequestTurns(PATIENCE);

  /// @param soundness asked before each step that moves a request and did not prove it itself
  /// @param outcomes who is told of an end; each step that brings one orders it
  /// @param afterCommit wakes the workers of this replica; called after each commit that ordered
  ///   deliveries, with their kinds
  public Steps(
      Ledger ledger,
      Soundness soundness,
      OutcomeNotices outcomes,
      Consumer<Set<DeliveryKind>> afterCommit) {
    this.ledger = ledger;
    this.soundness = soundness;
    this.outcomes = outcomes;
    this.afterCommit = afterCommit;
  }

  /// Where nobody is told of an end.
  public Steps(Ledger ledger, Soundness soundness, Consumer<Set<DeliveryKind>> afterCommit) {
    this(ledger, soundness, OutcomeNotices.NONE, afterCommit);
  }

  /// A step that moves the request is committed only on a record that its entries bear out; one
  /// that only notes something is not held up by the look at the chain.
  ///
  /// @return the step's answer once it is committed (or had nothing to commit); empty when there is
  ///   no such request
  /// @throws UnsoundRecordException when it would move a request whose rows are not what its
  ///   entries say
  /// @throws LedgerUnavailableException when the store cannot answer, or the storm does not end
  public <A> Optional<A> run(ProposalId id, Function<RequestRecord, Step<A>> compute) {
    return run(id, record -> record, (record, _) -> compute.apply(record));
  }

  /// A step that has to know more than the record says.
  ///
  /// @param look what is there beside the record, for this try
  /// @return as [#run(ProposalId, Function)]
  public <L, A> Optional<A> run(
      ProposalId id,
      Function<RequestRecord, L> look,
      BiFunction<RequestRecord, L, Step<A>> compute) {
    return untilItLands(
        id,
        record -> {
          Step<A> step = compute.apply(record, look.apply(record));
          if (step.commit()
              .filter(commit -> !commit.request().equals(record.request()))
              .isPresent()) {
            soundness.require(record, ledger.audit(id));
          }
          return step;
        });
  }

  /// The requests of a batch as they are read one after the other, in the order of their ids: what
  /// is then decided on one of them is a step of its own.
  public List<RequestRecord> inBatch(BatchId batch) {
    return ledger.batch(batch).stream().flatMap(id -> ledger.find(id).stream()).toList();
  }

  /// A step on whichever request keeps a card in this message.
  ///
  /// @return as [#run(ProposalId, Function)]; empty too when no request does
  public <L, A> Optional<A> runOnCard(
      ChatAddress address,
      String messageId,
      Function<RequestRecord, L> look,
      BiFunction<RequestRecord, L, Step<A>> compute) {
    return ledger.postedAt(address, messageId).flatMap(id -> run(id, look, compute));
  }

  /// A step that follows one of the caller's own, on what that one left: the record is read only
  /// when something else landed in between. What such a step tells is known to the caller alone, so
  /// it is told whatever else was written.
  ///
  /// @param left by the caller's own commit, see [RequestRecord#after]
  /// @return as [#run(ProposalId, Function)]
  public <A> Optional<A> runAfter(RequestRecord left, Function<RequestRecord, Step<A>> compute) {
    return untilItLands(left.request().id(), Optional.of(left), compute);
  }

  private <A> Optional<A> untilItLands(ProposalId id, Function<RequestRecord, Step<A>> compute) {
    return untilItLands(id, Optional.empty(), compute);
  }

  private <A> Optional<A> untilItLands(
      ProposalId id, Optional<RequestRecord> known, Function<RequestRecord, Step<A>> compute) {
    return turns.with(id, () -> tried(id, known, compute));
  }

  private <A> Optional<A> tried(
      ProposalId id, Optional<RequestRecord> known, Function<RequestRecord, Step<A>> compute) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<RequestRecord> record = known.isPresent() && tries == 0 ? known : ledger.find(id);
      if (record.isEmpty()) {
        return Optional.empty();
      }
      Step<A> step = compute.apply(record.get());
      if (step.commit().isEmpty() || lands(ended(record.get(), step.commit().get()))) {
        return Optional.of(step.answer());
      }
    }
    throw new LedgerUnavailableException("overtaken " + MOST_TRIES + " times in a row");
  }

  /// A step whose look may also be at the request's whole chain, which is read when it asks: most
  /// presses and deliveries that change nothing never do. Entries that came after the record was
  /// read may be among them; the step's commit is then overtaken. Whoever moves the request here
  /// proves the record first: it needs what the entries fold into, and they are not read twice.
  ///
  /// @return as [#run(ProposalId, Function)]
  public <L, A> Optional<A> runOnChain(
      ProposalId id,
      BiFunction<RequestRecord, Supplier<List<AuditEntry>>, L> look,
      BiFunction<RequestRecord, L, Step<A>> compute) {
    return untilItLands(
        id, record -> compute.apply(record, look.apply(record, () -> ledger.audit(id))));
  }

  private Commit ended(RequestRecord before, Commit commit) {
    return commit.ordering(outcomes.after(before, commit.request()));
  }

  /// Too late is overtaken by time: the next read shows the ledger's clock past the deadline.
  private boolean lands(Commit commit) {
    boolean landed = ledger.commit(commit) instanceof CommitResult.Committed;
    if (landed && !commit.deliveries().isEmpty()) {
      afterCommit.accept(DeliveryOrder.kinds(commit.deliveries()));
    }
    return landed;
  }
}

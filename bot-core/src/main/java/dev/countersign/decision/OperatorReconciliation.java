package dev.countersign.decision;

import dev.countersign.audit.EventCodec;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestEvent.ExecutionReconciled;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import java.util.Optional;

/// Takes what a person found in a target system from an operator: of what the policy allowed by
/// itself there is no card on which anybody could say it. It stands as that person's word.
public final class OperatorReconciliation {
  private final Steps steps;
  private final Directory directory;

  public OperatorReconciliation(Steps steps, Directory directory) {
    this.steps = steps;
    this.directory = directory;
  }

  public enum Answer {
    /// It is so now, or was before.
    RECORDED,
    UNKNOWN_REQUEST,
    /// What became of it is known, or not yet to be asked.
    NOT_SO,
    /// Nobody in people.yaml has this id.
    UNKNOWN_PERSON,
    /// The action is theirs, or was proposed for them.
    PROPOSING_SIDE,
    /// It is blank, too long, or has characters that no entry holds.
    NOTE
  }

  /// @param happened whether the action had its effect
  /// @param note how they know
  /// @param operator who hands it in
  /// @throws dev.countersign.ledger.UnsoundRecordException when the rows are not what the entries
  ///   say
  public Answer settle(ProposalId id, PersonId by, boolean happened, String note, String operator) {
    if (RemarksReader.isBlank(note) || !RemarksReader.isKeepable(note, Reconciled.LONGEST_NOTE)) {
      return Answer.NOTE;
    }
    Directory people = directory.asOfNow();
    Optional<Person> person = people.byId(by);
    if (person.isEmpty()) {
      return Answer.UNKNOWN_PERSON;
    }
    return steps
        .run(
            id,
            record -> record.conflicted(people).contains(by),
            (record, conflicted) ->
                step(
                    record,
                    new ExecutionReconciled(by, happened, note, record.now()),
                    conflicted,
                    new Handed(operator, people.version())))
        .orElse(Answer.UNKNOWN_REQUEST);
  }

  /// @param people by whom that person is not of the proposing side
  private record Handed(String operator, Optional<Digest> people) {}

  private static Step<Answer> step(
      RequestRecord record, ExecutionReconciled event, boolean conflicted, Handed handed) {
    if (record.request().state() instanceof Approved(_, _, Reconciled end)
        && end.by().equals(event.by())
        && end.happened() == event.happened()
        && end.note().equals(event.note())) {
      return Step.nothing(Answer.RECORDED);
    }
    if (!(record.request().state() instanceof Approved(_, _, Unknown _))) {
      return Step.nothing(Answer.NOT_SO);
    }
    if (conflicted) {
      return Step.nothing(Answer.PROPOSING_SIDE);
    }
    return Step.on(record)
        .moving(
            Transition.move(record.request(), event),
            EventCodec.fact(
                event,
                "operator:" + handed.operator(),
                JsonObject.builder()
                    .put("people", handed.people().map(Digest::value).orElse(null))
                    .build()))
        .ordering(CardOrders.onceDecided(record))
        .answering(Answer.RECORDED);
  }
}

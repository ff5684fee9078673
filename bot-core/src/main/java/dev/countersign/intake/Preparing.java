package dev.countersign.intake;

import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.request.RequestState;
import java.time.Instant;
import java.util.Optional;

/// That somebody else than its agent makes a proposal. It is checked, ruled and admitted as if the
/// agent had; and unlike one of the agent's it is in general only taken where people are asked
/// about it.
sealed interface Preparing permits Editing, ChangedRecord, Undoing {

  /// As entries name who made it.
  String actor();

  /// What the first entry tells beside what it tells of every proposal.
  void into(JsonObject.Builder data);

  /// The draft with what the gate freezes of it, beside what it freezes of every revision.
  default ProposalDraft frozen(ProposalDraft draft) {
    return draft;
  }

  /// Empty where the request before may be revised so; none may unless it is said here.
  default Optional<Declined> whyNot(RequestRecord before) {
    return Optional.of(moved());
  }

  /// The person who makes the revision.
  default Optional<PersonId> editor() {
    return Optional.empty();
  }

  /// Why the gate makes the revision.
  default Optional<RevisionOf.Cause> cause() {
    return Optional.empty();
  }

  /// Until when the request before may be followed; empty where that has no end.
  default Optional<Instant> until(RequestRecord before) {
    return Optional.empty();
  }

  /// What nobody else could approve leaves everything as it is, and so does what would make whoever
  /// prepares it the only person who saw it.
  default Optional<Declined> whyNotAsked(Prospect prospect) {
    return switch (prospect.request().state()) {
      case RequestState.Pending _ -> Optional.empty();
      case RequestState.Refused _ -> Optional.of(refused(prospect.ruling()));
      default -> Optional.of(notAsked());
    };
  }

  /// What is said where the request before has moved on meanwhile.
  Declined moved();

  /// What is said where the policy refuses it, or nobody could approve it.
  Declined refused(Ruling ruling);

  /// What is said where the policy would ask nobody.
  Declined notAsked();
}

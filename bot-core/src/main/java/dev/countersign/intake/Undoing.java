package dev.countersign.intake;

import dev.countersign.card.WhyNot;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.UndoOf;
import java.util.Optional;

/// That the gate prepares the reverse of what was done, because a person or the agent asks for it.
/// A person's is only taken where others are asked; the policy may allow an agent's as it may allow
/// whatever else that agent proposes.
///
/// @param of what is undone
record Undoing(UndoOf of, AgentId agent, Optional<Asker> asker) implements Preparing {

  /// @param account that it came from
  /// @param callback digest over what the chat sent
  /// @param people of the import that the person was found in
  record Asker(Person person, AccountId account, Digest callback, Directory people) {}

  @Override
  public String actor() {
    return asker.map(it -> "person:" + it.person().id()).orElse("agent:" + agent);
  }

  @Override
  public void into(JsonObject.Builder data) {
    asker.ifPresent(it ->
        data.put("asked_by", it.person().id().value())
            .put("account", it.account().toString())
            .put("callback", it.callback().value())
            .put("people", it.people().version().map(Digest::value).orElse(null)));
  }

  @Override
  public ProposalDraft frozen(ProposalDraft draft) {
    return draft.undoing(of);
  }

  @Override
  public Optional<Declined> whyNotAsked(Prospect prospect) {
    return asker.isPresent() ? Preparing.super.whyNotAsked(prospect) : Optional.empty();
  }

  @Override
  public Declined moved() {
    return IntakeWords.notPrepared(Kind.CONFLICT, "request_moved", WhyNot.UNKNOWN_REQUEST);
  }

  @Override
  public Declined refused(Ruling ruling) {
    return IntakeWords.notPrepared(
        Kind.UNPROCESSABLE,
        "undo_refused",
        "The policy refuses to undo it, or nobody but you could approve that, so nothing was"
            + " proposed.");
  }

  @Override
  public Declined notAsked() {
    return IntakeWords.notPrepared(
        Kind.UNPROCESSABLE,
        "undo_not_asked",
        "By the policy nobody would be asked about undoing it, so you alone would have seen it."
            + " Nothing was proposed; the agent can propose it.");
  }
}

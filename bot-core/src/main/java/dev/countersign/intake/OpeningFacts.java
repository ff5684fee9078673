package dev.countersign.intake;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.request.ApprovalRequest;
import java.util.Optional;

/// The first two entries of every chain: what was proposed, and how it was ruled. The second has
/// all that a fold needs to start from.
final class OpeningFacts {
  private OpeningFacts() {}

  /// Members are left out as long as they say nothing.
  ///
  /// @param preparing by whom, where it was not the agent who made it
  static AuditFact proposed(Proposal proposal, Optional<Preparing> preparing) {
    Action action = proposal.action();
    Context context = proposal.context();
    JsonObject.Builder data =
        JsonObject.builder()
            .put("agent", proposal.agent().value())
            .put("owner", proposal.owner().value())
            .put("on_behalf_of", context.onBehalfOf().orElse(null))
            .put("model", context.document().get("model"))
            .put("action", action.digest().value())
            .put("context", context.digest().value())
            .put("action_type", action.actionType())
            .put("class", WireName.of(action.actionClass()))
            .put("target_system", action.targetSystem())
            .put("environment", WireName.of(action.environment()))
            .put("claimed_risk", context.claimedRisk().map(WireName::of).orElse(null))
            .put("correlation_id", context.correlationId().orElse(null))
            .put("workflow_id", context.workflowId().orElse(null));
    context.revisionOf().ifPresent(before -> data.put("revision_of", before.id().value()));
    if (!context.authors().isEmpty()) {
      data.put(
          "authors",
          JsonArray.ofStrings(context.authors().stream().map(PersonId::value).sorted().toList()));
    }
    context.undoOf().ifPresent(of -> data.put("undo_of", of.id().value()));
    preparing.ifPresent(edit -> edit.into(data));
    return new AuditFact(
        EntryType.PROPOSED,
        preparing.map(Preparing::actor).orElse("agent:" + proposal.agent()),
        data.build());
  }

  static AuditFact proposedAgain(Proposal proposal) {
    return new AuditFact(
        EntryType.PROPOSED_AGAIN,
        "agent:" + proposal.agent(),
        JsonObject.builder()
            .put("action", proposal.action().digest().value())
            .put("context", proposal.context().digest().value())
            .build());
  }

  /// @param people which import the ruling was made under
  static AuditFact ruled(Ruling ruling, ApprovalRequest request, Optional<Digest> people) {
    JsonObject ruled =
        ruling
            .toEntry()
            .with("revision", Json.of(request.revision()))
            .with("action", Json.of(request.action().value()))
            .with("deadline", Json.of(request.deadline().toString()))
            .with(
                "conflicted",
                JsonArray.ofStrings(
                    request.conflicted().stream().map(PersonId::value).sorted().toList()));
    return new AuditFact(
        EntryType.RULED,
        "gate",
        people.map(digest -> ruled.with("people", Json.of(digest.value()))).orElse(ruled));
  }
}

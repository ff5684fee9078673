package dev.countersign.intake;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Circumstances;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.NormalForm;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.request.ApprovalRequest;
import java.util.List;

/// What makes two proposals of one agent the same question: the same effect is wanted, for the same
/// parties, asked of the same people, and everything that the policy weighs or that comes back to
/// the agent is the same.
///
/// The words of the agent may differ (rationale, evidence, names of model and run, trace): those of
/// the first stand on the card. So may the deadline, which the ledger compares by itself.
final class Likeness {
  private static final List<String> WEIGHED =
      List.of(
          "confidence",
          "risk_level",
          "urgency",
          "blocking_customer",
          "labels",
          "dry_run",
          "execution",
          "correlation_id",
          "workflow_id",
          "client_state");

  private Likeness() {}

  /// Whether a pending request may stand for a proposal with the same likeness: it would run the
  /// same bytes, or others with the same effect, about which everything was ruled alike.
  static boolean mayStandFor(RequestRecord pending, Proposal proposal, Ruling ruling) {
    Action asked = pending.proposal().action();
    return asked.equals(proposal.action())
        || (NormalForm.digest(asked).equals(NormalForm.digest(proposal.action()))
            && apart(pending.ruling()).equals(apart(ruling)));
  }

  /// Which others there are differs of itself.
  private static Ruling apart(Ruling ruling) {
    return ruling.in(Circumstances.UNKNOWN);
  }

  static Digest of(Proposal proposal, Ruling ruling, ApprovalRequest request) {
    Context context = proposal.context();
    JsonObject.Builder weighed = JsonObject.builder();
    for (String name : WEIGHED) {
      if (context.document().has(name)) {
        weighed.put(name, context.document().get(name));
      }
    }
    return Digest.of(
        CanonicalJson.bytes(
            JsonObject.builder()
                .put("agent", proposal.agent().value())
                .put("owner", proposal.owner().value())
                .put("on_behalf_of", context.onBehalfOf().orElse(null))
                .put(
                    "conflicted",
                    JsonArray.ofStrings(
                        request.conflicted().stream().map(PersonId::value).sorted().toList()))
                .put("action", NormalForm.digest(proposal.action()).value())
                .put("stages", JsonArray.of(ruling.stages(), Stage::toJson))
                .put("context", weighed.build())
                .build()));
  }
}

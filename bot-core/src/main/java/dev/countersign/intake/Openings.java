package dev.countersign.intake;

import dev.countersign.audit.AuditChain;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.CardRouting;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumGate;
import dev.countersign.ledger.Admission;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.Opening;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the first commit of a request: what was proposed, how it was ruled, the grant where the
/// policy allows it outright, and the cards where people are asked.
final class Openings {
  private final GrantIssuer grants;
  private final IntakeLimits limits;

  Openings(GrantIssuer grants, IntakeLimits limits) {
    this.grants = grants;
    this.limits = limits;
  }

  /// @param superseding ends the request whose place this one takes, in the same commit
  /// @param passedOver identical requests that nobody can decide
  /// @throws dev.countersign.audit.AuditEntryTooLargeException when the ruling does not fit an
  ///   entry
  Opening of(
      Prospect prospect,
      Optional<Opening.Idempotency> idempotency,
      Optional<Commit> superseding,
      Set<ProposalId> passedOver) {
    Proposal proposal = prospect.proposal();
    Optional<GrantIssuer.Issue> issue = issue(prospect);
    return new Opening(
        proposal,
        prospect.ruling(),
        issue.map(GrantIssuer.Issue::request).orElse(prospect.request()),
        AuditChain.append(
            AuditHead.genesis(proposal.id()), proposal.id(), proposal.at(), facts(prospect, issue)),
        issue.flatMap(GrantIssuer.Issue::grant),
        issue.map(GrantIssuer.Issue::deliveries).orElseGet(() -> cards(prospect)),
        idempotency,
        superseding,
        prospect.request().state() instanceof RequestState.Pending
            ? Optional.of(admission(prospect, superseding.isPresent(), passedOver))
            : Optional.empty());
  }

  private Optional<GrantIssuer.Issue> issue(Prospect prospect) {
    return prospect.request().state() instanceof RequestState.Approved
        ? Optional.of(
            grants.issue(
                prospect.proposal(),
                prospect.ruling(),
                QuorumGate.allowed(prospect.request(), prospect.ruling()),
                prospect.proposal().at()))
        : Optional.empty();
  }

  private static List<AuditFact> facts(Prospect prospect, Optional<GrantIssuer.Issue> issue) {
    return Stream.concat(
            Stream.of(
                OpeningFacts.proposed(prospect.proposal()),
                OpeningFacts.ruled(
                    prospect.ruling(), prospect.request(), prospect.ruled().people())),
            issue.map(GrantIssuer.Issue::fact).stream())
        .toList();
  }

  /// Where the people of that moment are asked.
  private static Set<DeliveryOrder> cards(Prospect prospect) {
    CardOrders orders = new CardOrders(prospect.ruled().routing());
    return CardOrders.whileAsked(List.of(), orders.places(prospect.request()));
  }

  private Admission admission(Prospect prospect, boolean supersedes, Set<ProposalId> passedOver) {
    return new Admission(
        Likeness.of(prospect.proposal(), prospect.ruling(), prospect.request()),
        prospect.draft().anew() || supersedes,
        passedOver,
        limits.open(),
        limits.asked(),
        shown(prospect.request(), prospect.ruled().routing()));
  }

  /// In every stage: an approval brings it before the next group, and no agent waits for that.
  private static Set<String> shown(ApprovalRequest request, CardRouting routing) {
    return request.stages().stream()
        .flatMap(stage -> stage.groups().stream())
        .flatMap(group -> routing.of(group).stream())
        .map(ChatAddress::toString)
        .collect(Collectors.toSet());
  }
}

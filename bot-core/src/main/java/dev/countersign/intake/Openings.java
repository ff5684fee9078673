package dev.countersign.intake;

import dev.countersign.audit.AuditChain;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.CardRouting;
import dev.countersign.drawing.FoundLine;
import dev.countersign.freeze.Freezing;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.QuorumGate;
import dev.countersign.ledger.Admission;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.Opening;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Counts;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.policy.UseLimit;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the first commit of a request: what was proposed, how it was ruled, the grant where the
/// policy allows it outright, and the cards where people are asked.
final class Openings {
  /// After so many that cannot stand for it, a proposal is asked anew whatever else waits.
  private static final int MOST_PASSED_OVER = 8;

  private final GrantIssuer grants;
  private final Supplier<Freezing> freezing;
  private final IntakeLimits limits;

  /// @param freezing what is frozen at the moment of the question
  Openings(GrantIssuer grants, Supplier<Freezing> freezing, IntakeLimits limits) {
    this.grants = grants;
    this.freezing = freezing;
    this.limits = limits;
  }

  /// @param superseding tells the request that this one revises of it, in the same commit
  /// @param preparing by whom, where it was not the agent who made it
  /// @param passedOver identical requests that nobody can decide
  /// @throws dev.countersign.audit.AuditEntryTooLargeException when the ruling does not fit an
  ///   entry
  Opening of(
      Prospect prospect,
      Optional<Opening.Idempotency> idempotency,
      Optional<Commit> superseding,
      Optional<Preparing> preparing,
      Set<ProposalId> passedOver) {
    // A grant says nothing of counts, so it is signed before they are known.
    Freezing frozen =
        prospect.request().state() instanceof RequestState.Approved
            ? freezing.get()
            : Freezing.NONE;
    Draft draft =
        new Draft(prospect, issue(prospect, frozen), frozen, idempotency, superseding, preparing);
    if (!prospect.ruling().isToBeCounted()) {
      return opening(
          draft,
          prospect.ruling(),
          entries(draft, prospect.ruling()),
          passedOver,
          Optional.empty());
    }
    Opening.Charging charging =
        new Opening.Charging(
            prospect.ruling().allowances(),
            counts -> {
              Ruling counted = prospect.ruling().counted(counts);
              return opening(draft, counted, entries(draft, counted), passedOver, Optional.empty());
            });
    requireThatItFits(charging, prospect.proposal());
    return opening(draft, prospect.ruling(), List.of(), passedOver, Optional.of(charging));
  }

  /// Tried with the longest numbers there can be, so that nothing fails in the transaction.
  private static void requireThatItFits(Opening.Charging charging, Proposal proposal) {
    List<Counts.Count> longest =
        charging.allowances().stream()
            .flatMap(allowance -> allowance.charges().stream())
            .map(_ -> new Counts.Count(UseLimit.MOST, 0))
            .toList();
    Opening _ = charging.counted().apply(new Counts(proposal.at(), longest));
  }

  /// All of an opening that does not depend on what limits have counted.
  private record Draft(
      Prospect prospect,
      Optional<GrantIssuer.Issue> issue,
      Freezing freezing,
      Optional<Opening.Idempotency> idempotency,
      Optional<Commit> superseding,
      Optional<Preparing> preparing) {}

  private Opening opening(
      Draft draft,
      Ruling ruling,
      List<AuditEntry> entries,
      Set<ProposalId> passedOver,
      Optional<Opening.Charging> charging) {
    Prospect prospect = draft.prospect();
    Optional<GrantIssuer.Issue> issue = draft.issue();
    return new Opening(
        prospect.proposal(),
        ruling,
        issue.map(GrantIssuer.Issue::request).orElse(prospect.request()),
        entries,
        issue.flatMap(GrantIssuer.Issue::grant),
        issue.map(GrantIssuer.Issue::deliveries).orElseGet(() -> cards(prospect)),
        draft.idempotency(),
        draft.superseding(),
        prospect.request().state() instanceof RequestState.Pending
            ? Optional.of(admission(prospect, draft.superseding().isPresent(), passedOver))
            : Optional.empty(),
        charging,
        draft.freezing().steps(),
        FoundLine.words(prospect.proposal(), ruling));
  }

  private static List<AuditEntry> entries(Draft draft, Ruling ruling) {
    Proposal proposal = draft.prospect().proposal();
    return AuditChain.append(
        AuditHead.genesis(proposal.id()), proposal.id(), proposal.at(), facts(draft, ruling));
  }

  private Optional<GrantIssuer.Issue> issue(Prospect prospect, Freezing frozen) {
    return prospect.request().state() instanceof RequestState.Approved
        ? Optional.of(
            grants.issue(
                prospect.proposal(),
                prospect.ruling(),
                QuorumGate.allowed(prospect.request(), prospect.ruling()),
                frozen,
                prospect.proposal().at()))
        : Optional.empty();
  }

  private static List<AuditFact> facts(Draft draft, Ruling ruling) {
    Prospect prospect = draft.prospect();
    return Stream.concat(
            Stream.of(
                OpeningFacts.proposed(prospect.proposal(), draft.preparing()),
                OpeningFacts.ruled(ruling, prospect.request(), prospect.ruled().people())),
            draft.issue().map(GrantIssuer.Issue::fact).stream())
        .toList();
  }

  /// Where the people of that moment are asked.
  private static Set<DeliveryOrder> cards(Prospect prospect) {
    CardOrders orders = new CardOrders(prospect.ruled().routing());
    return CardOrders.whileAsked(
        List.of(), orders.places(prospect.request(), prospect.request().openedAt()));
  }

  private Admission admission(Prospect prospect, boolean supersedes, Set<ProposalId> passedOver) {
    return new Admission(
        Likeness.of(prospect.proposal(), prospect.ruling(), prospect.request()),
        prospect.draft().anew() || supersedes || passedOver.size() >= MOST_PASSED_OVER,
        passedOver,
        limits.open(),
        limits.asked(),
        shown(prospect.request(), prospect.ruled().routing()));
  }

  /// In every stage: an approval brings it before the next group, and no agent waits for that.
  private static Set<String> shown(ApprovalRequest request, CardRouting routing) {
    return Stage.groups(request.stages()).stream()
        .flatMap(group -> routing.of(group, request.openedAt()).stream())
        .map(ChatAddress::toString)
        .collect(Collectors.toSet());
  }
}

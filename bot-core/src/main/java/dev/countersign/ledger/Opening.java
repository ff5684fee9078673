package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import dev.countersign.json.Digest;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Counts;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Proposal;
import dev.countersign.request.ApprovalRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The first commit of a proposal: ruled, and asked, granted or refused, all at once.
///
/// @param idempotency what the agent named to make a repeat recognisable
/// @param superseding the last step of the request that this one replaces, in the same commit
/// @param entries none as long as it is to be counted
/// @param admission present where people are asked
/// @param charging present where limits of standing approvals are to be counted first
/// @param freezes as for [Commit#freezes]
/// @param words by which it is found, see [SearchTerms#words]
public record Opening(
    Proposal proposal,
    Ruling ruling,
    ApprovalRequest request,
    List<AuditEntry> entries,
    Optional<IssuedGrant> grant,
    Set<DeliveryOrder> deliveries,
    Optional<Idempotency> idempotency,
    Optional<Commit> superseding,
    Optional<Admission> admission,
    Optional<Charging> charging,
    int freezes,
    Set<String> words) {
  public Opening {
    entries = List.copyOf(entries);
    deliveries = Set.copyOf(deliveries);
    words = Set.copyOf(words);
  }

  /// The latest deadline of a pending request that this one can stand for.
  public Instant latestDeadline() {
    return request.deadline().plus(Admission.SAME_MOMENT);
  }

  /// What it orders, for the request that it takes the place of too: whose workers are to be woken.
  public Set<DeliveryKind> ordered() {
    return DeliveryOrder.kinds(
        Stream.concat(
                deliveries.stream(),
                superseding.stream().flatMap(last -> last.deliveries().stream()))
            .toList());
  }

  /// The places where these orders show a card.
  public static Set<String> places(Set<DeliveryOrder> deliveries) {
    return deliveries.stream()
        .filter(order -> order.kind() == DeliveryKind.SHOW_CARD)
        .map(DeliveryOrder::target)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// @param key at most 255 characters, unique per agent
  /// @param body digest over the raw body, to tell a repeat from a reuse
  public record Idempotency(AgentId agent, String key, Digest body) {}

  /// What an opening uses of standing approvals. It is counted in the very transaction that opens
  /// the request, and the ruling and its entry tell the counts: so they are written there.
  ///
  /// @param allowances not counted yet
  /// @param counted the opening once the counts are known, with entries and without a charging;
  ///   pure, quick, and tried before, so that it does not fail
  public record Charging(List<Allowance> allowances, Function<Counts, Opening> counted) {
    public Charging {
      allowances = List.copyOf(allowances);
    }
  }
}

package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.PostedCard;
import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Vote;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One step of one request: all of it lands, or nothing.
///
/// @param seen the end of the audit chain that the step was computed on; the guard against
///   everybody else
/// @param request the row afterwards
/// @param entries what is appended to the chain, at least one
/// @param vote a new vote
/// @param grant a new grant, replacing one that lapsed unredeemed
/// @param redemption the grant that this step spends, and for which execution
/// @param glass the use of break-glass that this step makes, see [GlassUse]
/// @param retrospective what this step does with the retrospective of an earlier use
/// @param card a rendering that is about to be sent (no message id yet) or has been named by the
///   platform
/// @param before the step must land before this instant by the ledger's clock: a deadline, a
///   grant's expiry
/// @param freezes how many steps of freezes the step was computed with, see
///   [dev.countersign.freeze.Freezing#steps]; a grant is issued and spent only while there are no
///   more
/// @param passkey the number of the passkey that signed for what this step writes; it lands only
///   while nobody has removed that one
/// @param imported the digest of the import of people that the step was computed with, where that
///   is known; what [#restsOnVersion] lands only while it is in force
public record Commit(
    AuditHead seen,
    ApprovalRequest request,
    List<AuditEntry> entries,
    Optional<Vote> vote,
    Optional<IssuedGrant> grant,
    Optional<Redemption> redemption,
    Optional<GlassUse> glass,
    Optional<RetrospectiveMark> retrospective,
    Optional<PostedCard> card,
    Set<DeliveryOrder> deliveries,
    Optional<Instant> before,
    int freezes,
    Optional<Integer> passkey,
    Optional<Digest> imported) {

  public Commit {
    entries = List.copyOf(entries);
    deliveries = Set.copyOf(deliveries);
    if (entries.isEmpty() || entries.getFirst().seq() != seen.seq() + 1) {
      throw new IllegalArgumentException("every commit continues the chain that it saw");
    }
  }

  /// The same with these deliveries too.
  Commit ordering(Set<DeliveryOrder> more) {
    if (more.isEmpty()) {
      return this;
    }
    Set<DeliveryOrder> all = new HashSet<>(deliveries);
    all.addAll(more);
    return new Commit(
        seen,
        request,
        entries,
        vote,
        grant,
        redemption,
        glass,
        retrospective,
        card,
        all,
        before,
        freezes,
        passkey,
        imported);
  }

  public ProposalId id() {
    return request.id();
  }

  /// Whether what it writes is right only under the policy, the connections and the people that it
  /// was computed with: a vote, a grant, the spending of one. A report of what was sent is not.
  public boolean restsOnVersion() {
    return vote.isPresent() || grant.isPresent() || redemption.isPresent();
  }

  /// Whether it may land only while nothing that covers it is frozen.
  public boolean restsOnFreezes() {
    return grant.isPresent() || redemption.isPresent();
  }

  public AuditHead head() {
    return entries.getLast().head();
  }
}

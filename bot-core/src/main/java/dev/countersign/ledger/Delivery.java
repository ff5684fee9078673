package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.util.Optional;
import java.util.UUID;

/// A delivery that one worker holds until its lease ends.
///
/// @param wanted grows with every order for it; settling an older number leaves it open
/// @param attempts how often it was claimed, this time included
/// @param lease proves the claim; a worker whose lease was lost can no longer settle it
/// @param found its request as it was when it was claimed, with all that was ordered until then;
///   empty where the claim did not read it
public record Delivery(
    ProposalId request,
    DeliveryKind kind,
    String target,
    long wanted,
    int attempts,
    UUID lease,
    Optional<RequestRecord> found) {

  /// Without its request.
  public Delivery(
      ProposalId request, DeliveryKind kind, String target, long wanted, int attempts, UUID lease) {
    this(request, kind, target, wanted, attempts, lease, Optional.empty());
  }

  public Delivery with(RequestRecord read) {
    return new Delivery(request, kind, target, wanted, attempts, lease, Optional.of(read));
  }

  /// Nothing of what its request says.
  @Override
  public String toString() {
    return kind + " " + target + " of " + request + ", attempt " + attempts;
  }
}

package dev.countersign.ledger;

import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.Set;

/// Under which conditions a request that asks people may be opened, judged by the ledger in the
/// very transaction that opens it: no two replicas can both find the last place free.
///
/// @param likeness over everything that makes two proposals one question; see `Likeness` of intake
/// @param anew whether it is opened even though an identical one is pending
/// @param passedOver pending requests that cannot stand for this one, as they do not read
/// @param budget how many may wait at once
/// @param asked how many may be asked within a window
/// @param places where it is shown now or in a later stage; each counts it in that window
public record Admission(
    Digest likeness,
    boolean anew,
    Set<ProposalId> passedOver,
    OpenBudget budget,
    AskBudget asked,
    Set<String> places) {
  public Admission {
    passedOver = Set.copyOf(passedOver);
    places = Set.copyOf(places);
  }

  /// How much later than the new deadline that of an identical pending request may be. Deadlines
  /// count from the moment a proposal came, and of two that came together either may be first.
  public static final Duration SAME_MOMENT = Duration.ofMinutes(1);
}

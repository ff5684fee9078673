package dev.countersign.freeze;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Proposal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All freezes that are on at one moment, and how that moment is named.
///
/// @param steps how many steps were stored by then; a grant lands, and is redeemed, only while
///   there are no more
/// @param last the number of the latest entry that tells of one; 0 before the first
/// @param inForce the oldest first
public record Freezing(int steps, int last, List<Freeze> inForce) {
  /// The member of entries of grants and redemptions that names the latest entry about freezes.
  public static final String NOTED = "freezes";

  /// Before the first freeze.
  public static final Freezing NONE = new Freezing(0, 0, List.of());

  public Freezing {
    inForce = List.copyOf(inForce);
  }

  /// The freeze that keeps this from being granted and redeemed: the oldest that covers it.
  public Optional<Freeze> covering(Proposal proposal) {
    return inForce.stream().filter(freeze -> freeze.covers(proposal)).findFirst();
  }

  /// What entries of grants and redemptions begin with: which entry about freezes was the latest.
  public JsonObject.Builder noted() {
    JsonObject.Builder data = JsonObject.builder();
    return last == 0 ? data : data.put(NOTED, last);
  }

  public Optional<Freeze> of(int number) {
    return inForce.stream().filter(freeze -> freeze.number() == number).findFirst();
  }

  /// The one with exactly this scope; one that its entry proves before one that only a row tells
  /// of.
  public Optional<Freeze> of(FreezeScope scope) {
    return inForce.stream()
        .filter(freeze -> freeze.scope().equals(scope))
        .min(Comparator.comparing(freeze -> !freeze.proven()));
  }
}

package dev.countersign.ledger;

import dev.countersign.card.Placement;
import dev.countersign.card.PostedCard;
import dev.countersign.people.Surface;
import java.util.Comparator;
import java.util.List;

/// A place that does not take a request's card.
///
/// @param code what the platform last said
public record Unshown(Surface surface, String code) implements Comparable<Unshown> {
  private static final Comparator<Unshown> ORDER =
      Comparator.comparing(Unshown::surface).thenComparing(Unshown::code);

  /// Each surface with each code once, in their own order.
  ///
  /// @param cards all renderings of a request, oldest first
  public static List<Unshown> of(List<PostedCard> cards) {
    return Placement.of(cards).stream()
        .filter(placement -> placement.state() == Placement.State.REFUSED)
        .map(
            placement -> new Unshown(placement.address().surface(), placement.code().orElseThrow()))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public int compareTo(Unshown other) {
    return ORDER.compare(this, other);
  }
}

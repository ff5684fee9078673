package dev.countersign.courier;

import dev.countersign.card.Reply.Spot;
import dev.countersign.card.WhyNot;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Surface;
import dev.countersign.request.Entitlement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is said to whoever reads a pending request where it cannot be decided. Words point only to
/// places that exist: a decision belongs to a posted card, which everybody who is asked sees.
final class WhereToDecide {
  private WhereToDecide() {}

  /// @param spot its card in the reader's own chat
  /// @param all everywhere that its card stands
  static String said(
      RequestRecord record, Entitlement reader, Optional<Spot> spot, List<Spot> all) {
    if (reader != Entitlement.ENTITLED || !record.now().isBefore(record.request().deadline())) {
      return WhyNot.said(Optional.of(reader));
    }
    if (spot.isPresent()) {
      return "This waits for you. To decide, please use the buttons on its card.";
    }
    String elsewhere =
        all.stream()
            .map(each -> each.address().surface())
            .distinct()
            .map(Surface::label)
            .collect(Collectors.joining(" and "));
    return elsewhere.isEmpty()
        ? "This waits for you, and its card is not shown anywhere yet."
        : "This waits for you. To decide, please use the buttons on its card in " + elsewhere + ".";
  }
}

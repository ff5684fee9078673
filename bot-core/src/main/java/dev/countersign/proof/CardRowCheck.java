package dev.countersign.proof;

import dev.countersign.audit.ShownCard;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.request.BatchId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The cards that the entries tell of, and the rows beside them.
final class CardRowCheck {
  private final List<Evidence.CardRow> rows;
  private final Findings findings;
  private final Map<String, ShownCard> cards = new HashMap<>();

  CardRowCheck(Evidence evidence, Findings findings) {
    this.rows = evidence.cards();
    this.findings = findings;
  }

  void told(ShownCard card) {
    if (card.hasRow()) {
      cards.put(card.id(), card);
    }
  }

  void compare() {
    Set<String> seen = new HashSet<>();
    for (Evidence.CardRow row : rows) {
      String place = "card " + row.id();
      seen.add(row.id());
      ShownCard shown = cards.get(row.id());
      if (shown == null) {
        findings.add(place, Kind.CONTRADICTION, "no entry tells of it");
        continue;
      }
      findings.same(place, shown.revision(), row.revision());
      findings.same(place, shown.card().value(), row.digest());
      findings.same(place, shown.address().toString(), row.address());
      findings.same(place, shown.batch().map(BatchId::value), row.batch());
    }
    cards.keySet().stream()
        .filter(id -> !seen.contains(id))
        .forEach(id ->
            findings.add(
                "card " + id, Kind.INCOMPLETE, "an entry tells of it, the row is missing"));
  }
}

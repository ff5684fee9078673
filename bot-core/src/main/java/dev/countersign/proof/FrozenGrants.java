package dev.countersign.proof;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.freeze.Freezable;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.freeze.FreezeHistory.Span;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proof.Damage.Kind;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a grant was issued or redeemed while a freeze covered it. Its entry names the latest
/// step of freezes that the gate knew; a freeze takes effect when no transaction that does either
/// is under way, so whatever knew nothing of it is dated before it.
final class FrozenGrants {
  private final FreezeCheck freezes;
  private final Findings findings;

  FrozenGrants(FreezeCheck freezes, Findings findings) {
    this.freezes = freezes;
    this.findings = findings;
  }

  /// The steps that the gate named and that this look at the deployment does not know.
  static Set<Integer> unknown(Chain chain, FreezeCheck freezes) {
    return chain.entries().stream()
        .map(AuditEntry::document)
        .filter(FrozenGrants::isOne)
        .map(FrozenGrants::known)
        .filter(known -> known > 0 && !freezes.knows(known))
        .collect(Collectors.toSet());
  }

  void check(Chain chain) {
    FreezeHistory history = freezes.history();
    chain.entries().stream()
        .filter(entry -> isOne(entry.document()))
        .forEach(entry -> {
          String place = "audit_entry " + entry.seq();
          JsonObject document = entry.document();
          int known = known(document);
          if (known > 0 && !freezes.knows(known)) {
            findings.add(
                place,
                Kind.CONTRADICTION,
                "it names step %d of freezes, of which no entry tells".formatted(known));
          }
          JsonObject proposed = chain.entries().getFirst().document().object("data");
          history.spans().stream()
              .filter(span -> covers(span.freeze(), proposed))
              .filter(span -> isDuring(span, known, document.instant("at")))
              .forEach(span ->
                  findings.add(
                      place,
                      Kind.CONTRADICTION,
                      "it came while freeze %d covered it".formatted(span.freeze().number())));
        });
  }

  private static boolean isOne(JsonObject document) {
    String type = document.text("type");
    return type.equals(WireName.of(EntryType.GRANT_ISSUED))
        || type.equals(WireName.of(EntryType.GRANT_REDEEMED));
  }

  private static int known(JsonObject document) {
    JsonObject data = document.object("data");
    return data.has(Freezing.NOTED) ? Math.toIntExact(data.number(Freezing.NOTED)) : 0;
  }

  private static boolean covers(Freeze freeze, JsonObject proposed) {
    return freeze.scope().covers(Freezable.told(proposed));
  }

  private static boolean isDuring(Span span, int known, Instant at) {
    return span.freeze().number() <= known
        ? span.lifted().filter(lifted -> lifted <= known).isEmpty()
        : !at.isBefore(span.freeze().since());
  }
}

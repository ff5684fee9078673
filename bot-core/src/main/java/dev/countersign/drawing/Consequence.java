package dev.countersign.drawing;

import dev.countersign.catalogue.Reading;
import dev.countersign.ledger.RequestRecord;
import java.util.Optional;

/// What becomes of it if a request is approved by mistake: whether that can be undone, and who says
/// so. An unset policy is no safety: what nobody says can be undone counts as final.
final class Consequence {
  private final RequestRecord record;
  private final Wording wording;
  private final Carrying carrying;

  private Consequence(RequestRecord record, Wording wording) {
    this.record = record;
    this.wording = wording;
    this.carrying = Carrying.of(record);
  }

  static Consequence of(RequestRecord record, Wording wording) {
    return new Consequence(record, wording);
  }

  /// For the line that says what it means if this is wrong.
  String told() {
    String instead = Carrying.instead(record);
    if (carrying == Carrying.DRY_RUN) {
      return instead;
    }
    String undoing =
        record.ruling().risk().irreversible()
            ? "It can’t be undone, says the policy."
            : catalogued().orElseGet(wording::undoing);
    return instead.isEmpty() ? undoing : instead + " " + undoing;
  }

  private Optional<String> catalogued() {
    return reversible()
        .map(can ->
            can
                ? "It can be undone, says the catalogue"
                    + record
                        .ruling()
                        .circumstances()
                        .reading()
                        .flatMap(Reading::undo)
                        .map(how -> ": " + how + ".")
                        .orElse(".")
                : "It can’t be undone, says the catalogue.");
  }

  /// For the question before the last approval, with the blank before it; empty where it can be
  /// undone, or nothing happens.
  String asked() {
    if (carrying == Carrying.DRY_RUN) {
      return "";
    }
    if (record.ruling().risk().irreversible() || reversible().filter(can -> !can).isPresent()) {
      return " This can’t be undone.";
    }
    return reversible().isPresent() || !wording.counts() ? "" : " " + wording.undoing();
  }

  private Optional<Boolean> reversible() {
    return record.ruling().circumstances().reading().flatMap(Reading::reversible);
  }
}

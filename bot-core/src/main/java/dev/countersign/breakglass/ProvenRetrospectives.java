package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.audit.FiledRetrospective;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Believes that a use of a person is filed, and read by two others, only where the sealed chain of
/// its request says so: a row alone gives nobody the right back.
final class ProvenRetrospectives implements Retrospectives {
  private final Retrospectives rows;
  private final Ledger ledger;
  private final RecordProof proof;

  ProvenRetrospectives(Retrospectives rows, Ledger ledger, RecordProof proof) {
    this.rows = rows;
    this.ledger = ledger;
    this.proof = proof;
  }

  @Override
  public Standing of(PersonId person) {
    Standing standing = rows.of(person);
    List<Retrospective> open = new ArrayList<>(standing.open());
    List<Retrospective> unread = new ArrayList<>();
    for (Retrospective one : standing.filed()) {
      Written written = written(one.request());
      if (written.filedAt().isEmpty()) {
        open.add(one);
      } else if (!written.read() && !standing.now().isBefore(one.readBy(written.filedAt().get()))) {
        unread.add(one);
      }
    }
    return new Standing(
        standing.uses(), standing.lately(), open, standing.filed(), unread, standing.now());
  }

  @Override
  public Totals totals() {
    return rows.totals();
  }

  /// What the entries say of one.
  ///
  /// @param read by two others
  private record Written(Optional<Instant> filedAt, boolean read) {}

  private Written written(ProposalId request) {
    return ledger
        .find(request)
        .map(record -> written(record, ledger.audit(request)))
        .orElseGet(() -> new Written(Optional.empty(), false));
  }

  private Written written(RequestRecord record, List<AuditEntry> entries) {
    return proof.of(record, entries) instanceof RecordProof.Finding.Sound
        ? new Written(
            FiledRetrospective.filedAt(entries),
            ClosedRetrospective.in(entries).size() >= ClosedRetrospective.PERSONS)
        : new Written(Optional.empty(), false);
  }

  @Override
  public List<Listed> unclosed(int most) {
    return rows.unclosed(most);
  }

  @Override
  public List<Listed> list(int most) {
    return rows.list(most);
  }
}

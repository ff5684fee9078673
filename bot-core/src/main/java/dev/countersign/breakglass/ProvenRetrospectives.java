package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.FiledRetrospective;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.stream.Stream;

/// Believes that the last use of a person is filed only where the sealed chain of its request says
/// so: a row alone gives nobody the right back. Uses before it were proved in the same way when the
/// next one was made.
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
    return standing
        .filed()
        .filter(last -> !isFiled(last.request()))
        .map(last ->
            new Standing(
                standing.uses(),
                standing.lately(),
                Stream.concat(standing.open().stream(), Stream.of(last)).toList(),
                standing.filed(),
                standing.now()))
        .orElse(standing);
  }

  @Override
  public Totals totals() {
    return rows.totals();
  }

  private boolean isFiled(ProposalId request) {
    return ledger
        .find(request)
        .filter(record -> {
          List<AuditEntry> entries = ledger.audit(request);
          return proof.of(record, entries) instanceof RecordProof.Finding.Sound
              && FiledRetrospective.in(entries).isPresent();
        })
        .isPresent();
  }

  @Override
  public List<Retrospective> open(int most) {
    return rows.open(most);
  }

  @Override
  public List<Listed> list(int most) {
    return rows.list(most);
  }
}

package dev.countersign.app.http;

import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.ForwardingLedger;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;

/// A ledger that tells [Changes] of every commit that lands through it. Give it to all that writes,
/// and every local change wakes its waiters.
public final class NotingLedger extends ForwardingLedger {
  private final Changes changes;

  public NotingLedger(Ledger ledger, Changes changes) {
    super(ledger);
    this.changes = changes;
  }

  @Override
  public OpenResult open(Opening opening) {
    OpenResult result = super.open(opening);
    if (result instanceof OpenResult.Opened) {
      opening.superseding().map(Commit::id).ifPresent(changes::changed);
    }
    return result;
  }

  @Override
  public CommitResult commit(Commit commit) {
    CommitResult result = super.commit(commit);
    if (result instanceof CommitResult.Committed) {
      changes.changed(commit.id());
    }
    return result;
  }
}

package dev.countersign.store;

import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresLedgerTest extends LedgerContract {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Override
  protected Ledger ledger() {
    return postgres.store().ledger();
  }

  @Override
  protected Deliveries deliveries() {
    return postgres.store().deliveries();
  }

  @Override
  protected Backlog backlog() {
    return postgres.store().backlog();
  }
}

package dev.countersign.store;

import dev.countersign.TestKeys;
import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.FollowUps;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each item by itself: what a batch leaves over, and what its answers are held to.
class SingleLedgerTest extends LedgerContract {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(postgres.config());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected Ledger ledger() {
    return new PostgresLedger(database, TestKeys.EVIDENCE);
  }

  @Override
  protected Deliveries deliveries() {
    return new PostgresDeliveries(database, RequestRows::record);
  }

  @Override
  protected FollowUps followUps() {
    return new PostgresFollowUps(database);
  }

  @Override
  protected Backlog backlog() {
    return new PostgresBacklog(database);
  }
}

package dev.countersign.ledger;

import dev.countersign.SettableClock;
import java.time.Duration;
import java.time.Instant;

class RememberedAttachmentsTest extends HeldAttachmentsContract {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final HeldAttachments attachments =
      new RememberedAttachments(clock, id -> ledger.find(id).isPresent());

  @Override
  protected HeldAttachments attachments() {
    return attachments;
  }

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}

package dev.countersign.ledger;

import dev.countersign.card.PostedCard;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Ids for tests: the same in every run, all distinct, each above the ones before.
public final class Ids {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Ulid ULIDS =
      new Ulid(() -> START.plusMillis(COUNT.incrementAndGet()), new Random(1));

  private Ids() {}

  public static ProposalId proposal() {
    return new ProposalId(ProposalId.PREFIX + ULIDS.next());
  }

  public static GrantId grant() {
    return new GrantId(GrantId.PREFIX + ULIDS.next());
  }

  public static ExecutionId execution() {
    return new ExecutionId(ExecutionId.PREFIX + ULIDS.next());
  }

  public static String card() {
    return PostedCard.PREFIX + ULIDS.next();
  }
}

package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets the steps of one request that one [Steps] runs follow each other instead of overtaking each
/// other: a step that is overtaken was computed in vain. What keeps them apart for good is the
/// ledger's guard; so a step whose turn does not come soon goes all the same. Decisions, agents and
/// workers have steps of their own, so that no press waits for a card.
///
/// Requests share a turn now and then; they only wait a little for each other.
final class RequestTurns {
  /// How many requests can be at work beside each other at most.
  private static final int TURNS = 1024;

  private final Duration patience;
  private final ReentrantLock[] turns = new ReentrantLock[TURNS];

  /// @param patience how long a step waits for the one before it
  RequestTurns(Duration patience) {
    this.patience = patience;
    Arrays.setAll(turns, _ -> new ReentrantLock());
  }

  <A> A with(ProposalId request, Supplier<A> step) {
    ReentrantLock turn = of(request);
    boolean held = await(turn);
    try {
      return step.get();
    } finally {
      if (held) {
        turn.unlock();
      }
    }
  }

  private boolean await(ReentrantLock turn) {
    try {
      return turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Whoever is interrupted still tells the ledger what it knows.
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Whether a step waits for the turn of this request.
  boolean isAwaited(ProposalId request) {
    return of(request).hasQueuedThreads();
  }

  private ReentrantLock of(ProposalId request) {
    return turns[Math.floorMod(request.hashCode(), TURNS)];
  }
}

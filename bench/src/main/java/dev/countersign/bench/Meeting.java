package dev.countersign.bench;

import dev.countersign.proposal.ProposalId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where a caller waits for what happens to its request, whichever of the two comes first.
final class Meeting<V> {
  private static final long PATIENCE_SECONDS = 60;

  private final String what;
  private final Map<ProposalId, CompletableFuture<V>> places = new ConcurrentHashMap<>();

  /// @param what is waited for, in words
  Meeting(String what) {
    this.what = what;
  }

  void bring(ProposalId id, V value) {
    at(id).complete(value);
  }

  V await(ProposalId id) throws InterruptedException {
    try {
      return at(id).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(
          "no " + what + " of " + id + " within " + PATIENCE_SECONDS + " s", e);
    } finally {
      places.remove(id);
    }
  }

  private CompletableFuture<V> at(ProposalId id) {
    return places.computeIfAbsent(id, _ -> new CompletableFuture<>());
  }

  /// What nobody came for.
  void clear() {
    places.clear();
  }
}

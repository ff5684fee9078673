package dev.countersign.executors.sending;

import dev.countersign.execution.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How many of one kind there may be: slots in this process, and what is counted for all replicas.
final class Places {
  /// When a slot is worth asking for again; one send takes seconds at most.
  static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  private final Slots slots;
  private final List<Quota> quotas;

  /// @param quotas all of which have to have room, asked in this order
  Places(Slots slots, List<Quota> quotas) {
    this.slots = slots;
    this.quotas = List.copyOf(quotas);
  }

  Place place() {
    return new Place();
  }

  /// A slot here and a share of each count, all or none of them.
  final class Place {
    private final List<Quota.Share> shares = new ArrayList<>();

    /// Call once. Where it is told why not, nothing is taken.
    ///
    /// @throws dev.countersign.ledger.LedgerUnavailableException when nobody can say; then neither
    Optional<Turn.Later> take() {
      try {
        if (!slots.tryTake()) {
          return Optional.of(new Turn.Later("busy", BUSY_PAUSE));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(new Turn.Later("busy", BUSY_PAUSE));
      }
      boolean taken = false;
      try {
        Optional<Turn.Later> later = count();
        taken = later.isEmpty();
        return later;
      } finally {
        if (!taken) {
          takeBack();
        }
      }
    }

    private Optional<Turn.Later> count() {
      for (Quota quota : quotas) {
        Quota.Share share = quota.share();
        Optional<Turn.Later> later = share.count();
        if (later.isPresent()) {
          return later;
        }
        shares.add(share);
      }
      return Optional.empty();
    }

    /// It was not used.
    void takeBack() {
      try {
        shares.forEach(Quota.Share::takeBack);
      } finally {
        slots.release();
      }
    }

    /// Whoever takes the slot next finds it free among those of all replicas, too.
    void ended() {
      try {
        shares.forEach(Quota.Share::ended);
      } finally {
        slots.release();
      }
    }
  }
}

package dev.countersign.executors.sending;

import dev.countersign.execution.ActionExecutor.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.ledger.SendCounts;
import dev.countersign.proposal.Action;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The way out over one connection: who may send now, how many at once, how often, and by when each
/// has to be back.
public final class SendingThrottle {
  /// When a slot is worth asking for again; one send takes seconds at most.
  static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  /// When what was missing is looked for again: somebody has to mend it.
  static final Duration NEEDS_PAUSE = Duration.ofSeconds(15);

  private final String connection;
  private final SendingNeeds needs;
  private final Duration timeout;
  private final InstantSource clock;
  private final Slots slots;
  private final Quota quota;

  /// @param connection its name
  /// @param needs without which nothing is sent
  SendingThrottle(
      String connection,
      SendingNeeds needs,
      Limits limits,
      SendCounts counts,
      InstantSource clock) {
    this.connection = connection;
    this.needs = needs;
    this.timeout = limits.timeout();
    this.clock = clock;
    this.slots = new Slots(limits.concurrency().orElse(Limits.AT_ONCE), limits.slotWait());
    this.quota = new Quota(connection, limits, counts);
  }

  /// As [dev.countersign.execution.ActionExecutor#turn].
  public Turn turn(Action action, Sending sending) {
    Optional<Turn.Later> notYet = NotBefore.later(action, clock);
    if (notYet.isPresent()) {
      return notYet.get();
    }
    Optional<String> missing = needs.missing();
    if (missing.isPresent()) {
      return new Turn.Later(missing.get(), NEEDS_PAUSE);
    }
    try {
      if (!slots.tryTake()) {
        return new Turn.Later("busy", BUSY_PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Turn.Later("busy", BUSY_PAUSE);
    }
    return counted(sending);
  }

  /// With a slot in hand, which goes back unless a place among those of all replicas is found.
  private Turn counted(Sending sending) {
    Quota.Share share = quota.share();
    boolean taken = false;
    try {
      Optional<Turn.Later> later = quota.count(share);
      taken = later.isEmpty();
      return taken ? new Place(sending, share) : later.get();
    } finally {
      if (!taken) {
        slots.release();
      }
    }
  }

  /// A slot here, and a share of what all replicas may send.
  private final class Place implements Turn.Taken {
    private final Sending sending;
    private final Quota.Share share;
    private boolean used;

    Place(Sending sending, Quota.Share share) {
      this.sending = sending;
      this.share = share;
    }

    @Override
    public Outcome execute(Order order) {
      Optional<Inadmissible> inadmissible = sending.check(order.action());
      if (inadmissible.isPresent()) {
        return new Outcome.Failed(inadmissible.get().code(), 0);
      }
      if (!HeaderText.isValue(order.idempotencyKey())) {
        return new Outcome.Failed("idempotency_key_malformed", 0);
      }
      if (used) {
        throw new IllegalStateException("one turn is one send");
      }
      SendAttempt attempt = sending.attempt(order);
      used = true;
      return await(start(attempt, share), attempt);
    }

    @Override
    public void close() {
      if (!used) {
        used = true;
        try {
          share.takeBack();
        } finally {
          slots.release();
        }
      }
    }
  }

  /// The slot goes back when the attempt has really ended, which may be after the caller was
  /// answered: a look-up that hangs on still counts as in flight.
  private FutureTask<Outcome> start(SendAttempt attempt, Quota.Share share) {
    var task = new FutureTask<Outcome>(attempt::run);
    Thread.ofVirtual()
        .name("send-" + connection)
        .start(() -> {
          try {
            task.run();
          } finally {
            // Whoever takes the slot next finds it free among those of all replicas, too.
            try {
              share.ended();
            } finally {
              slots.release();
            }
          }
        });
    return task;
  }

  /// The deadline holds whatever the attempt is busy with: a look-up, a handshake, a dripping
  /// answer.
  private Outcome await(FutureTask<Outcome> task, SendAttempt attempt) {
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return attempt.abandon("timeout");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return attempt.abandon("interrupted");
    } catch (ExecutionException e) {
      return attempt.abandon("internal_error"); // an Error inside: report what is known, and stop
    }
  }
}

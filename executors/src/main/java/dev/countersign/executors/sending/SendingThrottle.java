package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.ledger.SendCounts;
import dev.countersign.proposal.Action;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way out over one connection: who may send now, how many at once, how often, and by when each
/// has to be back.
public final class SendingThrottle {
  /// When a slot is worth asking for again; one send takes seconds at most.
  static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  /// When what was missing is looked for again: somebody has to mend it.
  static final Duration NEEDS_PAUSE = Duration.ofSeconds(15);

  /// How long an unclear answer is let stand before the same is sent again, where that is harmless
  /// ([Sending#repeats]); as often as there are pauses, and as far as the turn's time goes.
  static final List<Duration> REPEAT_PAUSES =
      List.of(Duration.ofMillis(100), Duration.ofMillis(500));

  private static final Logger log = LoggerFactory.getLogger(SendingThrottle.class);

  private final String connection;
  private final SendingNeeds needs;
  private final Duration timeout;
  private final InstantSource clock;
  private final Slots slots;
  private final Quota quota;

  /// A pause ends by its time, or by an interrupt.
  private final CountDownLatch never = new CountDownLatch(1);

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
    Quota.Share share = quota.share();
    Optional<Turn.Later> later = take(share);
    return later.isPresent() ? later.get() : new Place(sending, share);
  }

  /// Looks within the same limits by which things are sent, and by the same deadline.
  public <F> F look(LookAttempt<F> attempt) {
    Quota.Share share = quota.share();
    Optional<Turn.Later> later = take(share);
    return later.isPresent()
        ? attempt.notBegun(later.get().code())
        : await(start(attempt::run, share), timeout, attempt::giveUp);
  }

  /// A slot here and a place among those of all replicas, or neither and why.
  private Optional<Turn.Later> take(Quota.Share share) {
    Optional<String> missing = needs.missing();
    if (missing.isPresent()) {
      return Optional.of(new Turn.Later(missing.get(), NEEDS_PAUSE));
    }
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
      Optional<Turn.Later> later = quota.count(share);
      taken = later.isEmpty();
      return later;
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
      long start = System.nanoTime();
      SendAttempt attempt = sending.attempt(order);
      used = true;
      Outcome first = await(start(attempt::run, share), timeout, attempt::abandon);
      return first instanceof Outcome.Unknown unclear && sending.repeats(order)
          ? repeat(order, unclear, start)
          : first;
    }

    /// Only a success says more than the unclear answer did: a refusal may be of the repeat alone.
    private Outcome repeat(Order order, Outcome.Unknown unclear, long start) {
      for (Duration pause : REPEAT_PAUSES) {
        Duration left = timeout.minusNanos(System.nanoTime() - start).minus(pause);
        if (!left.isPositive() || !paused(pause)) {
          return unclear;
        }
        Quota.Share another = quota.share();
        if (take(another).isPresent()) {
          return unclear;
        }
        log.info("{}: {}; sent again under the same idempotency key", connection, unclear.code());
        SendAttempt again = sending.attempt(order);
        if (await(start(again::run, another), left, again::abandon)
            instanceof Outcome.Succeeded success) {
          return success;
        }
      }
      return unclear;
    }

    private boolean paused(Duration pause) {
      try {
        return !never.await(pause.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
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
  private <A> FutureTask<A> start(Callable<A> attempt, Quota.Share share) {
    var task = new FutureTask<A>(attempt);
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
  ///
  /// @param abandon ends the attempt, for this reason, and says what is known
  private static <A> A await(FutureTask<A> task, Duration left, Function<String, A> abandon) {
    try {
      return task.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return abandon.apply("timeout");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return abandon.apply("interrupted");
    } catch (ExecutionException e) {
      return abandon.apply("internal_error"); // an Error inside: report what is known, and stop
    }
  }
}

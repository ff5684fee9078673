package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.ledger.SendCounts;
import dev.countersign.ledger.SendCounts.Count;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
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
  private final Places sends;
  private final LookPlaces looks;

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
    this.sends =
        new Places(
            new Slots(limits.concurrency().orElse(Limits.AT_ONCE), limits.slotWait()),
            List.of(sends(connection, limits, counts)));
    this.looks = new LookPlaces(connection, limits, counts);
  }

  private static Quota sends(String connection, Limits limits, SendCounts counts) {
    return new Quota(
        Count.sends(connection),
        new SendCounts.Most(
            limits.concurrency(),
            limits.rate().map(rate -> new SendCounts.Rate(rate.sends(), rate.per())),
            limits.timeout().plus(Quota.MARGIN)),
        counts);
  }

  /// As [dev.countersign.execution.ActionExecutor#turn].
  public Turn turn(Action action, Sending sending) {
    Optional<Turn.Later> notYet = NotBefore.later(action, clock);
    if (notYet.isPresent()) {
      return notYet.get();
    }
    Places.Place place = sends.place();
    Optional<Turn.Later> later = take(place);
    return later.isPresent() ? later.get() : new Taken(sending, place);
  }

  /// Tries something out within the limits by which it would be sent, and by the same deadline.
  public <F> F tryOut(LookAttempt<F> attempt) {
    Places.Place place = sends.place();
    Optional<Turn.Later> later = take(place);
    return later.isPresent()
        ? attempt.notBegun(later.get().code())
        : await(start(attempt::run, place::ended), timeout, attempt::giveUp);
  }

  /// Looks for an agent, as often as that may have it, by the deadline of a send.
  public <F> F lookFor(AgentId agent, LookAttempt<F> attempt) {
    return look(looks.of(agent), attempt);
  }

  /// Looks at what was carried out, by the deadline of a send.
  public <F> F readBack(LookAttempt<F> attempt) {
    return look(looks.ofReadBack(), attempt);
  }

  /// Its place is free again before it is told what was found, so that whoever looks once more
  /// finds it free on each replica.
  private <F> F look(Places.Place place, LookAttempt<F> attempt) {
    Optional<Turn.Later> later = place.take();
    if (later.isPresent()) {
      return attempt.notYet(later.get());
    }
    Optional<Turn.Later> missing = takenBackWithoutNeeds(place);
    if (missing.isPresent()) {
      return attempt.notBegun(missing.get().code());
    }
    Callable<F> looking =
        () -> {
          try {
            return attempt.run();
          } finally {
            place.ended();
          }
        };
    return await(start(looking, () -> {}), timeout, attempt::giveUp);
  }

  /// A place and what nothing is sent without, or neither of them. The place comes first: whoever
  /// has none has no program run for a credential.
  private Optional<Turn.Later> take(Places.Place place) {
    return place.take().or(() -> takenBackWithoutNeeds(place));
  }

  private Optional<Turn.Later> takenBackWithoutNeeds(Places.Place place) {
    boolean kept = false;
    try {
      Optional<Turn.Later> missing = needs.missing().map(what -> new Turn.Later(what, NEEDS_PAUSE));
      kept = missing.isEmpty();
      return missing;
    } finally {
      if (!kept) {
        place.takeBack();
      }
    }
  }

  /// A place among those that are sent.
  private final class Taken implements Turn.Taken {
    private final Sending sending;
    private final Places.Place place;
    private boolean used;

    Taken(Sending sending, Places.Place place) {
      this.sending = sending;
      this.place = place;
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
      Outcome first = await(start(attempt::run, place::ended), timeout, attempt::abandon);
      return first instanceof Outcome.Unknown unclear && sending.repeats(order)
          ? repeat(order, unclear, start)
          : first;
    }

    /// Only a success says more than the unclear answer did: a refusal may be of the repeat alone.
    private Outcome repeat(Order order, Outcome.Unknown unclear, long start) {
      for (Duration pause : REPEAT_PAUSES) {
        if (!left(start).minus(pause).isPositive() || !paused(pause)) {
          return unclear;
        }
        Places.Place another = sends.place();
        if (take(another).isPresent()) {
          return unclear;
        }
        // Only now: taking the place may have waited.
        Duration left = left(start);
        if (!left.isPositive() || !order.mayRepeat().getAsBoolean()) {
          another.takeBack();
          return unclear;
        }
        log.info("{}: {}; sent again under the same idempotency key", connection, unclear.code());
        SendAttempt again = sending.attempt(order);
        if (await(start(again::run, another::ended), left, again::abandon)
            instanceof Outcome.Succeeded success) {
          return success;
        }
      }
      return unclear;
    }

    private Duration left(long start) {
      return timeout.minusNanos(System.nanoTime() - start);
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
        place.takeBack();
      }
    }
  }

  /// The slot goes back when the attempt has really ended, which may be after the caller was
  /// answered: a look-up that hangs on still counts as in flight.
  private <A> FutureTask<A> start(Callable<A> attempt, Runnable ended) {
    var task = new FutureTask<A>(attempt);
    Thread.ofVirtual()
        .name("send-" + connection)
        .start(() -> {
          try {
            task.run();
          } finally {
            ended.run();
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
      // An Error inside: report what is known, and stop.
      log.error("an attempt at a target failed inside", e.getCause());
      return abandon.apply("internal_error");
    }
  }
}

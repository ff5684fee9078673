package dev.countersign.executors.http;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.wire.HeaderText;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.proposal.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out `api_call` actions over one HTTP connection, within its limits and by its deadline.
public final class HttpExecutor implements ActionExecutor {
  /// When a slot is worth asking for again; one flight takes seconds at most.
  static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  /// When a credential that was missing is looked up again: somebody has to mend it.
  static final Duration CREDENTIAL_PAUSE = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(HttpExecutor.class);

  private final HttpConnection connection;
  private final HttpAdmission admission;
  private final CredentialResolver credentials;
  private final HttpDialler dialler;
  private final InstantSource clock;
  private final Optional<RateLimit> rate;
  private final Slots slots;
  private final AtomicBoolean lacking = new AtomicBoolean();

  public HttpExecutor(
      HttpConnection connection,
      CredentialResolver credentials,
      HostResolver resolver,
      SSLSocketFactory tls,
      InstantSource clock) {
    this.connection = connection;
    this.admission = new HttpAdmission(connection);
    this.credentials = credentials;
    this.dialler = new HttpDialler(connection, resolver, tls);
    this.clock = clock;
    this.rate = connection.limits().rate().map(most -> new RateLimit(most, clock));
    this.slots = new Slots(connection.limits().concurrency(), connection.limits().slotWait());
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return admission.check(action);
  }

  @Override
  public Turn turn(Action action) {
    Instant now = clock.instant();
    Optional<Instant> notBefore = HttpAdmission.notBefore(action).filter(now::isBefore);
    if (notBefore.isPresent()) {
      return new Turn.Later("not_before", Duration.between(now, notBefore.get()));
    }
    if (lacksItsCredential()) {
      return new Turn.Later("credential_unavailable", CREDENTIAL_PAUSE);
    }
    try {
      if (!slots.tryTake()) {
        return new Turn.Later("busy", BUSY_PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Turn.Later("busy", BUSY_PAUSE);
    }
    Duration wait = rate.map(RateLimit::take).orElse(Duration.ZERO);
    if (wait.isPositive()) {
      slots.release();
      return new Turn.Later("rate_limited", wait);
    }
    return new Place();
  }

  /// Told once, and once more when it is mended: everything on this connection waits for it.
  private boolean lacksItsCredential() {
    boolean lacks =
        connection.credential().filter(it -> credentials.resolve(it).isEmpty()).isPresent();
    if (lacks != lacking.getAndSet(lacks)) {
      log.warn(
          "connection {} {}",
          connection.name(),
          lacks ? "has no credential; its actions wait for one" : "has its credential again");
    }
    return lacks;
  }

  /// A slot and, where there is a rate, one send of it.
  private final class Place implements Turn.Taken {
    private boolean used;

    @Override
    public Outcome execute(Order order) {
      Optional<Inadmissible> inadmissible = check(order.action());
      if (inadmissible.isPresent()) {
        return new Outcome.Failed(inadmissible.get().code(), 0);
      }
      if (!HeaderText.isValue(order.idempotencyKey())) {
        return new Outcome.Failed("idempotency_key_malformed", 0);
      }
      if (used) {
        throw new IllegalStateException("one turn is one send");
      }
      HttpAttempt attempt = attempt(order);
      used = true;
      return await(start(attempt), attempt);
    }

    @Override
    public void close() {
      if (!used) {
        used = true;
        rate.ifPresent(RateLimit::giveBack);
        slots.release();
      }
    }
  }

  private HttpAttempt attempt(Order order) {
    SentRequest request =
        SentRequest.of(order.action(), connection.idempotencyHeader(), order.idempotencyKey());
    return new HttpAttempt(connection, request, credentials, dialler);
  }

  /// The slot goes back when the attempt has really ended, which may be after the caller was
  /// answered: a look-up that hangs on still counts as in flight.
  private FutureTask<Outcome> start(HttpAttempt attempt) {
    var task = new FutureTask<Outcome>(attempt::run);
    Thread.ofVirtual()
        .name("send-" + connection.name())
        .start(() -> {
          try {
            task.run();
          } finally {
            slots.release();
          }
        });
    return task;
  }

  /// The deadline holds whatever the attempt is busy with: a look-up, a handshake, a dripping
  /// answer.
  private Outcome await(FutureTask<Outcome> task, HttpAttempt attempt) {
    try {
      return task.get(connection.limits().timeout().toNanos(), TimeUnit.NANOSECONDS);
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

package dev.countersign.executors;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Outcome;
import dev.countersign.proposal.Action;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;

/// Carries out `api_call` actions over one HTTP connection, within its limits and by its deadline.
final class HttpExecutor implements ActionExecutor {
  private final HttpConnection connection;
  private final HttpAdmission admission;
  private final CredentialResolver credentials;
  private final HttpDialler dialler;
  private final InstantSource clock;
  private final RateLimit rate;
  private final Slots slots;

  HttpExecutor(
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
    this.rate = new RateLimit(connection.limits().rate(), clock);
    this.slots = new Slots(connection.limits().concurrency(), connection.limits().slotWait());
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return admission.check(action);
  }

  @Override
  public Outcome execute(Order order) {
    Action action = order.action();
    Optional<Inadmissible> inadmissible = check(action);
    if (inadmissible.isPresent()) {
      return new Outcome.Failed(inadmissible.get().code(), 0);
    }
    if (!HeaderText.isValue(order.idempotencyKey())) {
      return new Outcome.Failed("idempotency_key_malformed", 0);
    }
    if (isTooEarly(action)) {
      return new Outcome.Failed("not_before", 0);
    }
    HttpAttempt attempt = attempt(order);
    try {
      if (!slots.tryTake()) {
        return new Outcome.Failed("busy", 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("interrupted_before_send", 0);
    }
    if (!rate.tryTake()) {
      slots.release();
      return new Outcome.Failed("rate_limited", 0);
    }
    return await(start(attempt), attempt);
  }

  /// The instant named by `not_before` itself is no longer too early.
  private boolean isTooEarly(Action action) {
    Instant now = clock.instant();
    return HttpAdmission.notBefore(action).filter(now::isBefore).isPresent();
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

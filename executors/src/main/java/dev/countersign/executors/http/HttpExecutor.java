package dev.countersign.executors.http;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Order;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.Sending;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.executors.wire.StrictUrl;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import java.util.Optional;

/// Carries out `api_call` actions over one HTTP connection, within its limits and by its deadline.
public final class HttpExecutor implements ActionExecutor, Sending {
  private final HttpConnection connection;
  private final HttpAdmission admission;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final SendingThrottle throttle;

  public HttpExecutor(HttpConnection connection, Outbound out) {
    this.connection = connection;
    this.admission = new HttpAdmission(connection);
    this.credentials = out.credentials();
    this.dialler = out.dialler(Destination.of(connection), connection.limits());
    this.throttle = out.throttle(connection, connection.network(), connection.limits());
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return admission.check(action);
  }

  @Override
  public Turn turn(Action action) {
    return throttle.turn(action, this);
  }

  @Override
  public boolean readsBack(Action action) {
    return check(action).isEmpty() && looked(action).isPresent();
  }

  @Override
  public TargetLook readBack(Action action) {
    return throttle.look(looked(action).orElseThrow());
  }

  /// Empty where the file names no path for it, or no answer would say what it has become.
  private Optional<HttpReadBack> looked(Action action) {
    ApiCall call = (ApiCall) action.changes();
    return ExpectedAnswer.of(call)
        .flatMap(expected ->
            connection
                .verifying(call.method().name(), StrictUrl.parse(call.url()).orElseThrow())
                .map(url ->
                    new HttpReadBack(
                        HttpTarget.of(connection),
                        SentRequest.getting(url),
                        expected,
                        credentials,
                        dialler)));
  }

  @Override
  public boolean triesOut(Action action) {
    return check(action).isEmpty() && rehearsed(action).isPresent();
  }

  @Override
  public TargetTrial tryOut(Action action) {
    return throttle.look(rehearsed(action).orElseThrow());
  }

  /// Empty where the file names no path at which the target says what it would do.
  private Optional<HttpTrial> rehearsed(Action action) {
    ApiCall call = (ApiCall) action.changes();
    return connection
        .rehearsing(call.method().name(), StrictUrl.parse(call.url()).orElseThrow())
        .map(url ->
            new HttpTrial(
                HttpTarget.of(connection),
                SentRequest.rehearsing(action, url),
                credentials,
                dialler));
  }

  @Override
  public SendAttempt attempt(Order order) {
    SentRequest request =
        SentRequest.of(order.action(), connection.idempotencyHeader(), order.idempotencyKey());
    return new HttpAttempt(
        HttpTarget.of(connection),
        request,
        credentials,
        dialler,
        AnswerReading.byStatus(connection.idempotencyHeader().isPresent()));
  }
}

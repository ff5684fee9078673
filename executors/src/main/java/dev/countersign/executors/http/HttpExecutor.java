package dev.countersign.executors.http;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.Sending;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.executors.wire.StrictUrl;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.RecordChange;
import java.util.Optional;
import java.util.Set;

/// Carries out `api_call` actions, and changes of records, over one HTTP connection, within its
/// limits and by its deadline.
public final class HttpExecutor implements ActionExecutor, Sending {
  private final HttpConnection connection;
  private final HttpAdmission admission;
  private final HttpRecords records;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final SendingThrottle throttle;

  public HttpExecutor(HttpConnection connection, Outbound out) {
    this.connection = connection;
    this.admission = new HttpAdmission(connection);
    this.credentials = out.credentials();
    this.dialler = out.dialler(Destination.of(connection), connection.limits());
    this.records = new HttpRecords(connection, credentials, dialler);
    this.throttle = out.throttle(connection, connection.network(), connection.limits());
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return action.changes() instanceof RecordChange change
        ? records.check(action, change)
        : admission.check(action);
  }

  @Override
  public Turn turn(Action action) {
    return throttle.turn(action, this);
  }

  @Override
  public Set<RecordChange.Operation> operations(Action action) {
    return records.operations(action);
  }

  @Override
  public boolean readsFirst(Action action) {
    return records.has(action) && !records.creates(action) && check(action).isEmpty();
  }

  @Override
  public RecordLook readFirst(Action action, AgentId agent) {
    return throttle.lookFor(agent, records.before(action));
  }

  @Override
  public boolean readsBack(Action action) {
    return check(action).isEmpty() && looked(action).isPresent();
  }

  @Override
  public TargetLook readBack(Action action) {
    return throttle.readBack(looked(action).orElseThrow());
  }

  private Optional<? extends LookAttempt<TargetLook>> looked(Action action) {
    return action.changes() instanceof ApiCall call ? answerTo(call) : records.readBack(action);
  }

  /// Empty where the file names no path for it, or no answer would say what it has become.
  private Optional<HttpLook<TargetLook>> answerTo(ApiCall call) {
    return ExpectedAnswer.of(call)
        .flatMap(expected ->
            connection
                .verifying(call.method().name(), StrictUrl.parse(call.url()).orElseThrow())
                .map(SentRequest::getting)
                .map(question ->
                    HttpLook.of(
                        HttpTarget.of(connection),
                        credentials,
                        dialler,
                        target ->
                            target.ask(
                                question, (status, _, body) -> expected.compare(status, body)),
                        TargetLook.NotRead::new,
                        later -> new TargetLook.NotYet(later.pause()))));
  }

  @Override
  public boolean triesOut(Action action) {
    return check(action).isEmpty() && rehearsed(action).isPresent();
  }

  @Override
  public TargetTrial tryOut(Action action) {
    return throttle.tryOut(rehearsed(action).orElseThrow());
  }

  private Optional<? extends LookAttempt<TargetTrial>> rehearsed(Action action) {
    return action.changes() instanceof ApiCall call
        ? question(action, call)
        : records.trial(action);
  }

  /// Empty where the file names no path at which the target says what it would do.
  private Optional<HttpLook<TargetTrial>> question(Action action, ApiCall call) {
    return connection
        .rehearsing(call.method().name(), StrictUrl.parse(call.url()).orElseThrow())
        .map(url -> SentRequest.rehearsing(action, url))
        .map(question ->
            HttpLook.trial(
                HttpTarget.of(connection),
                credentials,
                dialler,
                target -> target.ask(question, (status, _, _) -> would(status))));
  }

  /// What the status at that path says of the call. A path that is not there says nothing.
  private static TargetTrial would(int status) {
    if (status == 404 || status == 405) {
      return TargetTrial.notTried("target_refused");
    }
    return switch (status / 100) {
      case 2 -> TargetTrial.works();
      case 4 -> TargetTrial.fails("target_refused");
      case 3 -> TargetTrial.notTried("target_unclear");
      default -> TargetTrial.notTried("target_error");
    };
  }

  /// Of a call, and of what makes a record. Any other change of a record names the version that it
  /// goes from, so its repeat would be refused and tell nothing.
  @Override
  public boolean repeats(Order order) {
    return connection.idempotencyHeader().isPresent()
        && (!records.has(order.action()) || records.creates(order.action()));
  }

  @Override
  public SendAttempt attempt(Order order) {
    if (records.has(order.action())) {
      return records.attempt(order);
    }
    SentRequest request =
        SentRequest.of(order.action(), connection.idempotencyHeader(), order.idempotencyKey());
    return new HttpAttempt(
        HttpTarget.of(connection),
        request,
        credentials,
        dialler,
        AnswerReading.byStatus(connection.idempotencyHeader().isPresent()),
        HttpAttempt.Condition.NONE);
  }
}

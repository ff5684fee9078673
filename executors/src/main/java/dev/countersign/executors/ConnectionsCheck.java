package dev.countersign.executors;

import dev.countersign.executors.connection.AdvisoryConnection;
import dev.countersign.executors.connection.AllowedCall;
import dev.countersign.executors.connection.Connection;
import dev.countersign.executors.connection.ExternalConnection;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.CredentialQuestion;
import dev.countersign.executors.http.HostQuestion;
import dev.countersign.executors.http.HttpSetup;
import dev.countersign.executors.http.HttpTarget;
import dev.countersign.executors.http.ReachabilityQuestion;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SetupLook;
import dev.countersign.executors.slack.SlackQuestion;
import dev.countersign.executors.smtp.SmtpSetup;
import dev.countersign.executors.sql.SqlSetup;
import dev.countersign.executors.teams.TeamsQuestion;
import dev.countersign.setup.SetupFinding;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// What the targets say of how their connections are set up: address, TLS, sign-in, rights, clock.
/// Nothing that is said to a target has an effect there.
public final class ConnectionsCheck {
  private final Outbound out;

  ConnectionsCheck(Outbound out) {
    this.out = out;
  }

  /// With the TLS trust of this Java runtime, and the names that this machine knows.
  public static ConnectionsCheck ofThisMachine(CredentialResolver credentials) {
    return new ConnectionsCheck(Outbound.toLook(credentials));
  }

  /// Ends by the deadline of the connection, whatever the target does.
  public List<SetupFinding> of(Connection connection) {
    return switch (connection) {
      case HttpConnection http ->
          Stream.concat(
                  within(
                      http,
                      http.limits(),
                      new HttpSetup(
                          HttpTarget.of(http),
                          http.network(),
                          question(http),
                          out.credentials(),
                          out.dialler(Destination.of(http), http.limits()),
                          out.clock()))
                      .stream(),
                  Stream.concat(records(http), bodiesLeftOpen(http).stream()))
              .toList();
      case SmtpConnection smtp ->
          within(
              smtp,
              smtp.limits(),
              new SmtpSetup(
                  smtp, out.credentials(), out.dialler(Destination.of(smtp), smtp.limits())));
      case SlackConnection slack ->
          within(
              slack,
              slack.limits(),
              new HttpSetup(
                  HttpTarget.of(slack),
                  slack.network(),
                  SlackQuestion.of(slack, out.credentials()),
                  out.credentials(),
                  out.dialler(Destination.of(slack), slack.limits()),
                  out.clock()));
      case TeamsConnection teams ->
          within(
              teams,
              teams.limits(),
              new HttpSetup(
                  HttpTarget.ofLogin(teams),
                  teams.network(),
                  TeamsQuestion.of(teams, out.credentials()),
                  out.credentials(),
                  out.dialler(Destination.ofLogin(teams), teams.limits()),
                  out.clock()));
      case SqlConnection sql -> within(sql, sql.limits(), new SqlSetup(sql, out));
      case ExternalConnection external ->
          List.of(
              SetupFinding.good(
                  external.name(),
                  "external: "
                      + external.executor().name()
                      + " asks for work here, and is not called"));
      case AdvisoryConnection _ ->
          List.of(SetupFinding.good(connection.name(), "advisory: nothing is sent"));
    };
  }

  private HostQuestion question(HttpConnection http) {
    return http.check()
        .map(call ->
            CredentialQuestion.of(
                call, () -> http.credential().flatMap(out.credentials()::resolve)))
        .orElseGet(() -> new ReachabilityQuestion(http.credential().isPresent()));
  }

  /// To ask for a record would take the key of one, which no file has.
  private static Stream<SetupFinding> records(HttpConnection http) {
    return new TreeMap<>(http.records())
        .entrySet().stream()
            .map(each ->
                SetupFinding.unseen(
                    http.name() + " " + each.getKey(),
                    each.getValue().path()
                        + ", "
                        + each.getValue().fields().size()
                        + " fields: not asked for, as that takes the key of a record",
                    ""));
  }

  private static Optional<SetupFinding> bodiesLeftOpen(HttpConnection http) {
    long open = http.allow().stream().filter(AllowedCall::leavesBodyOpen).count();
    return open == 0
        ? Optional.empty()
        : Optional.of(
            SetupFinding.note(
                http.name() + " bodies",
                "of " + (open == 1 ? "one call" : open + " calls") + " may be anything",
                "List their fields in body, or say body: any."));
  }

  private static List<SetupFinding> within(Connection connection, Limits limits, SetupLook look) {
    var task = new FutureTask<List<SetupFinding>>(look::look);
    Thread.ofVirtual().name("check-" + connection.name()).start(task);
    try {
      return task.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      look.giveUp();
      return late(connection, limits);
    } catch (InterruptedException e) {
      look.giveUp();
      Thread.currentThread().interrupt();
      return late(connection, limits);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the check of " + connection.name() + " failed", e);
    }
  }

  private static List<SetupFinding> late(Connection connection, Limits limits) {
    return List.of(
        SetupFinding.bad(
            connection.name(),
            "not done within " + limits.timeout().toMillis() + " ms, which is limits.timeout",
            "The target is too slow, or something on the way holds it up."));
  }
}

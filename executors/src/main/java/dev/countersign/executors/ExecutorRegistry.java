package dev.countersign.executors;

import dev.countersign.catalogue.Reading;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.AdvisoryConnection;
import dev.countersign.executors.connection.Connection;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ExternalConnection;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.external.ExternalExecutor;
import dev.countersign.executors.http.HttpExecutor;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.slack.SlackChat;
import dev.countersign.executors.smtp.SmtpExecutor;
import dev.countersign.executors.sql.SqlExecutor;
import dev.countersign.executors.teams.TeamsChat;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.RecordChange;
import dev.countersign.token.ExecutorKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The door of this module: every registered connection, chosen by the action's `target_system`.
///
/// Codes of [#check]: `unknown_target_system`, `class_not_executable`, `destination_not_allowed`,
/// `query_not_allowed`, `header_not_allowed`, `body_not_allowed`, `body_too_large`,
/// `precondition_malformed`, `environment_mismatch`; of mail also `channel_not_executable`,
/// `recipient_not_allowed`, `too_many_recipients`, `attachments_not_allowed`,
/// `attachment_not_allowed`, `attachments_too_large`, `precondition_not_allowed`; of records
/// `record_type_not_allowed`, `operation_not_allowed`, `target_id_required`,
/// `target_id_not_allowed`, `field_not_allowed`, `value_not_allowed`, `precondition_not_allowed`,
/// `key_not_allowed`; of tools `tool_not_allowed`, `tool_definition_required`,
/// `tool_definition_changed`.
///
/// Codes of [Turn.Later]: `not_before`, `credential_unavailable`, `busy`, `rate_limited`.
///
/// Codes of [dev.countersign.execution.Outcome.Failed], beside those of [#check]: `advisory_only`,
/// `executed_elsewhere`, `idempotency_key_malformed`, `credential_unavailable` (it went away after
/// the turn was taken), `dns_failed`, `address_denied`, `connect_failed`, `connect_timeout`,
/// `tls_failed`, `timeout_before_send`, `interrupted_before_send`, `internal_error_before_send`,
/// `target_refused` (with the status); of mail also `tls_not_offered`, `sign_in_not_offered`,
/// `sign_in_refused`, `sender_refused`, `recipient_refused`, `message_too_large`,
/// `attachment_damaged`, and those of a connection that ends, with `_before_send`; of messages in
/// chats `audience_not_allowed`, `conversation_not_found`, `conversation_not_read`, of dry runs
/// also `conversation_archived` and `not_in_conversation`; of records `record_changed`,
/// `record_not_found`, `record_ambiguous`, `record_locked`, `value_not_kept`, `value_refused`,
/// `constraint_violated`, `permission_denied`, `record_mismatched`, `record_not_readable`,
/// `record_unversioned`, `before_value_required`.
///
/// Codes of [dev.countersign.execution.Outcome.Unknown]: `timeout`, `interrupted`,
/// `connection_reset`, `connection_lost`, `no_answer`, `truncated_answer`, `malformed_answer`,
/// `target_error` (5xx), `target_unclear` (302, 303, 408, some 409, odd ones), `internal_error` (a
/// bug of ours, logged).
public final class ExecutorRegistry implements ActionExecutor {

  /// What becomes of an approved action on a target system.
  public enum Mode {
    EXECUTES,
    /// An executor outside carries it out.
    EXTERNAL,
    ADVISORY
  }

  private static final ActionExecutor UNKNOWN = new UnknownTarget();

  private final Connections connections;
  private final Map<String, ActionExecutor> executors;

  private ExecutorRegistry(Connections connections, Map<String, ActionExecutor> executors) {
    this.connections = connections;
    this.executors = Map.copyOf(executors);
  }

  /// The registry of other connections. One that stayed the same goes on with its slots as they are
  /// taken; whatever was taken before ends where it was taken.
  public ExecutorRegistry followedBy(Connections next, Outbound out) {
    ExecutorRegistry all = of(next, out);
    var kept = new LinkedHashMap<>(all.executors);
    next.byName()
        .forEach((name, connection) -> {
          ActionExecutor same = executors.get(name);
          if (same != null && connections.find(name).equals(Optional.of(connection))) {
            kept.put(name, same);
          }
        });
    return new ExecutorRegistry(next, kept);
  }

  public static ExecutorRegistry of(Connections connections, Outbound out) {
    var executors = new LinkedHashMap<String, ActionExecutor>();
    for (Connection connection : connections.byName().values()) {
      executors.put(
          connection.name(),
          switch (connection) {
            case HttpConnection http -> new HttpExecutor(http, out);
            case SmtpConnection smtp -> new SmtpExecutor(smtp, out);
            case SlackConnection slack -> SlackChat.executor(slack, out);
            case TeamsConnection teams -> TeamsChat.executor(teams, out);
            case SqlConnection sql -> new SqlExecutor(sql, out);
            case ExternalConnection external -> new ExternalExecutor(external, out.clock());
            case AdvisoryConnection _ -> new AdvisoryExecutor();
          });
    }
    return new ExecutorRegistry(connections, executors);
  }

  /// Empty when no connection has this name.
  public Optional<Mode> mode(String targetSystem) {
    return connections
        .find(targetSystem)
        .map(connection ->
            switch (connection) {
              case HttpConnection _,
                  SmtpConnection _,
                  SlackConnection _,
                  TeamsConnection _,
                  SqlConnection _ ->
                  Mode.EXECUTES;
              case ExternalConnection _ -> Mode.EXTERNAL;
              case AdvisoryConnection _ -> Mode.ADVISORY;
            });
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return executor(action).check(action).or(() -> whyNotThere(action));
  }

  /// Found again before sending: the connection may have been moved since people approved.
  private Optional<Inadmissible> whyNotThere(Action action) {
    Environment there = environment(action.targetSystem());
    return there == action.environment()
        ? Optional.empty()
        : Optional.of(Inadmissible.elsewhere(there));
  }

  @Override
  public Set<String> systems(Environment there) {
    return connections.byName().keySet().stream()
        .filter(name -> connections.environment(name) == there)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean executes(String targetSystem) {
    return mode(targetSystem).filter(mode -> mode == Mode.EXECUTES).isPresent();
  }

  @Override
  public Optional<OutsideExecutor> outside(String targetSystem) {
    return connections
        .find(targetSystem)
        .flatMap(connection ->
            connection instanceof ExternalConnection external
                ? Optional.of(external.executor())
                : Optional.empty());
  }

  /// The keys by which an executor outside signs; empty for an unknown one.
  public List<ExecutorKey> keysOf(String executor) {
    return connections.keysOf(executor);
  }

  @Override
  public Optional<Reading> reading(Action action) {
    return connections.reading(action);
  }

  @Override
  public Environment environment(String targetSystem) {
    return connections.environment(targetSystem);
  }

  @Override
  public boolean attaches(Action action) {
    return executor(action).attaches(action);
  }

  @Override
  public Set<RecordChange.Operation> operations(Action action) {
    return executor(action).operations(action);
  }

  @Override
  public boolean readsFirst(Action action) {
    return executor(action).readsFirst(action);
  }

  @Override
  public RecordLook readFirst(Action action, AgentId agent) {
    return executor(action).readFirst(action, agent);
  }

  /// Not where it would not be sent at all.
  @Override
  public boolean asksWhoReads(Action action) {
    return executor(action).asksWhoReads(action) && check(action).isEmpty();
  }

  @Override
  public ReadersLook whoReads(Action action, AgentId agent) {
    return executor(action).whoReads(action, agent);
  }

  @Override
  public boolean readsBack(Action action) {
    return executor(action).readsBack(action);
  }

  @Override
  public TargetLook readBack(Action action) {
    return executor(action).readBack(action);
  }

  /// Not where it would not be sent at all.
  @Override
  public boolean triesOut(Action action) {
    return executor(action).triesOut(action) && check(action).isEmpty();
  }

  @Override
  public TargetTrial tryOut(Action action) {
    return executor(action).tryOut(action);
  }

  @Override
  public Turn turn(Action action) {
    return executor(action).turn(action);
  }

  private ActionExecutor executor(Action action) {
    return executors.getOrDefault(action.targetSystem(), UNKNOWN);
  }
}

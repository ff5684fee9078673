package dev.countersign.store;

import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/// Stops whoever writes entries of a chosen request in the midst of the statement, for as long as a
/// test likes, and ends the server processes of those that are stopped.
final class HeldWrites implements AutoCloseable {
  private static final String TRIGGER =
      """
      create function public.held() returns trigger language plpgsql as $$
      begin
        perform set_config('lock_timeout', '0', true);
        perform pg_advisory_xact_lock_shared(hashtext(new.request_id));
        return new;
      end $$;
      create trigger held before insert on countersign.audit_entry
        for each row execute function public.held();
      """;

  private final Connection holder;
  private final Connection watch;

  HeldWrites(DataSource admin) throws SQLException {
    holder = admin.getConnection();
    watch = admin.getConnection();
    run(watch, "set synchronous_commit = local");
    run(watch, TRIGGER);
  }

  /// Longer than any step takes on a loaded machine.
  private static final Duration AT_MOST = Duration.ofMinutes(1);

  /// What a server process waits for.
  enum Wait {
    ENTRIES("wait_event_type = 'Lock' and wait_event = 'advisory'"),
    /// What is frozen, and who is in force.
    FREEZES("wait_event_type = 'Lock' and wait_event = 'relation'"),
    /// Its transaction is durable here, and no standby has confirmed it.
    CONFIRMATION("wait_event = 'SyncRep'");

    private final String processes;

    Wait(String condition) {
      processes =
          "(select pid from pg_stat_activity where datname = current_database() and %s) held"
              .formatted(condition);
    }
  }

  void hold(ProposalId id) throws SQLException {
    run(holder, "select pg_advisory_lock(hashtext('" + id + "'))");
  }

  void release(ProposalId id) throws SQLException {
    run(holder, "select pg_advisory_unlock(hashtext('" + id + "'))");
  }

  /// Returns once somebody does.
  void await(Wait wait) throws SQLException {
    await(wait, 1);
  }

  /// Returns once so many do.
  void await(Wait wait, int many) throws SQLException {
    long end = System.nanoTime() + AT_MOST.toNanos();
    while (waiting(wait) < many) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("nobody waits for " + wait + " within " + AT_MOST);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("nobody came to wait for " + wait);
      }
    }
  }

  private int waiting(Wait wait) throws SQLException {
    try (Statement statement = watch.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + wait.processes)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /// Ends the server processes that do.
  void terminate(Wait wait) throws SQLException {
    run(watch, "select pg_terminate_backend(pid) from " + wait.processes);
  }

  void run(String sql) throws SQLException {
    run(watch, sql);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    holder.close();
    watch.close();
  }
}

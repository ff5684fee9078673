package dev.countersign.store;

import java.time.Duration;

/// Which signed requests of executors outside were taken, on whichever replica: none is taken
/// twice.
final class ExecutorNonces {
  private static final Sql FORGET =
      Sql.of(
          """
          delete from executor_nonce n
           using (select executor, nonce
                    from executor_nonce
                   where at < statement_timestamp() - :remembered * interval '1 second'
                   order by at, executor, nonce
                   limit 100) old
           where n.executor = old.executor and n.nonce = old.nonce
          """);

  private static final Sql TAKE =
      Sql.of(
          """
          insert into executor_nonce (executor, nonce, at)
          values (:executor, :nonce, statement_timestamp())
              on conflict do nothing
          """);

  private final Database database;

  ExecutorNonces(Database database) {
    this.database = database;
  }

  boolean take(String executor, String nonce, Duration remembered) {
    return database.askTogether(connection -> {
      FORGET.ask(connection, query -> query.bind("remembered", remembered.toSeconds()).update());
      return TAKE.ask(
              connection, query -> query.bind("executor", executor).bind("nonce", nonce).update())
          == 1;
    });
  }
}

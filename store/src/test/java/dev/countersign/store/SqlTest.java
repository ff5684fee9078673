package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqlTest {
  private static final Sql SQL =
      Sql.of("select cast(:a as text) || coalesce(cast(:b as text), '-') || cast(:a as text)");

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void aParameterIsBoundWhereverItStands() throws SQLException {
    assertThat(SQL.positions("a")).containsExactly(1, 3);
    try (Connection connection = postgres.admin().getConnection();
        Query query = SQL.on(connection)) {
      query.bind("a", "x").bind("b", (String) null);
      String joined = query.one(row -> row.getString(1));
      assertThat(joined).isEqualTo("x-x");
    }
  }

  @Test
  void aParameterThatIsNotThereIsRefused() throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Query query = SQL.on(connection)) {
      assertThatIllegalArgumentException().isThrownBy(() -> query.bind("c", 1));
    }
  }

  @Test
  void nothingRunsUntilAllIsBound() throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Query query = SQL.on(connection)) {
      query.bind("a", "x");
      assertThatIllegalStateException().isThrownBy(() -> query.list(row -> row.getString(1)));
    }
  }

  @Test
  void moreThanOneRowIsNoFirst() throws SQLException {
    Sql two = Sql.of("select n from generate_series(1, :most) as n");
    try (Connection connection = postgres.admin().getConnection();
        Query query = two.on(connection)) {
      query.bind("most", 2);
      assertThatIllegalStateException().isThrownBy(() -> query.first(row -> row.getInt(1)));
    }
  }

  @Test
  void everyRowOfABatchIsBoundAnew() throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Query query = SQL.on(connection)) {
      query.bind("a", "x").bind("b", "y").add();
      query.bind("a", "z");
      assertThatIllegalStateException().isThrownBy(query::add);
      assertThatIllegalStateException().isThrownBy(query::updateAll);
    }
  }

  @Test
  void aBatchWritesEveryRowThatWasAdded() throws SQLException {
    try (Connection connection = postgres.admin().getConnection()) {
      Sql.of("create temporary table noted (n int, word text)").ask(connection, Query::update);
      try (Query rows = Sql.of("insert into noted values (:n, :word)").on(connection)) {
        rows.bind("n", 1).bind("word", "one").add();
        rows.bind("n", 2).bind("word", (String) null).add();
        rows.updateAll();
      }
      List<String> noted =
          Sql.of("select n || coalesce(word, '-') as line from noted order by n")
              .ask(connection, query -> query.list(row -> row.getString("line")));
      assertThat(noted).containsExactly("1one", "2-");
    }
  }

  @Test
  void ofStatementsThatGoTogetherEachHasItsAnswer() throws SQLException {
    Sql both =
        Sql.together(
            Sql.of("select n from generate_series(1, :most) as n"),
            Sql.of("select cast(:word as text) where :most > 1"));
    try (Connection connection = postgres.admin().getConnection()) {
      for (int most = 1; most <= 8; most++) {
        int rows = most;
        Query.Both<Integer, String> answer =
            both.ask(
                connection,
                query ->
                    query
                        .bind("most", rows)
                        .bind("word", "x")
                        .both(row -> row.getInt(1), row -> row.getString(1)));
        assertThat(answer.first()).hasSize(most);
        assertThat(answer.second()).hasSize(most > 1 ? 1 : 0);
      }
      assertThatIllegalStateException()
          .isThrownBy(() ->
              both.ask(
                  connection,
                  query ->
                      query.bind("most", 1).bind("word", "x").listLast(2, row -> row.getInt(1))));
    }
  }

  @Test
  void whatFollowsALockSeesWhatWasCommittedUnderIt() throws Exception {
    postgres.asAdmin("create table public.counted (n int)");
    Sql lockAndCount =
        Sql.together(
            Sql.of("select cast(pg_advisory_xact_lock(:key) as text)"),
            Sql.of("select count(*) from public.counted"));
    try (Connection holder = postgres.admin().getConnection();
        HeldWrites watch = new HeldWrites(postgres.admin());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("select pg_advisory_xact_lock(77)");
      holder.createStatement().execute("insert into public.counted values (1)");
      Future<List<Integer>> counted =
          callers.submit(() -> {
            try (Connection connection = postgres.admin().getConnection()) {
              connection.setAutoCommit(false);
              return lockAndCount.ask(
                  connection, query -> query.bind("key", 77).listLast(1, row -> row.getInt(1)));
            }
          });
      watch.await(HeldWrites.Wait.ENTRIES);
      holder.commit();
      assertThat(counted.get()).containsExactly(1);
    }
  }

  @Test
  void nothingFollowsAStatementThatFails() throws SQLException {
    postgres.asAdmin("create table public.followed (n int)");
    Sql failing =
        Sql.together(
            Sql.of("select 1 / cast(:zero as integer)"),
            Sql.of("insert into public.followed values (1) returning n"));
    try (Connection connection = postgres.admin().getConnection()) {
      assertThatThrownBy(() ->
              failing.ask(
                  connection, query -> query.bind("zero", 0).listLast(1, row -> row.getInt(1))))
          .isInstanceOf(SQLException.class);
      List<Integer> followed =
          Sql.of("select n from public.followed")
              .ask(connection, query -> query.list(row -> row.getInt(1)));
      assertThat(followed).isEmpty();
    }
  }
}

package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
}

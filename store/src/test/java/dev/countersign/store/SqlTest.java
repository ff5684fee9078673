package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.sql.SQLException;
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
}

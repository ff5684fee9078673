package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is written together lands whole or not at all.
class TogetherTest {
  private static final Sql WRITE = Sql.of("update people_import set version = version + 1");
  private static final Sql WRITTEN = Sql.of("select version from people_import");

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void whateverIsThrownUndoesWhatWasWrittenBefore() {
    try (Database database = Database.open(postgres.config())) {
      int before = written(database);
      for (Throwable thrown : List.of(new IllegalStateException("one"), new StackOverflowError())) {
        assertThatThrownBy(() ->
                database.askTogether(connection -> {
                  WRITE.ask(connection, Query::update);
                  throw rethrown(thrown);
                }))
            .isSameAs(thrown);
        assertThat(written(database)).isEqualTo(before);
      }
    }
  }

  private static RuntimeException rethrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private static int written(Database database) {
    return database.ask(WRITTEN, query -> query.one(row -> row.getInt("version")));
  }
}

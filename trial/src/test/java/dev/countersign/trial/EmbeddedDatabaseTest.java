package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  private static final String NO_PASSWORD = "08004";
  private static final String WRONG_PASSWORD = "28P01";

  private static final String CONVERSATION =
      "insert into countersign.chat_conversation (surface, tenant, id, kind, service, present, at)"
          + " values ('teams', 'there', 'one', 'channel', 'http://127.0.0.1:1/', true, now())";

  @TempDir private Path root;

  /// As another user of the machine would, who finds the port.
  private static Connection connect(EmbeddedDatabase database, String user, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + EmbeddedDatabase.NAME,
        user,
        password);
  }

  @Test
  void nobodyGetsInWithoutAPasswordAndTheSuperusersLastsAsLongAsTheData() throws Exception {
    try (TrialFolder folder = TrialFolder.open(root)) {
      try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, "first", "import")) {
        assertThatThrownBy(() -> connect(database, "postgres", ""))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NO_PASSWORD));
        assertThatThrownBy(() -> connect(database, "postgres", "postgres"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(WRONG_PASSWORD));
        assertThatThrownBy(() -> connect(database, EmbeddedDatabase.APP_ROLE, "second"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(WRONG_PASSWORD));
        try (Connection app = connect(database, EmbeddedDatabase.APP_ROLE, "first");
            Statement statement = app.createStatement()) {
          statement.execute(CONVERSATION);
        }
      }
      String secret = Files.readString(folder.secrets().resolve("database-admin"));
      try (EmbeddedDatabase again = EmbeddedDatabase.start(folder, "second", "import")) {
        connect(again, "postgres", secret).close();
        try (Connection app = connect(again, EmbeddedDatabase.APP_ROLE, "second");
            Statement statement = app.createStatement();
            ResultSet left =
                statement.executeQuery("select id from countersign.chat_conversation")) {
          assertThat(left.next()).as("where the Teams of an earlier trial was").isFalse();
        }
      }
      assertThat(Files.readString(folder.databaseLog())).doesNotContain(secret);
    }
  }
}

package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.executors.Crm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.h2.Driver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An H2 in a file, which another connection of this process has open, too.
class H2RecordTest extends RecordContract {
  private static final String[] TABLES = {
    """
    CREATE TABLE "account" ("id" VARCHAR_IGNORECASE(64) PRIMARY KEY,
      "status" VARCHAR(20) DEFAULT 'active' NOT NULL,
      "billing_terms" VARCHAR(5), "credit_limit" NUMERIC(10, 2) DEFAULT 0 NOT NULL, "seats" INT,
      "vip" BOOLEAN DEFAULT FALSE NOT NULL, "renewal" DATE, "called_at" TIMESTAMP(6),
      "note" VARCHAR_IGNORECASE, "owner" VARCHAR(20) DEFAULT 'ada' NOT NULL,
      "archived_at" TIMESTAMP WITH TIME ZONE, "lock_version" INT DEFAULT 1 NOT NULL)
    """,
    "CREATE TABLE \"label\" (\"name\" VARCHAR(20), \"colour\" VARCHAR(20))",
    "CREATE USER gate PASSWORD '" + Crm.PASSWORD + "'",
    "GRANT SELECT, INSERT, UPDATE ON \"account\" TO gate",
    "GRANT SELECT, UPDATE, DELETE ON \"label\" TO gate"
  };

  private static SampleH2 server;

  /// @param held keeps the database open
  private record SampleH2(Path file, Connection held) implements SampleDatabase {
    static SampleH2 in(Path folder) throws SQLException {
      Path file = folder.resolve("crm");
      var server = new SampleH2(file, open(file));
      server.run(TABLES);
      return server;
    }

    private static Connection open(Path file) throws SQLException {
      var properties = new Properties();
      properties.setProperty("user", "sa");
      properties.setProperty("password", "");
      return new Driver().connect("jdbc:h2:file:" + file, properties);
    }

    @Override
    public Crm crm() {
      return Crm.h2(file);
    }

    @Override
    public Connection owner() throws SQLException {
      return open(file);
    }

    @Override
    public void close() {
      try {
        held.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws SQLException {
    server = SampleH2.in(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  SampleDatabase database() {
    return server;
  }

  /// Whoever may write a file of H2 may put a program into it.
  @Test
  void aFileThatOthersMayWriteIsNotOpened() throws IOException {
    Path data = server.file().resolveSibling("crm.mv.db");
    for (Path open : List.of(data, data.resolveSibling(""))) {
      Set<PosixFilePermission> before = Files.getPosixFilePermissions(open);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
      try {
        assertFailed(make(update(change("/seats", "7", "8"))), "file_not_private");
      } finally {
        Files.setPosixFilePermissions(open, before);
      }
    }
    assertThat(held("seats")).contains("7");
  }

  @Test
  void aDatabaseThatIsNotThereIsNotMade() {
    Path file = server.file().resolveSibling("none");
    assertFailed(Crm.h2(file).make(update(change("/seats", "7", "8"))), "connect_failed");
    assertThat(file.resolveSibling("none.mv.db")).doesNotExist();
  }

  @Test
  void anotherPasswordIsNamed() {
    server.run("ALTER USER gate SET PASSWORD 'another'");
    try {
      assertFailed(make(update(change("/seats", "7", "8"))), "sign_in_refused");
    } finally {
      server.run("ALTER USER gate SET PASSWORD '" + Crm.PASSWORD + "'");
    }
  }

  /// Whose other database would keep what this one takes back.
  @Test
  void aLinkedTableIsLeftAlone() {
    server.run(
        "ALTER TABLE \"label\" RENAME TO \"labels\"",
        "CREATE LINKED TABLE \"label\"(NULL, 'jdbc:h2:mem:there', 'sa', '', '(SELECT ''red'' AS"
            + " \"name\", ''f00'' AS \"colour\")')",
        "GRANT SELECT, UPDATE ON \"label\" TO gate");
    try {
      assertFailed(make(label("update", change("/colour", "\"f00\"", "\"0f0\""))), "table_unfit");
    } finally {
      server.run("DROP TABLE \"label\"", "ALTER TABLE \"labels\" RENAME TO \"label\"");
    }
  }

  @Test
  void itIsToldWhatTheRoleMayDo() {
    assertThat(server.crm().told())
        .containsExactly(
            "GOOD crm credential: env:CRM is there",
            "GOOD crm sign-in: as gate",
            "GOOD crm clock: as this machine's, within 30 s",
            "GOOD crm account: PUBLIC.account: archive, create, restore, update of 8 fields",
            "NOTE crm account: the role may also write id, owner",
            "GOOD crm label: PUBLIC.label: delete, update of 1 fields",
            "NOTE crm label: name is not unique by itself",
            "NOTE crm label: the role may also write name");
    server.run("REVOKE UPDATE ON \"label\" FROM gate");
    try {
      assertThat(server.crm().told()).contains("BAD crm label: the role may not write colour");
    } finally {
      server.run("GRANT UPDATE ON \"label\" TO gate");
    }
  }
}

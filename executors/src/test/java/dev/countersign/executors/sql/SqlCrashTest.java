package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Crm;
import dev.countersign.executors.RelayedProcess;
import dev.countersign.executors.RelayedProcess.Sent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a process that changes a record, right before and right after each message that it
/// sends to the database. What becomes of the request then, `CrashTest` shows.
@Timeout(600)
class SqlCrashTest {
  /// How many of the points are tried, beside those around COMMIT.
  private static final int POINTS = Integer.getInteger("countersign.crash.points", 3);

  private static EmbeddedPostgres server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server = Crm.server();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /// A process of its own.
  static final class CrashingChange {
    private CrashingChange() {}

    /// @param args the port of the database
    public static void main(String[] args) {
      Outcome outcome =
          Crm.plain(Integer.parseInt(args[0]))
              .make(
                  Crm.change(
                      "update",
                      "acme",
                      "{\"path\":\"/terms\",\"from\":\"NET30\",\"to\":\"NET60\"},"
                          + "{\"path\":\"/seats\",\"from\":7,\"to\":8}"));
      System.exit(outcome instanceof Outcome.Succeeded ? 0 : 1);
    }
  }

  @Test
  void whereverTheProcessDiesTheRecordIsWholeAndChangedOnlyOnceCommitWasSent() throws Exception {
    Sent whole = run(RelayedProcess.NEVER);
    assertThat(held()).isEqualTo("NET60 8 2");

    for (int point : whole.points(POINTS)) {
      Sent sent = run(point);
      assertThat(held())
          .as("killed at point %s", point)
          .isEqualTo(sent.deciding() > 0 ? "NET60 8 2" : "NET30 7 1");
    }
  }

  /// Waits for whoever still holds the record.
  private static String held() {
    return Crm.ask(
            server,
            "SELECT billing_terms || ' ' || seats || ' ' || lock_version FROM account FOR UPDATE")
        .orElseThrow();
  }

  private Sent run(int fatal) throws Exception {
    Crm.run(
        server,
        "TRUNCATE account; INSERT INTO account (id, billing_terms, seats) VALUES ('acme', 'NET30',"
            + " 7)");
    return new RelayedProcess(
            folder.resolve("child.log"), server.getPort(), sent -> sent.contains("\0COMMIT\0"))
        .run(CrashingChange.class, fatal);
  }
}

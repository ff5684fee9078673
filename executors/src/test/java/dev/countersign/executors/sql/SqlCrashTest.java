package dev.countersign.executors.sql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Crm;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

  private static final long SEED = Long.getLong("countersign.crash.seed", 7);
  private static final int DEADLINE_SECONDS = 60;
  private static final int NEVER = Integer.MAX_VALUE;

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

  /// What one run sent.
  ///
  /// @param messages how many
  /// @param commit which of them was COMMIT; 0 for none that was handed on
  private record Sent(int messages, int commit) {}

  @Test
  void whereverTheProcessDiesTheRecordIsWholeAndChangedOnlyOnceCommitWasSent() throws Exception {
    Sent whole = run(NEVER);
    assertThat(held()).isEqualTo("NET60 8 2");
    List<Integer> points = new ArrayList<>();
    for (int point = 2; point <= 2 * whole.messages() + 1; point++) {
      points.add(point);
    }
    Collections.shuffle(points, new Random(SEED));
    List<Integer> tried = new ArrayList<>(points.subList(0, Math.min(POINTS, points.size())));
    tried.add(2 * whole.commit());
    tried.add(2 * whole.commit() + 1);

    for (int point : tried) {
      Sent sent = run(point);
      assertThat(held())
          .as("killed at point %s", point)
          .isEqualTo(sent.commit() > 0 ? "NET60 8 2" : "NET30 7 1");
    }
  }

  /// Waits for whoever still holds the record.
  private static String held() {
    return Crm.ask(
            server,
            "SELECT billing_terms || ' ' || seats || ' ' || lock_version FROM account FOR UPDATE")
        .orElseThrow();
  }

  /// @param fatal twice the number of the message before which the process is killed, and one more
  ///   for right after it
  private Sent run(int fatal) throws Exception {
    Crm.run(
        server,
        "TRUNCATE account; INSERT INTO account (id, billing_terms, seats) VALUES ('acme', 'NET30',"
            + " 7)");
    try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = process(relay.getLocalPort());
      Sent sent = relay(relay, process, fatal);
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue() == 0).isEqualTo(fatal == NEVER);
      return sent;
    }
  }

  private Process process(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CrashingChange.class.getName(),
            Integer.toString(port))
        .redirectErrorStream(true)
        .redirectOutput(new File(folder.toFile(), "child.log"))
        .start();
  }

  private static Sent relay(ServerSocket relay, Process process, int fatal)
      throws IOException, InterruptedException {
    relay.setSoTimeout(DEADLINE_SECONDS * 1_000);
    try (Socket client = relay.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      Thread back = Thread.ofVirtual().start(() -> pump(target, client));
      int messages = 0;
      int commit = 0;
      byte[] buffer = new byte[65_536];
      InputStream in = client.getInputStream();
      OutputStream out = target.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        messages++;
        if (fatal == 2 * messages) {
          kill(process);
          break;
        }
        out.write(buffer, 0, read);
        if (new String(buffer, 0, read, US_ASCII).contains("\0COMMIT\0")) {
          commit = messages;
        }
        if (fatal == 2 * messages + 1) {
          kill(process);
          break;
        }
      }
      target.shutdownOutput(); // what was handed on is read to its end
      back.join();
      return new Sent(messages, commit);
    }
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      drain(from);
    }
  }

  /// So that the database is not kept waiting by a process that is gone.
  private static void drain(Socket from) {
    try {
      from.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // it ended first
    }
  }
}

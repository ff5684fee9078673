package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.executors.Crm;
import dev.countersign.executors.RawTarget;
import dev.countersign.proposal.Action;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// A database that goes away at each step of a change: what is said of it is what became of it.
@Timeout(60)
class SqlFaultTest {
  private static final Action CHANGE =
      Crm.change("update", "acme", "{\"path\":\"/seats\",\"from\":7,\"to\":8}");

  /// The database answers with a message that quotes the value.
  private static final Action HOSTILE =
      Crm.change("create", "acme", "{\"path\":\"/note\",\"to\":\"canary-value\"}");

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() {
    server = Crm.server();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void oneAccount() {
    Crm.run(server, "TRUNCATE account; INSERT INTO account (id, seats) VALUES ('acme', 7)");
  }

  private static Optional<String> seats() {
    return Crm.ask(server, "SELECT seats FROM account WHERE id = 'acme'");
  }

  private static CutWire wire(String word, boolean passesItOn) {
    return new CutWire(server.getPort(), word, passesItOn, () -> seats().equals(Optional.of("8")));
  }

  private static Outcome through(String word, boolean passesItOn) throws IOException {
    CutWire wire = wire(word, passesItOn);
    try (var target = new RawTarget(wire)) {
      Outcome outcome = Crm.plain(target.port()).make(CHANGE);
      if (passesItOn) {
        wire.awaitDone();
      }
      return outcome;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"set_config", "FOR UPDATE", "UPDATE \"public\"", "IS NOT DISTINCT"})
  void whatBreaksOffBeforeTheEndChangedNothing(String word) throws IOException {
    assertThat(through(word, false))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).startsWith("connection_").endsWith("_before_send"));
    assertThat(seats()).contains("7");
  }

  @Test
  void whereTheEndIsLostNobodyKnows() throws IOException {
    assertThat(through("COMMIT\0", false))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, lost -> assertThat(lost.code()).startsWith("connection_"));
    assertThat(seats()).contains("7");
  }

  /// It is done, and nobody hears of it.
  @Test
  void whereTheAnswerToTheEndIsLostNobodyKnowsEither() throws IOException {
    assertThat(through("COMMIT\0", true))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, lost -> assertThat(lost.code()).startsWith("connection_"));
    assertThat(seats()).contains("8");
  }

  @Test
  void aServerThatNeverAnswersIsLeftAtTheDeadline() throws IOException {
    try (var target = new RawTarget((socket, it) -> it.hang())) {
      Outcome outcome =
          Crm.plain(target.port())
              .with("\"limits\":{\"timeout\":\"300ms\",\"connect\":\"300ms\"}")
              .make(CHANGE);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.code()).endsWith("_before_send"));
    }
  }

  @Test
  void aLookEndsAtTheDeadlineAndChangesNothing() throws IOException {
    try (var target = new RawTarget((socket, it) -> it.hang())) {
      assertThat(
              Crm.plain(target.port())
                  .with("\"limits\":{\"timeout\":\"300ms\",\"connect\":\"300ms\"}")
                  .registry()
                  .readFirst(CHANGE, Crm.AGENT))
          .isInstanceOf(RecordLook.NotRead.class);
    }
    try (var target = new RawTarget(wire("SELECT", false))) {
      assertThat(Crm.plain(target.port()).registry().readFirst(CHANGE, Crm.AGENT))
          .isInstanceOf(RecordLook.NotRead.class);
    }
    assertThat(seats()).contains("7");
  }

  /// Asked for the record, it answers with rows without an end.
  private static final class Endless implements RawTarget.Manner {
    private static final int MOST = 64;

    /// MB that the gate took.
    final AtomicInteger sent = new AtomicInteger();

    /// What one row has: how many rows of which length make a MB.
    private final int length;

    Endless(int length) {
      this.length = length;
    }

    @Override
    public void serve(Socket gate, RawTarget target) throws Exception {
      try (var database = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
        var answering = new AtomicBoolean(true);
        Thread.ofVirtual().start(() -> answers(database, gate, answering));
        InputStream in = gate.getInputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("FOR UPDATE")) {
            answering.set(false);
            rows(new DataOutputStream(new BufferedOutputStream(gate.getOutputStream(), 65_536)));
            target.hang();
            return;
          }
          database.getOutputStream().write(buffer, 0, n);
        }
      }
    }

    private static void answers(Socket database, Socket gate, AtomicBoolean answering) {
      try {
        byte[] buffer = new byte[8192];
        InputStream in = database.getInputStream();
        for (int n = in.read(buffer); n >= 0 && answering.get(); n = in.read(buffer)) {
          gate.getOutputStream().write(buffer, 0, n);
        }
      } catch (IOException e) {
        // One of them went away, which is what this is about.
      }
    }

    /// As PostgreSQL's protocol has it: parsed, bound, a row of one text, and rows.
    private void rows(DataOutputStream out) throws IOException {
      out.write(new byte[] {'1', 0, 0, 0, 4, '2', 0, 0, 0, 4, 'T', 0, 0, 0, 26, 0, 1, 'a', 0});
      out.write(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 25, -1, -1, -1, -1, -1, -1, 0, 0});
      byte[] value = new byte[length];
      Arrays.fill(value, (byte) 't');
      for (; sent.get() < MOST; sent.incrementAndGet()) {
        for (int bytes = 0; bytes < 1 << 20; bytes += length) {
          out.writeByte('D');
          out.writeInt(4 + 2 + 4 + length);
          out.writeShort(1);
          out.writeInt(length);
          out.write(value);
        }
        out.flush();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1 << 20})
  void anAnswerWithoutAnEndIsLeft(int length) throws IOException {
    var endless = new Endless(length);
    try (var target = new RawTarget(endless)) {
      assertThat(Crm.plain(target.port()).make(CHANGE))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.code()).endsWith("_before_send"));
      assertThat(endless.sent.get()).as("MB that were taken").isLessThan(Endless.MOST);
    }
    assertThat(seats()).contains("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\n",
        "E\0\0\0\u0005\0",
        "R\0\0\0\b\0\0\0c",
        "R\u007f\u007f\u007f\u007f"
      })
  void whatIsNoDatabaseGetsNothing(String answer) throws IOException {
    try (var target =
        new RawTarget((socket, it) -> {
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
          socket.getOutputStream().flush();
        })) {
      assertThat(Crm.plain(target.port()).make(CHANGE)).isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() throws IOException {
    int port;
    try (var target = new RawTarget((socket, it) -> {})) {
      port = target.port();
    }
    assertThat(Crm.plain(port).make(CHANGE)).isEqualTo(new Outcome.Failed("connect_failed", 0));
  }

  /// An operator who hunts a fault turns every log on.
  @Test
  void neitherLogsNorTextsShowThePasswordOrTheValues() throws IOException {
    var appender = new ListAppender<ILoggingEvent>();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    root.setLevel(Level.TRACE);
    appender.start();
    root.addAppender(appender);
    var texts = new StringBuilder();
    try {
      for (String word : List.of("set_config", "UPDATE \"public\"", "COMMIT\0", "never")) {
        try (var target = new RawTarget(wire(word, false))) {
          Crm crm = Crm.plain(target.port());
          texts.append(crm.make(HOSTILE)).append(crm.connection());
        }
      }
    } finally {
      root.detachAppender(appender);
      root.setLevel(before);
    }
    appender.list.forEach(event ->
        texts
            .append(event.getFormattedMessage())
            .append(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    assertThat(texts.toString())
        .contains("connection crm", "constraint_violated", "env:CRM")
        .doesNotContain("canary");
  }
}

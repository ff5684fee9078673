package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Crm;
import dev.countersign.executors.RawTarget;
import dev.countersign.proposal.Action;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A target that took the place of a MariaDB gets nothing of this machine, and nobody's password.
@Timeout(60)
class RogueMariaTest {
  private static final String NATIVE = "mysql_native_password";
  private static final Action CHANGE =
      Crm.change("update", "acme", "{\"path\":\"/seats\",\"from\":7,\"to\":8}");

  @TempDir private Path folder;

  private static Outcome at(RawTarget.Manner manner) throws IOException {
    try (var target = new RawTarget(manner)) {
      return Crm.maria(target.port()).make(CHANGE);
    }
  }

  /// As `LOAD DATA LOCAL INFILE` has it, which nobody here has said.
  @Test
  void noFileOfThisMachineIsHandedOver() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "canary-file");
    var rogue = new RogueMaria(NATIVE, RogueMaria.ok(), RogueMaria.wants(file.toString()));

    assertThat(at(rogue)).isInstanceOf(Outcome.Failed.class);

    assertThat(rogue.heard()).contains("gate").doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "mysql_native_password, mysql_clear_password",
    "mysql_native_password, dialog",
    "mysql_native_password, auth_gssapi_client",
    "mysql_clear_password, mysql_clear_password"
  })
  void noPasswordIsSentInTheClear(String greeted, String switched) throws IOException {
    var rogue = new RogueMaria(greeted, RogueMaria.switches(switched), RogueMaria.ok());

    assertThat(at(rogue)).isEqualTo(new Outcome.Failed("sign_in_not_offered", 0));

    assertThat(rogue.heard()).doesNotContain(Crm.PASSWORD);
  }

  @Test
  void nobodyIsFollowedElsewhere() throws IOException {
    var elsewhere = new AtomicInteger();
    try (var other = new RawTarget((socket, it) -> elsewhere.incrementAndGet())) {
      String url = "mariadb://127.0.0.1:" + other.port() + "/crm";
      var rogue =
          new RogueMaria(NATIVE, RogueMaria.redirect(url), RogueMaria.wants("/etc/hostname"));
      try (var target = new RawTarget(rogue)) {
        assertThat(Crm.maria(target.port()).make(CHANGE)).isInstanceOf(Outcome.Failed.class);
        assertThat(target.connections()).isOne();
      }
    }
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void anAnswerWithoutAnEndIsLeft() throws IOException {
    var rogue = new RogueMaria(NATIVE, RogueMaria.ok(), new byte[0]);

    assertThat(at(rogue))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).endsWith("_before_send"));

    assertThat(rogue.taken.get()).as("MB that were taken").isLessThan(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\n",
        "\4\0\0\0\u00ff\1\4x",
        "\5\0\0\0\n1\0\0\0",
        "\u00ff\u00ff\u00ff\0\n",
        "\1\0\0\0\n"
      })
  void whatIsNoDatabaseGetsNothing(String answer) throws IOException {
    assertThat(at((socket, it) -> write(socket, answer))).isInstanceOf(Outcome.Failed.class);
    try (var target = new RawTarget((socket, it) -> write(socket, answer))) {
      assertThat(Crm.maria(target.port()).told()).last().asString().startsWith("BAD crm server: ");
    }
  }

  private static void write(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Test
  void whereNoTlsIsOfferedNobodySignsIn() throws IOException {
    var rogue = new RogueMaria(NATIVE, RogueMaria.ok(), RogueMaria.ok());
    try (var target = new RawTarget(rogue)) {
      var trust = (SSLSocketFactory) SSLSocketFactory.getDefault();
      assertThat(Crm.encryptedMaria("db.crm.example", target.port(), trust).make(CHANGE))
          .isEqualTo(new Outcome.Failed("tls_not_offered", 0));
    }
    assertThat(rogue.heard()).isEmpty();
  }

  @Test
  void aServerThatNeverAnswersIsLeftAtTheDeadline() throws IOException {
    try (var target = new RawTarget((socket, it) -> it.hang())) {
      assertThat(
              Crm.maria(target.port())
                  .with("\"limits\":{\"timeout\":\"300ms\",\"connect\":\"300ms\"}")
                  .make(CHANGE))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.code()).endsWith("_before_send"));
    }
  }
}

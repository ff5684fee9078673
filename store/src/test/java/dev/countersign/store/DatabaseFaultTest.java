package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.store.DatabaseFault.Code;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every reason why a database does not let us in reads otherwise, and says what to do.
@Timeout(120)
class DatabaseFaultTest {
  private static final String PASSWORD = "canary-of-a-password";

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void aHostThatNobodyKnows() {
    assertThat(fault("jdbc:postgresql://no-such-host.invalid/gate", "app"))
        .isEqualTo(Code.HOST_UNKNOWN);
  }

  @Test
  void aPortWhereNobodyListens() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThat(fault("jdbc:postgresql://127.0.0.1:" + closed + "/gate", "app"))
        .isEqualTo(Code.PORT_CLOSED);
  }

  @Test
  void aHostThatTakesTheCallAndSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/gate?loginTimeout=1";
      assertThat(fault(url, "app")).isEqualTo(Code.NO_ANSWER);
    }
  }

  @Test
  void aRoleThatDoesNotExistOrMayNotLogIn() throws SQLException {
    assertThat(fault(postgres.url(), "nobody_at_all")).isEqualTo(Code.ROLE_UNKNOWN);
    assertThat(fault(postgres.url(), "countersign_owner")).isEqualTo(Code.ROLE_MAY_NOT_LOG_IN);
  }

  @Test
  void aDatabaseThatDoesNotExist() {
    String url = postgres.url().substring(0, postgres.url().lastIndexOf('/') + 1);
    assertThat(fault(url + "elsewhere", EmbeddedServer.APP_ROLE)).isEqualTo(Code.DATABASE_UNKNOWN);
  }

  @Test
  void aDatabaseThatTheRoleMayNotConnectTo() throws SQLException {
    String database = postgres.url().substring(postgres.url().lastIndexOf('/') + 1);
    postgres.asAdmin("revoke connect on database " + database + " from public");
    try {
      assertThat(fault(postgres.url(), EmbeddedServer.APP_ROLE))
          .isEqualTo(Code.DATABASE_CLOSED_TO_ROLE);
    } finally {
      postgres.asAdmin("grant connect on database " + database + " to public");
    }
  }

  @Test
  void aRoleThatHasNoConnectionLeft() throws SQLException {
    postgres.asAdmin("create role crowded login connection limit 0");
    assertThat(fault(postgres.url(), "crowded")).isEqualTo(Code.TOO_MANY_CONNECTIONS);
  }

  @Test
  void aServerWithoutTlsAndACertificateFileThatIsMissing() {
    assertThat(fault(postgres.url() + "?sslmode=require", EmbeddedServer.APP_ROLE))
        .isEqualTo(Code.NO_TLS);
  }

  @Test
  void noPrimaryAmongTheHosts() {
    assertThat(fault(postgres.url() + "?targetServerType=secondary", EmbeddedServer.APP_ROLE))
        .isEqualTo(Code.NO_PRIMARY);
  }

  /// What a server or a pooler answers, sent as it goes over the wire.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "28P01|auth_failed|password authentication failed for user \"app\"|PASSWORD_REFUSED",
        "28000|ClientAuthentication|no pg_hba.conf entry for host \"10.0.0.1\", no"
            + " encryption|NOT_LET_IN",
        "28000|ClientAuthentication|kein pg_hba.conf-Eintrag|NOT_LET_IN",
        "53300|InitPostgres|sorry, too many clients already|TOO_MANY_CONNECTIONS",
        "57P03|ProcessStartupPacket|the database system is starting up|STARTING_OR_STOPPING",
        "57P03|ProcessStartupPacket|das Datenbanksystem fährt hoch|STARTING_OR_STOPPING",
        "08P01||unsupported startup parameter: extra_float_digits|POOLER_PARAMETER",
        "08P01||unsupported startup parameter in options: statement_timeout|POOLER_PARAMETER",
        "08P01||no more connections allowed (max_client_conn)|TOO_MANY_CONNECTIONS",
        "08P01||no such database: gate|DATABASE_UNKNOWN",
        "08P01||no such user: app|PASSWORD_REFUSED",
        "08P01||password authentication failed|PASSWORD_REFUSED",
        "08P01||SSL required|NO_TLS",
        "08P01||server login has been failing, try again later (server_login_retry)|POOLER_REFUSES",
        "XX000||Tenant or user not found|OTHER"
      })
  void whatTheServerAnswersIsReadByItsStateAndPlace(
      String state, String routine, String message, Code code) throws IOException {
    try (Answering server = new Answering(state, routine, message)) {
      assertThat(fault(server.url(), "app")).isEqualTo(code);
    }
  }

  @Test
  void eachCauseHasASentenceOfItsOwnThatSaysWhatToDo() throws IOException {
    List<DatabaseFault> faults = new ArrayList<>();
    for (String answer :
        List.of(
            "28P01||x",
            "28000|InitializeSessionUserId|role \"app\" does not exist",
            "28000||x",
            "3D000||x",
            "42501||x",
            "53300||x",
            "57P03||x",
            "08P01||x",
            "08P01||unsupported startup parameter: options",
            "08P01||SSL required")) {
      String[] parts = answer.split("\\|", -1);
      try (Answering server = new Answering(parts[0], parts[1], parts[2])) {
        faults.add(read(server.url(), "app"));
      }
    }
    assertThat(faults.stream().map(f -> f.sentence().replaceAll("127.0.0.1:[0-9]+", "there")))
        .doesNotHaveDuplicates();
    assertThat(faults)
        .allSatisfy(fault -> {
          assertThat(fault.sentence()).doesNotContain(PASSWORD).doesNotEndWith(".");
          assertThat(fault.sentence().lines()).hasSize(1);
        });
    assertThat(faults.stream().map(DatabaseFault::code).collect(Collectors.toSet()))
        .isSubsetOf(Arrays.asList(Code.values()));
  }

  @Test
  void theStoreTellsItInTheseWords() {
    assertThatThrownBy(() ->
            PostgresStore.open(
                StoreConfig.of("jdbc:postgresql://no-such-host.invalid/gate", "app", PASSWORD),
                TestKeys.EVIDENCE))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("no-such-host.invalid")
        .hasMessageNotContaining(PASSWORD);
  }

  private static Code fault(String url, String role) {
    return read(url, role).code();
  }

  private static DatabaseFault read(String url, String role) {
    try (Connection open = DriverManager.getConnection(url, role, PASSWORD)) {
      throw new AssertionError("let in to " + open.getCatalog());
    } catch (SQLException e) {
      return DatabaseFault.of(e, url, role);
    }
  }

  /// Takes one call and answers it with an error (message type `E`).
  private static final class Answering implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Thread thread;

    Answering(String state, String routine, String message) throws IOException {
      byte[] error = error(state, routine == null ? "" : routine, message);
      thread =
          Thread.ofVirtual()
              .start(() -> {
                while (!socket.isClosed()) {
                  try (Socket call = socket.accept()) {
                    DataInputStream in = new DataInputStream(call.getInputStream());
                    in.readNBytes(in.readInt() - Integer.BYTES);
                    call.getOutputStream().write(error);
                    call.getOutputStream().flush();
                  } catch (IOException e) {
                    // The next call, or the end.
                  }
                }
              });
    }

    private static byte[] error(String state, String routine, String message) {
      ByteArrayOutputStream fields = new ByteArrayOutputStream();
      field(fields, 'S', "FATAL");
      field(fields, 'V', "FATAL");
      field(fields, 'C', state);
      field(fields, 'M', message);
      if (!routine.isEmpty()) {
        field(fields, 'R', routine);
      }
      fields.write(0);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      int length = fields.size() + 4;
      whole.write('E');
      whole.writeBytes(
          new byte[] {
            (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
          });
      whole.writeBytes(fields.toByteArray());
      return whole.toByteArray();
    }

    private static void field(ByteArrayOutputStream fields, char type, String text) {
      fields.write(type);
      fields.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      fields.write(0);
    }

    String url() {
      return "jdbc:postgresql://127.0.0.1:"
          + socket.getLocalPort()
          + "/gate?sslmode=disable&loginTimeout=10";
    }

    @Override
    public void close() throws IOException {
      socket.close();
      thread.interrupt();
    }
  }
}

package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.http.ApiKey;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.json.Digest;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SchemaRefusedException;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CountersignServerTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void itOpensItsDoorsKnowsItsPeopleAndShutsThemAgain() throws Exception {
    CountersignServer server = CountersignServer.start(configuration(), startup());
    int port = server.port();
    int management = server.managementPort();
    try (server) {
      assertThat(get(management, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(management, "/metrics").body())
          .contains(
              "countersign_expired_total",
              "countersign_build_info{version=\"development\"} 1",
              "countersign_file_info{file=\"people\",version=\"",
              "countersign_deliveries_due{kind=\"execute\"} 0.0",
              "countersign_deliveries_held{kind=\"show_card\"} 0.0",
              "countersign_requests_pending 0.0",
              "countersign_on_hold 0.0",
              "countersign_database_connections_most{lane=\"decisions\"} 8.0",
              "countersign_database_connections_most{lane=\"agents\"} 8.0",
              "countersign_database_connections_most{lane=\"workers\"} 8.0",
              "countersign_worker_running_most{worker=\"execute\"} 8.0",
              "countersign_chat_down{surface=\"slack\"} 0.0",
              "countersign_executions_total{connection=\"ledger\",status=\"unknown\"} 0.0",
              "countersign_worker_failures_total{worker=\"backlog\"} 0.0")
          .doesNotContainPattern("(?m)^[^#].* NaN$");
      assertThat(get(port, "/v1/proposals").statusCode()).isEqualTo(401);
      assertThat(get(port, "/.well-known/jwks.json").body()).contains("\"kty\":\"EC\"");
      HttpResponse<String> forged = post(server.chatPort(), Chats.SLACK_PATH, "payload=%7B%7D");
      assertThat(forged.statusCode()).isEqualTo(401);
      assertThat(post(server.chatPort(), Chats.TEAMS_PATH, "{\"type\":\"message\"}").statusCode())
          .isEqualTo(403);
      try (PostgresStore store =
          PostgresStore.open(database.config(), startup().keys().evidence())) {
        assertThat(store.directory().agent(new AgentId("support-bot"))).isPresent();
      }
    }
    Assertions.assertThatThrownBy(() -> get(port, "/v1/proposals"))
        .isInstanceOf(ConnectException.class);
    Assertions.assertThatThrownBy(() -> get(management, "/readyz"))
        .isInstanceOf(ConnectException.class);
  }

  /// An old folder would undo what was revoked, and a written one would make approvers.
  @Test
  void aStartReplacesNobodyWhoIsKnown() throws Exception {
    Startup first = startup();
    CountersignServer.start(configuration(), first).close();
    Startup more =
        startup(
            """
            people: [{id: owner-1, name: Olga Owner}, {id: eve, name: Eve}]
            agents:
              support-bot: {owner: owner-1, key: ck_test_abcdefgh, may_propose: [message]}
            """);
    CountersignServer.start(configuration(), more).close();

    try (PostgresStore store = PostgresStore.open(database.config(), first.keys().evidence())) {
      assertThat(store.directory().byId(new PersonId("eve"))).isEmpty();
      assertThat(store.directory().byId(new PersonId("owner-1"))).isPresent();
      store.importPeople(more.people(), false);
      assertThat(store.directory().byId(new PersonId("eve"))).as("on purpose").isPresent();
    }
  }

  /// Far below what an agent may send by default, so that the default would refuse none of these.
  @Test
  void anAgentBeyondTheRateThatIsSetWaitsAndTheOthersDoNot() throws Exception {
    ApiKey bot = new ApiKey("ck_test_abcdefgh", "s".repeat(43));
    ApiKey other = new ApiKey("ck_test_ijklmnop", "t".repeat(43));
    Startup startup =
        startup(
            """
            people: [{id: owner-1, name: Olga Owner}]
            agents:
              support-bot: {owner: owner-1, key: %s, may_propose: [message]}
              other-bot: {owner: owner-1, key: %s, may_propose: [message]}
            """
                .formatted(bot.id(), other.id()));
    Configuration slow =
        configuration(
            "0s",
            Map.of("COUNTERSIGN_HTTP_AGENT_BURST", "3", "COUNTERSIGN_HTTP_AGENT_PER_SECOND", "1"));
    try (CountersignServer server = CountersignServer.start(slow, startup);
        PostgresStore store = PostgresStore.open(database.config(), startup.keys().evidence())) {
      for (ApiKey key : List.of(bot, other)) {
        store.setSecretHash(key.id(), key.secretHash());
      }
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (int knock = 0; knock < 30; knock++) {
        answers.add(list(server.port(), bot));
      }
      assertThat(answers.subList(0, 3)).allMatch(answer -> answer.statusCode() == 200);
      assertThat(answers)
          .filteredOn(answer -> answer.statusCode() == 429)
          .isNotEmpty()
          .allSatisfy(answer -> {
            assertThat(answer.body()).contains("rate_limited");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
          });
      assertThat(list(server.port(), other).statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> list(int port, ApiKey key) throws Exception {
    return send(
        request(port, "/v1/proposals")
            .header("Authorization", "Bearer " + key.id() + "_" + key.secret())
            .GET());
  }

  @Test
  void whileItIsALameDuckItIsNotReadyAndAnswersStill() throws Exception {
    CountersignServer server = CountersignServer.start(configuration("2s"), startup());
    int port = server.port();
    int management = server.managementPort();
    Thread stopping = Thread.ofVirtual().start(server::close);
    HttpResponse<String> readiness = get(management, "/readyz");
    while (readiness.statusCode() == 200) {
      readiness = get(management, "/readyz");
    }
    assertThat(readiness.body()).contains("serving");
    assertThat(get(port, "/v1/proposals").statusCode()).isEqualTo(401);
    stopping.join();
    Assertions.assertThatThrownBy(() -> get(port, "/v1/proposals"))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void theChatThatIsDownIsNamedBesideReadiness() throws Exception {
    try (SlackSandbox slack = SlackSandbox.builder(InstantSource.system()).start()) {
      slack.fail("auth.test", new Fault.Status(503), 1_000);
      Configuration settings =
          required(
              ConfigurationReader.ofEnvironment(
                  Map.ofEntries(
                      Map.entry("COUNTERSIGN_PROFILE", "sandbox"),
                      Map.entry("COUNTERSIGN_DATABASE_URL", database.url()),
                      Map.entry("COUNTERSIGN_DATABASE_USER", database.config().user()),
                      Map.entry("COUNTERSIGN_DATABASE_PASSWORD", database.config().password()),
                      Map.entry("COUNTERSIGN_SERVER_PORT", "0"),
                      Map.entry("COUNTERSIGN_SERVER_MANAGEMENT_PORT", "0"),
                      Map.entry("COUNTERSIGN_SLACK_SIGNING_SECRET", slack.signingSecret()),
                      Map.entry("COUNTERSIGN_SLACK_BOT_TOKEN", slack.botToken()),
                      Map.entry("COUNTERSIGN_SLACK_TEAM_ID", Workspace.TEAM_ID),
                      Map.entry("COUNTERSIGN_SLACK_APP_ID", Workspace.APP_ID),
                      Map.entry("COUNTERSIGN_SLACK_API_BASE", slack.apiUrl().toString()),
                      Map.entry("COUNTERSIGN_SLACK_REPLY_ORIGINS", slack.baseUrl().toString())),
                  folder));
      try (CountersignServer server = CountersignServer.startKnown(settings, startup())) {
        HttpResponse<String> readiness = get(server.managementPort(), "/readyz");
        while (!readiness.body().contains("down")) {
          readiness = get(server.managementPort(), "/readyz");
        }
        assertThat(readiness.statusCode()).as("it serves all the same").isEqualTo(200);
        assertThat(readiness.body())
            .isEqualTo(
                "{\"down\":[{\"chat\":\"slack\",\"code\":\"http_503\"}],\"status\":\"ready\"}");
        assertThat(get(server.managementPort(), "/metrics").body())
            .contains("countersign_chat_down{surface=\"slack\"} 1.0");
      }
    }
  }

  @Test
  void aRequestThatHangsKeepsNothingFromClosing() throws Exception {
    CountersignServer server = CountersignServer.start(configuration("0s"), startup());
    int port = server.port();
    int management = server.managementPort();
    try (Socket hanging = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      hanging
          .getOutputStream()
          .write(
              """
              POST /slack/interactivity HTTP/1.1
              Host: gate
              Content-Type: application/x-www-form-urlencoded
              Content-Length: 100

              payload=\
              """
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      while (!get(management, "/metrics").body().contains("countersign_")) {
        Thread.onSpinWait();
      }
      server.close(); // throws nothing, and ends all the rest
    }
    Assertions.assertThatThrownBy(() -> get(management, "/readyz"))
        .isInstanceOf(ConnectException.class);
    Assertions.assertThatThrownBy(() -> get(port, "/v1/proposals"))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aSchemaThatIsAlteredMakesAGateUnreadyAndLetsNoOtherStart() throws Exception {
    try (CountersignServer server = CountersignServer.start(configuration(), startup())) {
      assertThat(get(server.managementPort(), "/readyz").statusCode()).isEqualTo(200);

      database.asAdmin("alter table countersign.audit_entry disable trigger written_once");

      HttpResponse<String> unready = get(server.managementPort(), "/readyz");
      assertThat(unready.statusCode()).isEqualTo(503);
      assertThat(unready.body()).contains("\"schema\"");
      Assertions.assertThatThrownBy(() -> CountersignServer.start(configuration(), startup()))
          .isInstanceOf(SchemaRefusedException.class)
          .hasMessageContaining("trigger written_once");
    }
  }

  @Test
  void aStartThatIsRefusedLeavesNoConnectionOpen() throws Exception {
    database.asAdmin("alter table countersign.audit_entry disable trigger written_once");

    Assertions.assertThatThrownBy(() -> CountersignServer.start(configuration(), startup()))
        .isInstanceOf(SchemaRefusedException.class);
    assertThatNobodyIsConnected();
  }

  @Test
  void aStartThatGetsTooFewConnectionsLeavesNoneOpen() throws Exception {
    String name = database.url().replaceAll(".*/|\\?.*", "");
    database.asAdmin("alter database \"" + name + "\" connection limit 1");

    Assertions.assertThatThrownBy(() -> CountersignServer.start(configuration(), startup()))
        .isInstanceOf(LedgerUnavailableException.class);
    assertThatNobodyIsConnected();
  }

  /// The server notices a little later that a connection was closed.
  private void assertThatNobodyIsConnected() throws Exception {
    try (Connection connection = database.admin().getConnection();
        PreparedStatement sessions =
            connection.prepareStatement(
                "select count(*) from pg_stat_activity"
                    + " where datname = current_database() and usename = ?")) {
      sessions.setString(1, database.config().user());
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (count(sessions) > 0 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(count(sessions)).isZero();
    }
  }

  private static long count(PreparedStatement query) throws SQLException {
    try (ResultSet found = query.executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  private Configuration configuration() {
    return configuration("0s");
  }

  private Configuration configuration(String lameDuck) {
    return configuration(lameDuck, Map.of());
  }

  private Configuration configuration(String lameDuck, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(
        Map.ofEntries(
            Map.entry("COUNTERSIGN_DATABASE_URL", database.url()),
            Map.entry("COUNTERSIGN_DATABASE_USER", database.config().user()),
            Map.entry("COUNTERSIGN_DATABASE_PASSWORD", database.config().password()),
            Map.entry("COUNTERSIGN_SERVER_PORT", "0"),
            Map.entry("COUNTERSIGN_SERVER_LAME_DUCK", lameDuck),
            Map.entry("COUNTERSIGN_SERVER_MANAGEMENT_PORT", "0"),
            Map.entry("COUNTERSIGN_SLACK_SIGNING_SECRET", "0123456789abcdef"),
            Map.entry("COUNTERSIGN_SLACK_BOT_TOKEN", "xoxb-1-2-3456"),
            Map.entry("COUNTERSIGN_SLACK_TEAM_ID", "T01"),
            Map.entry("COUNTERSIGN_SLACK_APP_ID", "A01"),
            Map.entry("COUNTERSIGN_TEAMS_APP_ID", "1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10"),
            Map.entry("COUNTERSIGN_TEAMS_TENANT_ID", "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36"),
            Map.entry("COUNTERSIGN_TEAMS_CLIENT_SECRET", "aBc8Q~not-a-real-secret")));
    return required(ConfigurationReader.ofEnvironment(environment, folder));
  }

  private Startup startup() throws IOException {
    return startup(
        """
        people: [{id: owner-1, name: Olga Owner}]
        agents:
          support-bot: {owner: owner-1, key: ck_test_abcdefgh, may_propose: [message]}
        """);
  }

  private Startup startup(String people) throws IOException {
    return new Startup(
        required(GateFiles.policy(file("policy.yaml", "version: 1\nrules: []\n"))),
        required(GateFiles.people(file("people.yaml", people), Optional.empty())),
        required(GateFiles.connections(file("connections.yaml", "ledger: {kind: advisory}\n"))),
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system())
            .loadOrCreate(),
        new Startup.Files(
            Digest.of("policy"), Digest.of("people"), Digest.of("connections"), List.of()));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return send(request(port, path).GET());
  }

  private static HttpResponse<String> post(int port, String path, String form) throws Exception {
    return send(
        request(port, path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}

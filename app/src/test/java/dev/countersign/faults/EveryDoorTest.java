package dev.countersign.faults;

import static dev.countersign.faults.BothChats.CHANNEL;
import static dev.countersign.faults.BothChats.JON;
import static dev.countersign.faults.BothChats.LENA;
import static dev.countersign.faults.BothChats.MIRA_IN_SLACK;
import static dev.countersign.faults.BothChats.SLACK_CHANNEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.http.SigningExecutor;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState;
import dev.countersign.sandbox.oidc.SandboxIssuer;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Every door that `serve` opens, found at the running servers themselves, is knocked at by every
/// method, with each credential that is nobody's word: whatever is asked, nothing is decided,
/// redeemed or executed, and nothing fails.
@Timeout(180)
class EveryDoorTest {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

  /// Servers, and places at them: fewer would mean that they are not found any more.
  private static final int LEAST_SERVERS = 3;

  private static final int LEAST_DOORS = 50;

  /// The one thing that an agent may do to what waits for people; so it comes last.
  private static final String WITHDRAWING = "/withdraw";

  private static final int MOST_AT_ONCE = 16;

  private static final int MOST_AGAIN = 100;

  /// Below those that systems give out by themselves.
  private static final int FIRST_PORT = 20_000;

  private static final int LAST_PORT = 32_000;

  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+\\}|\\*");
  private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");
  private static final Pattern ACCESS = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  /// Refusals that say nothing of what stands behind a door.
  private static final List<String> NO_ANSWERS =
      List.of("busy", "rate_limited", "too_many_at_once");

  /// What only the gate's own side holds: its credential at the target, and grants.
  private static final Pattern SECRETS = Pattern.compile("of-the-gate|eyJ[A-Za-z0-9_-]{20}");

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SigningExecutor runner = new SigningExecutor("billing-runner");

  /// Has a key of its own, and no grant.
  private final SigningExecutor idle = new SigningExecutor("idle-runner");

  private BothChats gate;
  private SandboxIssuer issuer;
  private String console = "";
  private String botToken = "";

  /// Two approvals are missing; people are asked in both chats.
  private String pending = "";

  /// Approved, and not redeemed by the executor outside whose it is.
  private String granted = "";

  private String grant = "";
  private String button = "";
  private List<Body> bodies = List.of();

  /// Who knocks.
  private enum By {
    NOBODY,
    /// The agent that has proposed both, with every scope.
    AGENT,
    /// Whoever copied what a button carries.
    BUTTON,
    /// Whoever the gate's own bot calls: it sends them its token.
    BOT,
    EXECUTOR
  }

  private record Body(String type, String text) {}

  private record Knock(int port, String door, String path, String method, By by, Body body) {
    String place() {
      return port + door + " " + method;
    }
  }

  private record Answer(Knock to, int status, String code, boolean tellsSecrets) {
    boolean isNone() {
      return status == 429 || status == 503;
    }
  }

  @BeforeEach
  void everyDoorIsOpen() throws Exception {
    int port = unusedPort();
    console = "http://127.0.0.1:" + port;
    issuer = SandboxIssuer.start(0, Map.of(), URI.create(console + "/sign-in/callback"));
    gate =
        new BothChats(
            database,
            folder,
            Map.of(
                "COUNTERSIGN_SERVER_CHAT_PORT",
                Integer.toString(port),
                "COUNTERSIGN_CONSOLE_ADDRESS",
                console,
                "COUNTERSIGN_CONSOLE_ISSUER",
                issuer.issuer().toString(),
                "COUNTERSIGN_CONSOLE_CLIENT_ID",
                SandboxIssuer.CLIENT_ID,
                "COUNTERSIGN_CONSOLE_CLIENT_SECRET",
                issuer.clientSecret(),
                "COUNTERSIGN_HTTP_AGENT_BURST",
                "10000",
                "COUNTERSIGN_HTTP_AGENT_PER_SECOND",
                "10000"),
            outside("payouts", runner) + outside("nothing", idle));
    idle.base = gate.publicUrl().toString();
    runner.base = idle.base;
    granted = gate.propose(refund("payouts"), "granted");
    gate.approveInSlack(LENA, granted);
    gate.approveInSlack(MIRA_IN_SLACK, granted);
    gate.inSlack(granted, card -> !BothChats.asks(card));
    grant =
        database
            .store()
            .ledger()
            .find(new ProposalId(granted))
            .orElseThrow()
            .grant()
            .orElseThrow()
            .id()
            .value();
    pending = gate.propose(501);
    bodies = bodies();
    botToken = botToken();
  }

  @AfterEach
  void stop() {
    http.close();
    gate.close();
    issuer.close();
  }

  private static int unusedPort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // Somebody has it.
      }
    }
  }

  private static String outside(String connection, SigningExecutor executor) {
    return "%s: {kind: external, executor: %s, public_keys: [%s], classes: [api_call]}\n"
        .formatted(connection, executor.name, executor.publicKey);
  }

  private static String refund(String through) {
    return """
    {"action_type": "refund.create", "target_system": "%s", "target_id": "charge_500",
     "proposed_changes": {"class": "api_call", "method": "POST",
       "url": "https://bank.example/v1/payouts",
       "body": {"media_type": "application/json", "json": {"charge": "charge_500"}}}}
    """
        .formatted(through);
  }

  /// What the doors take that decide, redeem and report, each as it would have to be.
  private List<Body> bodies() {
    PostedMessage inSlack = gate.inSlack(pending, BothChats::asks);
    JsonObject press = gate.slack.payload(SLACK_CHANNEL, inSlack.ts(), "approve", LENA);
    button = press.objects("actions", one -> one).getFirst().text("value");
    PostedActivity inTeams = gate.keptInTeams(pending);
    gate.press(JON, inTeams, "view");
    JsonObject invoke = gate.teams.activity(JON.id(), CHANNEL, inTeams.id(), "approve", Map.of());
    return List.of(
        json("{\"action_digest\":\"" + gate.request(granted).action().value() + "\"}"),
        json("{\"status\":\"succeeded\"}"),
        json(
            "{\"id\":\"%s\",\"decision\":\"approve\",\"token\":\"%s\",\"status\":\"approved\"}"
                .formatted(pending, button)),
        json(CanonicalJson.text(invoke)),
        form("payload=" + encoded(CanonicalJson.text(press))),
        form("decision=approve&note=mine&key=" + encoded(button) + "&token=" + encoded(button)));
  }

  private static Body json(String text) {
    return new Body("application/json", text);
  }

  private static Body form(String text) {
    return new Body("application/x-www-form-urlencoded", text);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /// As the connector sees it, or whoever listens there.
  private String botToken() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        gate.teams.loginBase() + gate.teams.tenantId() + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id="
                            + gate.teams.appId()
                            + "&client_secret="
                            + encoded(gate.teams.clientSecret())
                            + "&scope="
                            + encoded("https://api.botframework.com/.default")))
                .build(),
            BodyHandlers.ofString());
    Matcher token = ACCESS.matcher(answer.body());
    assertThat(token.find()).as(answer.body()).isTrue();
    return token.group(1);
  }

  @Test
  void nothingIsDecidedRedeemedOrExecutedByAnyMethodWithAnySingleCredential() throws Exception {
    List<OpenDoor> doors = OpenDoor.of(gate.server());
    assertThat(doors.stream().map(OpenDoor::port).distinct())
        .hasSizeGreaterThanOrEqualTo(LEAST_SERVERS);
    assertThat(doors).hasSizeGreaterThanOrEqualTo(LEAST_DOORS);
    List<Knock> knocks = knocks(doors);
    Map<String, Long> before = written();

    List<Answer> answers = answers(knocks, knock -> !knock.door().endsWith(WITHDRAWING));
    nothingMoved();
    assertThat(gate.request(pending).state()).isInstanceOf(RequestState.Pending.class);
    assertThat(gate.voters(pending)).isEmpty();
    answers.addAll(answers(knocks, knock -> knock.door().endsWith(WITHDRAWING)));

    nothingMoved();
    assertThat(written()).as("rows that only people and the gate itself write").isEqualTo(before);
    assertThat(answers).filteredOn(answer -> answer.status() >= 500).isEmpty();
    assertThat(answers).filteredOn(answer -> NO_ANSWERS.contains(answer.code())).isEmpty();
    assertThat(answers).filteredOn(Answer::tellsSecrets).isEmpty();
    assertThat(
            answers.stream()
                .collect(
                    Collectors.groupingBy(
                        answer -> answer.to().place(),
                        Collectors.reducing(true, Answer::isNone, Boolean::logicalAnd))))
        .as("a place that was only ever too busy")
        .doesNotContainValue(true);
    theDoorsWereOpen(answers);
    assertThat(gate.damages()).isEmpty();
    assertThat(gate.deploymentDamages()).isEmpty();
  }

  /// What was tried is what opens them, by the credential that is somebody's word.
  private void theDoorsWereOpen(List<Answer> answers) throws Exception {
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 200)
        .extracting(
            answer -> answer.to().by() + " " + answer.to().method() + " " + answer.to().door())
        .contains(
            "AGENT GET /v1/proposals/{id}",
            "AGENT POST /v1/proposals/{id}/withdraw",
            "EXECUTOR GET /v1/grants",
            "NOBODY GET /sign-in",
            "NOBODY GET /metrics");
    assertThat(gate.request(pending).state()).isInstanceOf(RequestState.Withdrawn.class);
    String next = gate.propose(502);
    gate.approveInSlack(LENA, next);
    gate.approveInTeams(JON, next);
    gate.inSlack(next, BothChats.ended("Executed"));
    assertThat(gate.billing.received()).hasSize(1);

    String path = "/v1/grants/" + grant + "/redeem";
    int port = gate.own("").getPort();
    HttpRequest redeeming =
        runner.post(port, path, bodies.getFirst().text(), Instant.now()).build();
    assertThat(http.send(redeeming, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private void nothingMoved() {
    assertThat(gate.billing.received()).isEmpty();
    assertThat(gate.staging.received()).isEmpty();
    assertThat(gate.audited(pending, "voted")).isZero();
    assertThat(gate.audited(pending, "grant_issued")).isZero();
    assertThat(gate.audited(granted, "grant_redeemed")).isZero();
    assertThat(gate.request(granted).state()).isInstanceOf(RequestState.Approved.class);
  }

  /// How many rows there are of what decides, grants, redeems, freezes, and says who may.
  private Map<String, Long> written() throws SQLException {
    return rows(
        "proposal",
        "vote",
        "exec_grant",
        "redemption",
        "freeze_step",
        "break_glass",
        "deployment_entry",
        "people_version",
        "deployed_file",
        "person",
        "account",
        "passkey_step",
        "sign_in",
        "mute");
  }

  private Map<String, Long> rows(String... tables) throws SQLException {
    String sql =
        Stream.of(tables)
            .map(table -> "select '%1$s', count(*) from countersign.%1$s".formatted(table))
            .collect(Collectors.joining(" union all "));
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Map<String, Long> counts = new TreeMap<>();
      while (row.next()) {
        counts.put(row.getString(1), row.getLong(2));
      }
      return counts;
    }
  }

  private List<Knock> knocks(List<OpenDoor> doors) {
    List<Knock> knocks = new ArrayList<>();
    for (OpenDoor door : doors) {
      for (String path : paths(door.path())) {
        for (String method : METHODS) {
          for (By by : By.values()) {
            for (Body body : bodiesOf(method, knocks.size())) {
              knocks.add(new Knock(door.port(), door.path(), path, method, by, body));
            }
          }
        }
      }
    }
    return knocks;
  }

  /// All of them where they are expected, and one after the other where they are not.
  private List<Body> bodiesOf(String method, int number) {
    return switch (method) {
      case "POST" -> bodies;
      case "GET", "HEAD", "OPTIONS" -> List.of(new Body("", ""));
      default -> List.of(bodies.get(number % bodies.size()));
    };
  }

  /// With whatever a parameter could be.
  private List<String> paths(String door) {
    if (!PARAMETER.matcher(door).find()) {
      return List.of(door.isEmpty() ? "/" : door);
    }
    return Stream.of(pending, granted, grant)
        .map(id -> PARAMETER.matcher(door).replaceAll(id))
        .toList();
  }

  private List<Answer> answers(List<Knock> all, Predicate<Knock> which) throws Exception {
    Semaphore room = new Semaphore(MOST_AT_ONCE);
    try (var knockers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> each = new ArrayList<>();
      for (Knock knock : all.stream().filter(which).toList()) {
        each.add(() -> {
          room.acquire();
          try {
            return answer(knock);
          } finally {
            room.release();
          }
        });
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : knockers.invokeAll(each)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  /// Again where there was no room for it: that says nothing of what stands behind the door.
  private Answer answer(Knock knock) throws Exception {
    Answer answer = once(knock);
    for (int again = 0; again < MOST_AGAIN && NO_ANSWERS.contains(answer.code()); again++) {
      answer = once(knock);
    }
    return answer;
  }

  private Answer once(Knock knock) throws Exception {
    HttpResponse<String> answer = http.send(request(knock), BodyHandlers.ofString());
    Matcher code = CODE.matcher(answer.body());
    return new Answer(
        knock,
        answer.statusCode(),
        code.find() ? code.group(1) : "",
        SECRETS.matcher(answer.body()).find());
  }

  private HttpRequest request(Knock knock) {
    String asked =
        knock.body().text().isEmpty()
            ? knock.path() + "?decision=approve&token=" + encoded(button)
            : knock.path();
    HttpRequest.Builder request =
        knock.by() == By.EXECUTOR
            ? idle.send(knock.method(), knock.port(), asked, knock.body().text(), Instant.now())
            : HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + knock.port() + asked))
                .method(
                    knock.method(),
                    knock.body().text().isEmpty()
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(knock.body().text()));
    bearer(knock.by()).ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    if (knock.by() == By.BUTTON) {
      request.header("Cookie", "__Host-countersign=" + button);
    }
    if (!knock.body().type().isEmpty()) {
      request.header("Content-Type", knock.body().type());
    }
    // As if a page of the console had sent it.
    return request.header("Origin", console).timeout(Duration.ofSeconds(30)).build();
  }

  private Optional<String> bearer(By by) {
    return switch (by) {
      case NOBODY, EXECUTOR -> Optional.empty();
      case AGENT -> Optional.of(gate.agentKey());
      case BUTTON -> Optional.of(button);
      case BOT -> Optional.of(botToken);
    };
  }
}

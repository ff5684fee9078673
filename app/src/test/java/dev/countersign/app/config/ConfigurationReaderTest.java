package dev.countersign.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.config.Configuration.Setting;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.intake.IntakeLimits;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.policy.DomainList;
import dev.countersign.proposal.AgentEnvironment;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackSettings;
import dev.countersign.slack.SlackSettings.Entrance.Requests;
import dev.countersign.slack.SlackSettings.Entrance.Socket;
import dev.countersign.token.Issuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
  private static final String LEAST =
      """
      database: {url: "jdbc:postgresql://db/gate", password: hush}
      """;

  private static final String SLACK =
      """
      slack:
        signing_secret: 0123456789abcdef
        bot_token: xoxb-1-2-3456
        team_id: T01
        app_id: A01
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://gate.example", "https://u@gate.example", "https://gate.example/?a=b",
        "https://gate.example/#x", "https://gate.example/a/../b", "https://gate.example//gate"
      })
  void aPublicAddressThatLinksCannotBeginWithIsRefused(String url) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("countersign.yaml"), LEAST + "server: {public_url: '" + url + "'}\n");
    assertThat(ConfigurationReader.read(file, Map.of()).problems())
        .anyMatch(problem -> problem.pointer().equals("/server/public_url"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://gate.example", "https://gate.example/", "https://gate.example/gate"})
  void aPublicAddressMayHaveAPath(String url) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("countersign.yaml"), LEAST + "server: {public_url: '" + url + "'}\n");
    assertThat(ConfigurationReader.read(file, Map.of()).problems()).isEmpty();
  }

  @Test
  void whatIsNotSetHasItsDefault() throws IOException {
    Configuration read = read(LEAST, Map.of());
    assertThat(read.profile()).isEqualTo(Profile.PRODUCTION);
    assertThat(read.issuer()).isEqualTo(new Issuer("http://localhost:8080"));
    assertThat(read.environment()).isEmpty();
    assertThat(read.server())
        .isEqualTo(
            new ServerConfig(
                "127.0.0.1",
                8080,
                8081,
                "127.0.0.1",
                9090,
                URI.create("http://localhost:8080"),
                Duration.ofSeconds(5)));
    assertThat(read.http()).isEqualTo(new HttpConfig(60, 20));
    assertThat(read.database())
        .isEqualTo(
            new DatabaseConfig(
                "jdbc:postgresql://db/gate",
                "countersign",
                new Secret("hush"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                8,
                8,
                8,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5)));
    assertThat(read.files())
        .isEqualTo(
            new FilesConfig(
                folder.resolve("policy.yaml"),
                folder.resolve("people.yaml"),
                folder.resolve("connections.yaml"),
                folder.resolve("keys.json"),
                Optional.empty(),
                Optional.empty()));
    assertThat(read.slack()).isEmpty();
    assertThat(read.internalDomains()).isEqualTo(DomainList.NONE);
    assertThat(read.people()).isEqualTo(new PeopleConfig(true));
    assertThat(read.proposals())
        .isEqualTo(
            new IntakeLimits(
                new OpenBudget(50, 100),
                new AskBudget(200, 400, Duration.ofHours(1)),
                Duration.ofMinutes(1)));
    assertThat(read.workers())
        .isEqualTo(
            new WorkersConfig(
                new WorkersConfig.Cards(
                    new WorkersConfig.Pool(16, Duration.ofSeconds(60)), Duration.ofMinutes(30)),
                new WorkersConfig.Pool(8, Duration.ofSeconds(60)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30)));
    SlackSettings slack = read(LEAST + SLACK, Map.of()).slack().orElseThrow();
    assertThat(slack.apiBase()).isEqualTo(URI.create("https://slack.com/api/"));
    assertThat(slack.replyOrigins()).containsExactly(URI.create("https://hooks.slack.com"));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Configuration read =
        read(
            """
            profile: sandbox
            issuer: gate-7
            environment: dev
            internal_domains: [example.com, example.org]
            server:
              host: 0.0.0.0
              port: 1
              management_host: 0.0.0.0
              management_port: 2
              public_url: https://gate.example
              lame_duck: 7s
            http: {agent_burst: 10000, agent_per_second: 1}
            database:
              url: jdbc:postgresql://other/gate
              user: app
              password: one
              admin_user: root
              admin_password: two
              decision_connections: 3
              agent_connections: 4
              worker_connections: 5
              acquire_timeout: 300ms
              lock_timeout: 400ms
              statement_timeout: 500ms
            files: {policy: p.yaml, people: /q.yaml, connections: c/r.yaml, keys: k.json,
              programs: programs, outcomes: outcomes}
            slack:
              signing_secret: sandbox-secret
              bot_token: xoxb-sandbox-token
              team_id: T2
              app_id: A2
              api_base: http://127.0.0.1:9/api/
              reply_origins: ["http://127.0.0.1:9"]
            people: {import_on_start: false}
            proposals: {open_per_agent: 7, open_per_channel: 9, asked_per_agent: 70,
              asked_per_channel: 90, asked_window: 30m, least_time_to_decide: 20s}
            workers:
              cards: {in_flight: 6, lease: 2s}
              executions: {in_flight: 7, lease: 3s}
              poll_interval: 20ms
              expiry_interval: 30ms
              drain_timeout: 1m
            """,
            Map.of());
    assertThat(read.profile()).isEqualTo(Profile.SANDBOX);
    assertThat(read.issuer()).isEqualTo(new Issuer("gate-7"));
    assertThat(read.environment()).contains(AgentEnvironment.DEV);
    assertThat(read.internalDomains())
        .isEqualTo(DomainList.of(List.of("example.com", "example.org")));
    assertThat(read.server())
        .isEqualTo(
            new ServerConfig(
                "0.0.0.0",
                1,
                8081,
                "0.0.0.0",
                2,
                URI.create("https://gate.example"),
                Duration.ofSeconds(7)));
    assertThat(read.http()).isEqualTo(new HttpConfig(10_000, 1));
    assertThat(read.database())
        .isEqualTo(
            new DatabaseConfig(
                "jdbc:postgresql://other/gate",
                "app",
                new Secret("one"),
                Optional.empty(),
                Optional.of("root"),
                Optional.of(new Secret("two")),
                3,
                4,
                5,
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                Duration.ofMillis(500)));
    assertThat(read.files())
        .isEqualTo(
            new FilesConfig(
                folder.resolve("p.yaml"),
                Path.of("/q.yaml"),
                folder.resolve("c/r.yaml"),
                folder.resolve("k.json"),
                Optional.of(folder.resolve("programs")),
                Optional.of(folder.resolve("outcomes"))));
    assertThat(read.slack())
        .contains(
            new SlackSettings(
                new Requests(new Secret("sandbox-secret")),
                new Secret("xoxb-sandbox-token"),
                "T2",
                "A2",
                URI.create("http://127.0.0.1:9/api/"),
                Set.of(URI.create("http://127.0.0.1:9"))));
    assertThat(read.people()).isEqualTo(new PeopleConfig(false));
    assertThat(read.proposals())
        .isEqualTo(
            new IntakeLimits(
                new OpenBudget(7, 9),
                new AskBudget(70, 90, Duration.ofMinutes(30)),
                Duration.ofSeconds(20)));
    assertThat(read.workers())
        .isEqualTo(
            new WorkersConfig(
                new WorkersConfig.Cards(
                    new WorkersConfig.Pool(6, Duration.ofSeconds(2)), Duration.ofMinutes(30)),
                new WorkersConfig.Pool(7, Duration.ofSeconds(3)),
                Duration.ofMillis(20),
                Duration.ofMillis(30),
                Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "2.5", "many", "'60'", "[60]", "60/s", "true"})
  void aRateOfAgentsIsAWholeNumberThatAdmitsSomebodyAndBoundsThem(String nonsense)
      throws IOException {
    for (String key : List.of("agent_burst", "agent_per_second")) {
      assertThat(problems(LEAST + "http: {" + key + ": " + nonsense + "}\n"))
          .singleElement()
          .asString()
          .endsWith("yaml:2: /http/" + key + ": A whole number from 1 to 10000 is expected.");
    }
  }

  @Test
  void theEnvironmentComesFirstAndMaySayEverything() {
    Map<String, String> environment = new HashMap<>();
    environment.put("COUNTERSIGN_DATABASE_URL", "jdbc:postgresql://db/gate");
    environment.put("COUNTERSIGN_DATABASE_PASSWORD", "hush");
    environment.put("COUNTERSIGN_SERVER_PORT", "81");
    environment.put("COUNTERSIGN_PEOPLE_IMPORT_ON_START", "false");
    environment.put("COUNTERSIGN_INTERNAL_DOMAINS", "example.com, example.org");
    environment.put("COUNTERSIGN_WORKERS_EXECUTIONS_LEASE", "2m");
    environment.put("COUNTERSIGN_SLACK_SIGNING_SECRET", "0123456789abcdef");
    environment.put("COUNTERSIGN_SLACK_BOT_TOKEN", "xoxb-1-2-3456");
    environment.put("COUNTERSIGN_SLACK_TEAM_ID", "T01");
    environment.put("COUNTERSIGN_SLACK_APP_ID", "A01");
    Configuration read = required(ConfigurationReader.ofEnvironment(environment, folder));
    assertThat(read.server().port()).isEqualTo(81);
    assertThat(read.people().importOnStart()).isFalse();
    assertThat(read.internalDomains().domains()).hasSize(2);
    assertThat(read.workers().executions().lease()).isEqualTo(Duration.ofMinutes(2));
    assertThat(read.slack()).isPresent();
  }

  @Test
  void aVariableReplacesWhatTheFileSays() throws IOException {
    Configuration read = read(LEAST + "server: {port: 1}", Map.of("COUNTERSIGN_SERVER_PORT", "2"));
    assertThat(read.server().port()).isEqualTo(2);
  }

  @Test
  void aSecretMayLieInAFile() throws IOException {
    Files.writeString(folder.resolve("pw"), "from-file\n");
    String file = "database: {url: \"jdbc:postgresql://db/gate\", password_file: pw}";
    assertThat(read(file, Map.of()).database().password().reveal()).isEqualTo("from-file");
    assertThat(
            read(
                    LEAST,
                    Map.of("COUNTERSIGN_DATABASE_PASSWORD_FILE", folder.resolve("pw").toString()))
                .database()
                .password()
                .reveal())
        .isEqualTo("from-file");
  }

  @Test
  void aSecretIsGivenOnlyOnce() throws IOException {
    assertThat(
            problems(
                "database: {url: \"jdbc:postgresql://db/gate\", password: x, password_file: pw}"))
        .singleElement()
        .asString()
        .contains("not both");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "  \n"})
  void aSecretsFileHoldsOneLine(String content) throws IOException {
    Files.writeString(folder.resolve("pw"), content);
    assertThat(problems("database: {url: \"jdbc:postgresql://db/gate\", password_file: pw}"))
        .hasSize(1);
  }

  @Test
  void aSecretsFileThatIsMissingOrTooLongIsTold() throws IOException {
    String file = "database: {url: \"jdbc:postgresql://db/gate\", password_file: pw}";
    assertThat(problems(file)).singleElement().asString().contains("/database/password_file");
    Files.writeString(folder.resolve("pw"), "x".repeat(SettingsSection.MAX_SECRET_BYTES + 1));
    assertThat(problems(file)).hasSize(1);
  }

  @Test
  void unknownKeysAreToldWithTheirLineAndWithWhatThereIs() throws IOException {
    assertThat(problems(LEAST + "server:\n  prot: 1\ndatabas: {}\n"))
        .satisfiesExactlyInAnyOrder(
            problem ->
                assertThat(problem)
                    .contains(
                        "countersign.yaml:3: /server/prot: There is no such key, the nearest is"
                            + " port; here are chat_port, host,"),
            problem ->
                assertThat(problem)
                    .contains("countersign.yaml:4: /databas: ", "the nearest is database;"));
  }

  @Test
  void aVariableThatMeansNothingIsTold() throws IOException {
    assertThat(problems(LEAST, Map.of("COUNTERSIGN_SERVER_PROT", "1")))
        .containsExactly(
            "COUNTERSIGN_SERVER_PROT: There is no such setting, the nearest is"
                + " COUNTERSIGN_SERVER_PORT.");
    assertThat(problems(LEAST, Map.of("COUNTERSIGN_ZZZ", "1")))
        .containsExactly("COUNTERSIGN_ZZZ: There is no such setting.");
  }

  @ParameterizedTest
  @CsvSource({
    "COUNTERSIGN_SERVICE_HOST,10.0.0.1",
    "COUNTERSIGN_SERVICE_PORT,8080",
    "COUNTERSIGN_PORT,tcp://10.0.0.1:8080",
    "COUNTERSIGN_PORT_8080_TCP_ADDR,10.0.0.1",
    "COUNTERSIGN_DB_PORT,tcp://10.0.0.2:5432",
    "COUNTERSIGN_JAVA_OPTS,-Xmx1g",
    "COUNTERSIGN_START_CACHE,no",
    "OTHER_THINGS,1"
  })
  void whatOthersPutIntoTheEnvironmentIsNone(String name, String value) throws IOException {
    assertThat(problems(LEAST, Map.of(name, value))).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws IOException {
    assertThat(
            problems(
                """
                profile: prod
                server: {port: 70000}
                database: {url: "mysql://x"}
                workers: {cards: {lease: soon}}
                people: {import_on_start: yes}
                internal_domains: ["not a domain"]
                files: []
                """,
                Map.of("COUNTERSIGN_SERVER_MANAGEMENT_PORT", "x")))
        .hasSize(9)
        .anyMatch(p -> p.contains("countersign.yaml:1: /profile: This is production or sandbox."))
        .anyMatch(p -> p.contains(":2: /server/port: A whole number from 0 to 65535"))
        .anyMatch(p -> p.contains(":3: /database/url: "))
        .anyMatch(p -> p.contains(":3: /database/password: This is required, or password_file"))
        .anyMatch(p -> p.contains(":4: /workers/cards/lease: A time such as"))
        .anyMatch(p -> p.contains(":5: /people/import_on_start: true or false"))
        .anyMatch(p -> p.contains(":6: /internal_domains: "))
        .anyMatch(p -> p.contains(":7: /files: "))
        .anyMatch(p -> p.startsWith("COUNTERSIGN_SERVER_MANAGEMENT_PORT: A whole number"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/gate?password=x",
        "jdbc:postgresql://db/gate?ssl=true&user=x",
        "jdbc:postgresql://me:x@db/gate"
      })
  void theAddressOfTheDatabaseHoldsNoCredential(String url) throws IOException {
    assertThat(problems("database: {password: x, url: \"" + url + "\"}"))
        .singleElement()
        .asString()
        .contains("/database/url")
        .doesNotContain(url);
  }

  @Test
  void aStatementMayRunAtLeastAsLongAsItMayWait() throws IOException {
    assertThat(
            problems("database: {url: \"jdbc:postgresql://db/g\", password: x, lock_timeout: 6s}"))
        .hasSize(1);
  }

  @Test
  void aPasswordWithoutItsRoleIsTold() throws IOException {
    assertThat(problems(LEAST.replace("hush}", "hush, admin_password: two}")))
        .singleElement()
        .asString()
        .contains("/database/admin_password: This goes with admin_user.");
  }

  @Test
  void productionTakesNothingOfASandbox() throws IOException {
    String sandbox =
        """
        slack:
          signing_secret: sandbox-secret
          bot_token: xoxb-sandbox-token
          team_id: T2
          app_id: A2
          api_base: http://127.0.0.1:9/api/
          reply_origins: ["http://localhost:9"]
        """;
    assertThat(problems(LEAST + sandbox))
        .hasSize(4)
        .allMatch(problem -> problem.contains("profile production does not take it"));
    assertThat(problems("profile: sandbox\n" + LEAST + sandbox)).isEmpty();
    assertThat(
            problems(
                LEAST
                    + SLACK.replace(
                        "signing_secret: 0123456789abcdef",
                        "mode: socket\n  app_token: xapp-sandbox-1")))
        .hasSize(1)
        .allMatch(problem -> problem.contains("profile production does not take it"));
  }

  @Test
  void slackIsReachedSafelyOrNotAtAll() throws IOException {
    for (String base :
        List.of(
            "http://slack.example/api/",
            "https://slack.com/api",
            "https://u@slack.com/api/",
            "https://slack.com/api/?x")) {
      assertThat(problems("profile: sandbox\n" + LEAST + SLACK + "  api_base: \"" + base + "\""))
          .as(base)
          .hasSize(1);
    }
    assertThat(problems(LEAST + SLACK + "  reply_origins: [\"https://hooks.slack.com/x\"]"))
        .hasSize(1);
  }

  @Test
  void aSocketNeedsAnAppTokenAndNoPublicAddress() throws IOException {
    String socket =
        SLACK.replace(
            "signing_secret: 0123456789abcdef", "mode: socket\n  app_token: xapp-1-A01-2");
    assertThat(read(LEAST + socket, Map.of()).slack().orElseThrow().entrance())
        .isEqualTo(new Socket(new Secret("xapp-1-A01-2")));
  }

  @Test
  void whatBelongsToTheOtherWayInIsRefused() throws IOException {
    assertThat(problems(LEAST + SLACK + "  app_token: xapp-1-A01-2"))
        .singleElement()
        .asString()
        .contains("/slack/app_token: This goes with mode: socket");
    assertThat(problems(LEAST + SLACK + "  app_token_file: nowhere"))
        .anyMatch(problem -> problem.contains("This goes with mode: socket"));
    assertThat(problems(LEAST + SLACK + "  mode: socket\n  app_token: xapp-1-A01-2"))
        .singleElement()
        .asString()
        .contains("/slack/signing_secret: This goes with mode: http");
    assertThat(problems(LEAST + SLACK + "  mode: socket")).hasSize(2);
    assertThat(problems(LEAST + SLACK + "  mode: both")).hasSize(1);
    assertThat(
            problems(
                LEAST
                    + SLACK.replace(
                        "signing_secret: 0123456789abcdef",
                        "mode: socket\n  app_token: xoxb-1-2-3456")))
        .as("the bot's token in the place of the app's")
        .singleElement()
        .asString()
        .contains("begins with xapp-")
        .doesNotContain("3456");
  }

  @Test
  void halfASlackAppIsTold() throws IOException {
    assertThat(problems(LEAST + "slack: {team_id: T01}")).hasSize(3);
    assertThat(problems(LEAST, Map.of("COUNTERSIGN_SLACK_TEAM_ID", "T01"))).hasSize(3);
  }

  @Test
  void anExecutionsLeaseOutlastsTheLongestExecutionInProduction() throws IOException {
    String lease = "workers: {executions: {lease: 44s}}";
    assertThat(problems(LEAST + lease)).hasSize(1);
    assertThat(problems("profile: sandbox\n" + LEAST + lease)).isEmpty();
  }

  @Test
  void aCardsLeaseOutlastsTheLongestPostInProduction() throws IOException {
    String lease = "workers: {cards: {lease: 44s}}";
    assertThat(problems(LEAST + lease)).hasSize(1);
    assertThat(problems("profile: sandbox\n" + LEAST + lease)).isEmpty();
  }

  @Test
  void settingsAreShownWithTheirOriginAndWithoutSecrets() throws IOException {
    List<Setting> settings =
        read(LEAST + SLACK, Map.of("COUNTERSIGN_SERVER_PORT", "81")).settings();
    assertThat(settings)
        .extracting(Setting::toString)
        .contains(
            "profile: production  # default",
            "server.port: 81  # COUNTERSIGN_SERVER_PORT",
            "workers.executions.lease: 1m  # default")
        .anyMatch(line -> line.startsWith("database.password: [REDACTED]  # "))
        .noneMatch(line -> line.contains("hush") || line.contains("xoxb"));
    assertThat(read(LEAST + SLACK, Map.of()).toString())
        .doesNotContain("hush")
        .doesNotContain("xoxb");
  }

  private Configuration read(String yaml, Map<String, String> environment) throws IOException {
    return required(reading(yaml, environment));
  }

  private static Configuration required(FileReading<Configuration> reading) {
    return switch (reading) {
      case FileReading.Read<Configuration>(var read) -> read;
      case FileReading.Unreadable<Configuration>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private List<String> problems(String yaml) throws IOException {
    return problems(yaml, Map.of());
  }

  private List<String> problems(String yaml, Map<String, String> environment) throws IOException {
    return reading(yaml, environment).problems().stream().map(FileProblem::toString).toList();
  }

  private FileReading<Configuration> reading(String yaml, Map<String, String> environment)
      throws IOException {
    Path file = folder.resolve("countersign.yaml");
    Files.writeString(file, yaml);
    return ConfigurationReader.read(file, environment);
  }
}

package dev.countersign.app;

import dev.countersign.app.cli.CountersignCommand;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.http.ChatDoor;
import dev.countersign.app.http.ManagementServer;
import dev.countersign.app.http.ReadinessCheck;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.card.ChatStanding;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.slack.SlackAdapter;
import dev.countersign.slack.SlackSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Goes through a start without a database, so that the JVM can note what a start needs and keep it
/// ready for the next ones (`-XX:AOTCacheOutput`). It reads files of its own in a temporary folder,
/// listens on the loopback address, asks nobody else, and says whether all of it went well.
public final class Rehearsal {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  /// Whose constants are the statements, made when a class is first used. No other class of ours is
  /// set up without being asked for.
  private static final String STATEMENTS = "dev.countersign.store.";

  /// What is loaded only once there is a database.
  private static final List<String> BEHIND_THE_DATABASE =
      List.of(
          "dev/countersign/", "org/postgresql/core/", "org/postgresql/jdbc/", "com/zaxxer/hikari/");

  private static final Pattern CLASS = Pattern.compile("(?<name>[^-]+)\\.class");

  private static final String POLICY =
      """
      version: 1
      facts:
        external: 'action.class == "message" && derived.audience == "external"'
        promise: 'derived.commitments.exists(c, c.kind in ["discount", "guarantee"])'
      risk:
        - {id: promises, when: 'external && promise', impact: 3}
        - {id: unsure, when: 'proposal.confidence < 0.6', likelihood: 3}
      rules:
        - {id: inside, when: 'action.class == "message" && !external', gate: allow}
        - id: outside
          when: 'external && derived.recipient_count < 50'
          gate: ask
          stages: [{group: leads, approvals: 1}]
          sla: {expires: 4h}
        - {id: calls, when: 'action.class == "api_call" && action.target_system.startsWith("b")', gate: refuse}
      """;

  private static final String PEOPLE =
      """
      people:
        - {id: mira, name: Mira, functions: [support], accounts: {slack: {team: T0, user: U0}}}
        - {id: otto, name: Otto}
      groups:
        leads: {members: [mira], slack_channel: C0}
      agents:
        bot: {owner: otto, key: ck_test_rehearsal, may_propose: [message, api_call]}
      """;

  private static final String CONNECTIONS =
      """
      billing: {kind: http, base_url: "https://billing.example", allow: [{method: POST, path: /v1}]}
      crm: {kind: advisory}
      """;

  private Rehearsal() {}

  public static void main(String[] args) throws Exception {
    Main.logBy("logback-serve.xml");
    Path folder = Files.createTempDirectory("countersign-rehearsal");
    try {
      run(folder);
    } finally {
      remove(folder);
    }
    System.exit(0);
  }

  private static void run(Path folder) throws Exception {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CountersignCommand.commandLine().setOut(nowhere).execute("serve", "--help");
    loadBehindTheDatabase();
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    Files.writeString(folder.resolve("people.yaml"), PEOPLE);
    Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS);
    Path settings = Files.writeString(folder.resolve("countersign.yaml"), settings(portOfNobody()));
    Configuration configuration = required(ConfigurationReader.read(settings, Map.of()));
    Startup startup = required(Startup.read(configuration));
    openDoors();
    ExecutorRegistry.of(
        startup.connections(),
        Outbound.toLook(ProcessCredentials.ofThisProcess(configuration.files().programs())));
    configuration.slack().ifPresent(Rehearsal::askSlack);
    try {
      CountersignServer.startKnown(configuration, startup).close();
      throw new IllegalStateException("there is a database at a port of nobody");
    } catch (LedgerUnavailableException e) {
      // As it should be, and the pool and the driver have done what they do until they connect.
    }
  }

  /// At a port of nobody, as the settings say.
  private static void askSlack(SlackSettings settings) {
    GateMetrics metrics = new GateMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    try (SlackAdapter slack = new SlackAdapter(settings, InstantSource.system(), metrics)) {
      if (!(slack.standing() instanceof ChatStanding.Away)) {
        throw new IllegalStateException("there is a Slack at a port of nobody");
      }
    }
  }

  private static void openDoors() throws IOException, InterruptedException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ManagementServer management =
            new ManagementServer(
                ManagementServer.LOOPBACK,
                0,
                List.of(new ReadinessCheck("rehearsed", () -> true)),
                meters);
        ChatDoor chats = new ChatDoor(ManagementServer.LOOPBACK, 0, meters, List.of());
        HttpClient client = HttpClient.newHttpClient()) {
      management.start();
      chats.start();
      get(client, management.port(), "/readyz");
      get(client, management.port(), "/metrics");
      get(client, chats.port(), "/nothing");
    }
  }

  private static void get(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    URI address = URI.create("http://" + ManagementServer.LOOPBACK + ":" + port + path);
    client.send(
        HttpRequest.newBuilder(address).timeout(LONGEST_ANSWER).GET().build(),
        BodyHandlers.discarding());
  }

  private static void loadBehindTheDatabase() throws IOException {
    ClassLoader loader = Rehearsal.class.getClassLoader();
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (jar.endsWith(".jar")) {
        try (JarFile entries = new JarFile(jar)) {
          entries.stream()
              .map(ZipEntry::getName)
              .filter(name -> BEHIND_THE_DATABASE.stream().anyMatch(name::startsWith))
              .map(CLASS::matcher)
              .filter(Matcher::matches)
              .map(name -> name.group("name").replace('/', '.'))
              .forEach(name -> link(name, loader));
        }
      }
    }
  }

  /// A class is only noted once it is linked, and asking for its methods does that without running
  /// anything of it.
  private static void link(String name, ClassLoader loader) {
    try {
      var _ = Class.forName(name, name.startsWith(STATEMENTS), loader).getDeclaredMethods();
    } catch (ClassNotFoundException | LinkageError e) {
      // Made for a library that is not here; `serve` does without it as well.
    }
  }

  private static String settings(int nobody) {
    return """
    profile: sandbox
    database: {url: "jdbc:postgresql://127.0.0.1:%1$d/none", password: none}
    server: {port: 0, management_port: 0}
    slack:
      signing_secret: sandbox-secret
      bot_token: xoxb-sandbox-token
      team_id: T0
      app_id: A0
      api_base: http://127.0.0.1:%1$d/api/
      reply_origins: ["http://127.0.0.1:%1$d"]
    """
        .formatted(nobody);
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return taken.getLocalPort();
    }
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) ->
          throw new IllegalStateException("the rehearsal's own files: " + problems);
    };
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

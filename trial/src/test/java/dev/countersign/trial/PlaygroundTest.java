package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsTeam;
import dev.countersign.sandbox.teams.TeamsUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What `try --playground` writes and prints. The playground itself is not ours to run in a build.
@Timeout(60)
class PlaygroundTest {
  private static final Pattern GUID =
      Pattern.compile("\"aadObjectId\":\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"");
  private static final List<TeamsUser> PEOPLE =
      Stream.of("Mira", "Jon", "Noor", "Ada", "Ben", "Cleo").map(TeamsUser::member).toList();
  private static final TeamsTeam TEAM = TeamsTeam.of("Support", PEOPLE, TrialGate.CHANNEL_NAME);

  @TempDir private Path root;
  private TrialFolder folder;
  private TeamsSandbox teams;

  @BeforeEach
  void start() {
    folder = TrialFolder.open(root.resolve("it's here"));
    teams = TeamsSandbox.builder(InstantSource.system()).team(TEAM).start();
  }

  @AfterEach
  void stop() {
    teams.close();
    folder.close();
  }

  @Test
  void itsConfigurationHasTheIdsOfTheTrialAndFivePeopleBesideTheCurrentOne() throws Exception {
    try (Playground playground = Playground.open(folder, teams, TEAM, PEOPLE)) {
      String written = Files.readString(playground.folder().resolve(".m365agentsplayground.yml"));
      assertThat(written)
          .doesNotContain("{{")
          .contains("tenantId: '" + teams.tenantId() + "'")
          .contains("id: '" + teams.botId() + "'")
          .contains("id: '" + TEAM.channel(TrialGate.CHANNEL_NAME) + "'")
          .contains("personalChat: {id: '" + teams.personalChat(PEOPLE.getFirst()) + "'}");
      List<String> people = written.lines().filter(line -> GUID.matcher(line).find()).toList();
      assertThat(people).hasSize(6);
      assertThat(people.getFirst()).startsWith("currentUser: {").contains("\"name\":\"Mira\"");
    }
  }

  @Test
  void theCommandNamesOneVersionAndKeepsTheSecretOutOfTheListOfProcesses() {
    try (Playground playground = Playground.open(folder, teams, TEAM, PEOPLE)) {
      List<String> command = playground.command();
      assertThat(command.getFirst()).startsWith("cd '").contains("it'\\''s here/playground'");
      assertThat(command.getLast())
          .contains("npx --yes @microsoft/m365agentsplayground@0.2.28 start -c msteams")
          .contains("-p " + playground.port())
          .doesNotContain(playground.relay().messages().toString());
      assertThat(String.join("\n", command))
          .contains("BOT_ENDPOINT=" + playground.relay().messages() + " ");
    }
  }

  @Test
  void itDoesNotGoWithAnEndAfterTheTranscript() {
    assertThat(new CommandLine(new TryCommand()).execute("--exit", "--playground"))
        .isEqualTo(CommandLine.ExitCode.USAGE);
  }

  /// A server that would listen on every address, as the playground does, started with the file.
  @Test
  void whatIsPreloadedKeepsAServerToThisMachineAndItsOwnPages() throws Exception {
    try (Playground playground = Playground.open(folder, teams, TEAM, PEOPLE)) {
      Optional<Process> node = node(playground.folder());
      assumeThat(node).as("there is no node").isPresent();
      try (BufferedReader said = node.get().inputReader(StandardCharsets.UTF_8)) {
        int port = Integer.parseInt(said.readLine());
        assertThat(status(port, "localhost:" + port, "")).contains(" 204 ");
        assertThat(status(port, "127.0.0.1:" + port, "Origin: http://localhost:" + port))
            .contains(" 204 ");
        assertThat(status(port, "evil.example:" + port, "")).contains(" 403 ");
        assertThat(status(port, "localhost:" + port, "Origin: http://evil.example"))
            .contains(" 403 ");
        assertThat(said.readLine()).isEqualTo("127.0.0.1");
      } finally {
        node.get().destroy();
        node.get().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Optional<Process> node(Path folder) {
    String server =
        "const s=require('node:http').createServer((q,a)=>a.writeHead(204).end());"
            + "s.listen(0,()=>{console.log(s.address().port);console.log(s.address().address)})";
    try {
      return Optional.of(
          new ProcessBuilder("node", "--require", "./loopback.cjs", "-e", server)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String status(int port, String host, String header) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET / HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\n"
              + (header.isEmpty() ? "" : header + "\r\n")
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      try (InputStream answer = socket.getInputStream()) {
        return new String(answer.readAllBytes(), StandardCharsets.US_ASCII)
            .lines()
            .findFirst()
            .orElse("");
      }
    }
  }
}

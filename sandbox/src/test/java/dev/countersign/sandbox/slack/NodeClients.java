package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Slack's own clients for Node.js, in a process of their own, led line by line: see
/// `src/test/node/clients.mjs`.
final class NodeClients implements AutoCloseable {
  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path INSTALLED = Path.of("target/slack-clients");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "clients.mjs");
  private static final Duration INSTALLING = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final BufferedWriter orders;
  private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();

  /// Installs them as the lock file says.
  ///
  /// @return why they cannot be had here; empty when they can
  static Optional<String> install() throws IOException, InterruptedException {
    Path stamp = INSTALLED.resolve("installed");
    Files.createDirectories(INSTALLED);
    boolean stands =
        Files.exists(stamp)
            && Files.mismatch(
                    SOURCES.resolve("package-lock.json"), INSTALLED.resolve("package-lock.json"))
                == -1;
    for (String file : FILES) {
      Files.write(INSTALLED.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
    }
    if (stands) {
      return Optional.empty();
    }
    Files.deleteIfExists(stamp);
    try {
      var npm =
          command(
              "npm",
              "ci",
              "--ignore-scripts",
              "--no-audit",
              "--no-fund",
              "--engine-strict",
              "--fetch-retries=0",
              "--fetch-timeout=20000");
      Process running =
          npm.redirectErrorStream(true)
              .redirectOutput(INSTALLED.resolve("npm.log").toFile())
              .start();
      if (!running.waitFor(INSTALLING.toSeconds(), TimeUnit.SECONDS)) {
        running.descendants().forEach(ProcessHandle::destroyForcibly);
        running.destroyForcibly();
        return Optional.of("npm took longer than " + INSTALLING);
      }
      if (running.exitValue() != 0) {
        return Optional.of("npm does not get Slack's clients, see " + INSTALLED + "/npm.log");
      }
    } catch (IOException _) {
      return Optional.of("there is no npm");
    }
    Files.createFile(stamp);
    return Optional.empty();
  }

  NodeClients(SlackSandbox slack, String botToken) throws IOException {
    ProcessBuilder node = command("node", "clients.mjs");
    node.environment().put("SLACK_API_URL", slack.apiUrl().toString());
    node.environment().put("SLACK_BOT_TOKEN", botToken);
    node.environment().put("SLACK_APP_TOKEN", slack.appToken());
    process = node.redirectError(INSTALLED.resolve("node.log").toFile()).start();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::listen);
  }

  /// What the client for the Web API makes of the answer to a call.
  JsonObject call(String method, JsonObject arguments) throws IOException, InterruptedException {
    JsonObject said =
        order(JsonObject.builder().put("call", method).put("args", arguments).build());
    if (!said.has("ok")) {
      throw new AssertionError(method + " failed: " + CanonicalJson.text(said));
    }
    return said.object("ok");
  }

  /// What it makes of a refusal: `code`, `data`, `retryAfter` in seconds.
  JsonObject refused(String method, JsonObject arguments) throws IOException, InterruptedException {
    return order(JsonObject.builder().put("call", method).put("args", arguments).build())
        .object("failed");
  }

  /// Opens a socket with the client for Socket Mode, and waits for its hello. Whatever comes on it
  /// is acknowledged with this answer.
  void connect(JsonObject answer) throws IOException, InterruptedException {
    order(JsonObject.builder().put("connect", answer).build()).object("ok");
  }

  void disconnect() throws IOException, InterruptedException {
    order(JsonObject.builder().put("disconnect", true).build()).object("ok");
  }

  /// The next envelope that the client handed on: `type`, `body`.
  JsonObject heard() throws InterruptedException {
    return require(heard).object("heard");
  }

  private JsonObject order(JsonObject order) throws IOException, InterruptedException {
    orders.write(CanonicalJson.text(order));
    orders.newLine();
    orders.flush();
    return require(answers);
  }

  private static JsonObject require(BlockingQueue<JsonObject> from) throws InterruptedException {
    JsonObject next = from.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the clients said nothing; see " + INSTALLED + "/node.log");
    }
    return next;
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var said = (JsonObject) CanonicalJson.parse(line.getBytes(StandardCharsets.UTF_8));
        (said.has("heard") ? heard : answers).add(said);
      }
    } catch (IOException _) {
      // The process has ended.
    }
  }

  private static ProcessBuilder command(String... words) {
    return new ProcessBuilder(words).directory(INSTALLED.toFile());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

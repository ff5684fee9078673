package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.execution.OutsideExecutor;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The executors of `docs/examples/executor` as they are written there, against the real door.
/// Without the programs that they need they are skipped.
@Timeout(60)
class ExecutorExamplesTest {
  private static final String NAME = "billing-runner";

  private final SigningExecutor runner = new SigningExecutor(NAME);
  @TempDir private Path folder;
  private final ApiFixture api = open();

  private ApiFixture open() {
    ApiFixture.Options options = new ApiFixture.Options();
    options.executorKeys = Map.of(NAME, List.of(runner.key()));
    return new ApiFixture(options);
  }

  @BeforeEach
  void theExecutorIsOutside() throws IOException {
    // The clients have the time of this machine.
    api.gate.clock.set(Instant.now());
    api.gate.executor.handOver("billing", new OutsideExecutor(NAME, Duration.ofMinutes(10)));
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(runner.privateKey())
            + "\n-----END PRIVATE KEY-----\n");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private ProposalId approved() {
    ProposalId id = api.gate.ask();
    api.gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private static boolean has(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void carriesOut(String... command) throws Exception {
    ProposalId id = approved();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "COUNTERSIGN_URL",
                "http://127.0.0.1:" + api.api.port(),
                "COUNTERSIGN_SIGNED_URL",
                "https://gate.example",
                "COUNTERSIGN_EXECUTOR",
                NAME,
                "COUNTERSIGN_EXECUTOR_KEY",
                folder.resolve("key.pem").toString(),
                "EXECUTE",
                "grep -q charge_7301"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(((Approved) api.gate.state(id)).execution())
        .as(said)
        .isInstanceOf(Execution.Succeeded.class);
    assertThat(api.gate.record(id).reportedBy()).contains(NAME);
  }

  private static String example(String name) {
    return Path.of("..", "docs", "examples", "executor", name).toAbsolutePath().toString();
  }

  @Test
  void theOneInShellWithCurlAndOpensslCarriesOut() throws Exception {
    assumeTrue(has("curl", "--version"), "no curl");
    assumeTrue(has("openssl", "version"), "no openssl");
    carriesOut("sh", example("executor.sh"));
  }

  @Test
  void theOneInPythonCarriesOut() throws Exception {
    assumeTrue(has("python3", "--version"), "no python3");
    assumeTrue(has("openssl", "version"), "no openssl");
    carriesOut("python3", example("executor.py"));
  }

  @Test
  void theOneInJavaCarriesOut() throws Exception {
    carriesOut(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        example("Executor.java"));
  }
}

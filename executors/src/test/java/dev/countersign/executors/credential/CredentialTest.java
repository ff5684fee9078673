package dev.countersign.executors.credential;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Billing;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RawTarget;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CredentialTest {
  private static final String CANARY = Billing.TOKEN.substring("Bearer ".length());

  // A class that has no text of its own today may get one that tells too much.
  @SuppressWarnings("ObjectToString")
  @Test
  void neitherLogsNorTextsShowTheCredentialWhateverHappens() throws IOException {
    var appender = new ListAppender<ILoggingEvent>();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    root.setLevel(Level.TRACE); // an operator hunting a fault turns everything on
    appender.start();
    root.addAppender(appender);
    var texts = new StringBuilder();
    try (var echoing =
            new RawTarget((socket, t) ->
                RawTarget.write(socket, "HTTP/1.1 200 " + t.readRequest(socket) + "\r\n\r\n"));
        var garbling =
            new RawTarget((socket, t) -> RawTarget.write(socket, t.readRequest(socket)));
        var resetting =
            new RawTarget((socket, t) -> {
              t.readRequest(socket);
              RawTarget.reset(socket);
            })) {
      for (RawTarget target : new RawTarget[] {echoing, garbling, resetting}) {
        Billing billing = Billing.at(target.baseUrl()).withTimeout(Duration.ofSeconds(1));
        ExecutorRegistry registry = billing.registry();
        Outcome outcome =
            Calls.send(registry, Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds")));
        assertThat(target.requests().getFirst()).contains(CANARY); // it was used, so it could leak
        texts.append(outcome).append(registry).append(billing.connection());
      }
    } finally {
      root.detachAppender(appender);
      root.setLevel(before);
    }
    String logged =
        appender.list.stream()
            .map(e -> e.getFormattedMessage() + ThrowableProxyUtil.asString(e.getThrowableProxy()))
            .collect(Collectors.joining("\n"));
    assertThat(logged).contains("connection billing").doesNotContain(CANARY);
    assertThat(texts.toString()).contains("env:BILLING_TOKEN").doesNotContain(CANARY);
  }

  @Test
  void aFileIsReadAtEverySendAndTrimmed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("token");
    CredentialReference reference = CredentialReference.parse("file:" + file).orElseThrow();
    CredentialResolver resolver = new ProcessCredentials(Map.of(), Optional.empty());

    Files.writeString(file, "  Bearer one\n", StandardCharsets.UTF_8);
    assertThat(resolver.resolve(reference)).contains(new Secret("Bearer one"));
    Files.writeString(file, "Bearer two\r\n", StandardCharsets.UTF_8);
    assertThat(resolver.resolve(reference)).contains(new Secret("Bearer two"));
  }

  @Test
  void aCredentialThatCannotBeAHeaderValueIsNone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("token");
    CredentialReference reference = CredentialReference.parse("file:" + file).orElseThrow();
    CredentialResolver resolver = new ProcessCredentials(Map.of(), Optional.empty());

    assertThat(resolver.resolve(reference)).isEmpty(); // no file
    for (String content : new String[] {"", " \n", "a\nb", "schlüssel", "a".repeat(8193)}) {
      Files.writeString(file, content, StandardCharsets.UTF_8);
      assertThat(resolver.resolve(reference)).as(content).isEmpty();
    }
    assertThat(resolver.resolve(new CredentialReference.File(folder))).isEmpty();
  }

  private static CredentialPrograms holding(Path folder, String name, String script)
      throws IOException {
    Path program = folder.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n", StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new CredentialPrograms(folder, Duration.ofSeconds(2));
  }

  @Test
  void aProgramPrintsTheCredentialForEverySend(@TempDir Path folder) throws IOException {
    CredentialReference reference = CredentialReference.parse("run:vault").orElseThrow();
    Path count = folder.resolve("count");
    var resolver =
        new ProcessCredentials(
            Map.of(),
            Optional.of(
                holding(
                    folder,
                    "vault",
                    "echo x >> " + count + "; echo Bearer $(wc -l < " + count + ")")));
    assertThat(resolver.resolve(reference)).contains(new Secret("Bearer 1"));
    assertThat(resolver.resolve(reference)).contains(new Secret("Bearer 2"));
  }

  @Test
  void aProgramLearnsNothingOfTheProcess(@TempDir Path folder) throws IOException {
    assertThat(
            holding(folder, "nosy", "env | sed 's/=.*//' | sort | tr '\\n' ' '; cat").run("nosy"))
        .hasValueSatisfying(names ->
            assertThat(names.strip().split(" "))
                .isSubsetOf("HOME", "PATH", "PWD", "SHLVL", "_", "OLDPWD"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo token; exit 1",
        "echo token; kill -9 $$",
        "sleep 30",
        "sleep 30 & echo token; wait",
        "head -c 9000 /dev/zero | tr '\\0' a",
        "yes token"
      })
  void aProgramThatDoesNotEndWellInTimePrintsNothing(String script, @TempDir Path folder)
      throws IOException {
    assertThat(holding(folder, "bad", script).run("bad")).isEmpty();
  }

  @Test
  void aProgramThatIsNotThereOrMayNotRunPrintsNothing(@TempDir Path folder) throws IOException {
    var programs = new CredentialPrograms(folder);
    assertThat(programs.run("absent")).isEmpty();
    Files.writeString(folder.resolve("plain"), "echo token", StandardCharsets.UTF_8);
    assertThat(programs.run("plain")).isEmpty();
    Files.createDirectory(folder.resolve("inner"));
    assertThat(programs.run("inner")).isEmpty();
    assertThat(
            new ProcessCredentials(Map.of(), Optional.empty())
                .resolve(new CredentialReference.Program("vault")))
        .as("no folder is named")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run:", "run:../sh", "run:/bin/sh", "run:sh -c x", "run:.hidden", "run:a/b"})
  void aProgramIsNamedAndLiesInItsFolder(String text) {
    assertThat(CredentialReference.parse(text)).isEmpty();
  }

  @Test
  void anUnsetVariableIsNone() {
    CredentialReference reference = new CredentialReference.Environment("NOT_SET");
    assertThat(new ProcessCredentials(Map.of(), Optional.empty()).resolve(reference)).isEmpty();
  }

  @Test
  void aReferenceIsSpelledOneWay() {
    assertThat(CredentialReference.parse("env:A_B").map(Object::toString)).contains("env:A_B");
    assertThat(CredentialReference.parse("file:/run/x").map(Object::toString))
        .contains("file:/run/x");
    for (String text :
        new String[] {"Bearer x", "env:", "env:A B", "file:", "ENV:A", "", "file:\0"}) {
      assertThat(CredentialReference.parse(text)).as(text).isEqualTo(Optional.empty());
    }
  }
}

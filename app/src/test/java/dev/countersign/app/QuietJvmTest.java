package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A JVM with the launcher's flags has nothing to complain about when it reads a policy (CEL, and
/// with it protobuf) and makes keys (Conscrypt).
class QuietJvmTest {
  private static final Pattern FLAGS = Pattern.compile("/bin/java\" ((?:--\\S+ )*)\\$");

  @TempDir private Path folder;

  @Test
  void readingAPolicyPrintsNoWarningOfTheJvm() throws Exception {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        version: 1
        rules:
          - id: calls
            when: action.class == "api_call" && action.target_system.startsWith("b")
            gate: refuse
        """);
    Path people = folder.resolve("people.yaml");
    Files.writeString(people, "people: []\ngroups: {}\nagents: {}\n");
    Path err = folder.resolve("err");

    int exit =
        run(err, "policy", "check", "--policy", policy.toString(), "--people", people.toString());

    assertThat(Files.readString(err)).isEmpty();
    assertThat(exit).isZero();
  }

  @Test
  void makingKeysPrintsNoWarningOfTheJvm() throws Exception {
    Path err = folder.resolve("err");

    int exit = run(err, "keys", "init");

    assertThat(Files.readString(err)).isEmpty();
    assertThat(exit).isZero();
  }

  private int run(Path err, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flagsOfTheLauncher());
    command.addAll(List.of("-cp", ClassPathJar.classPath(), "dev.countersign.app.Main"));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(err.toFile());
    // Required, and not used by these commands.
    builder.environment().put("COUNTERSIGN_DATABASE_URL", "jdbc:postgresql://127.0.0.1/none");
    builder.environment().put("COUNTERSIGN_DATABASE_PASSWORD", "none");
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static List<String> flagsOfTheLauncher() throws IOException {
    var found = FLAGS.matcher(Files.readString(Path.of("..", "countersign")));
    assertThat(found.find()).isTrue();
    return List.of(found.group(1).strip().split(" "));
  }
}

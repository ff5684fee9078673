package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A start may be prepared, and starts all the same where what was prepared does not fit.
@Timeout(180)
class RehearsalTest {
  @TempDir private Path folder;

  @Test
  void itGoesThroughAStartWithoutADatabaseAndLeavesNothing() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));

    int exit = run("-Djava.io.tmpdir=" + temporary, "dev.countersign.app.Rehearsal");

    assertThat(exit).as(Files.readString(folder.resolve("err"))).isZero();
    try (var left = Files.list(temporary)) {
      assertThat(left.filter(file -> file.getFileName().toString().contains("countersign")))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "garbage", "empty", "folder"})
  void theJvmStartsWithoutAWordWhereTheCacheDoesNotFit(String kind) throws Exception {
    Path cache = folder.resolve("start.aot");
    switch (kind) {
      case "garbage" -> Files.writeString(cache, "no cache of any JVM\n".repeat(1_000));
      case "empty" -> Files.createFile(cache);
      case "folder" -> Files.createDirectory(cache);
      default -> assertThat(cache).doesNotExist();
    }

    int exit =
        run("-Xlog:aot*=off", "-XX:AOTCache=" + cache, "dev.countersign.app.Main", "--version");

    assertThat(exit).isZero();
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("out")))
        .containsExactly("countersign " + BuildVersion.text());
  }

  private int run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", withoutTests(ClassPathJar.classPath())));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /// A rehearsal sets up the classes of the store that it finds in a jar, and those of the store's
  /// tests start a database.
  private static String withoutTests(String classPath) {
    return Stream.of(classPath.split(Pattern.quote(File.pathSeparator)))
        .filter(entry -> !entry.endsWith("-tests.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}

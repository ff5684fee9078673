package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs the launcher in a checkout of its own, with JDKs and a Maven that only tell how they were
/// called.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "countersign");
  private static final String FLAGS =
      " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Path checkout = Path.of("");

  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(folder.resolve("check out"));
    Files.copy(LAUNCHER, checkout.resolve("countersign"));
    write(checkout.resolve("pom.xml"), "<project/>");
    write(checkout.resolve("app/pom.xml"), "<project/>");
    write(checkout.resolve("app/src/main/java/Main.java"), "class Main {}");
    script(
        checkout.resolve("mvnw"),
        """
        echo "[INFO] Building Countersign app 1"
        echo "mvnw $* with $JAVA_HOME" >> "$PWD/built"
        [ -z "$FAIL" ] || { echo "[ERROR] broken"; exit 1; }
        mkdir -p app/target/lib && touch app/target/app-1.jar
        """);
  }

  @Test
  void withoutAJdkItSaysInOneSentenceWhatToInstall() throws Exception {
    Ran ran = run(Map.of(), "serve");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).singleElement().asString().contains("install a JDK 25 or newer");
    assertThat(checkout.resolve("built")).doesNotExist();
  }

  @Test
  void anOlderJdkOrARuntimeWithoutCompilerIsNone() throws Exception {
    jdk("old", "21.0.2");
    Files.delete(jdk("runtime", "25").resolve("bin/javac"));
    assertThat(run(Map.of("JAVA_HOME", folder.resolve("jdks/old").toString())).exitCode())
        .isEqualTo(2);
  }

  @Test
  void itBuildsOnceWithTheJdkThatItFoundAndRunsWithIt() throws Exception {
    Path jdk = jdk("jdk-25", "25.0.1");
    jdk("jdk-21", "21");
    Ran first = run(Map.of(), "policy", "check", "--policy", "with blank.yaml");
    assertThat(first.exitCode()).isEqualTo(7);
    assertThat(first.out().lines())
        .containsExactly(
            jdk
                + FLAGS
                + " -cp "
                + checkout.toRealPath().resolve("app/target/app-1.jar")
                + ":"
                + checkout.toRealPath().resolve("app/target/lib/*")
                + " dev.countersign.app.Main"
                + " policy check --policy with blank.yaml");
    assertThat(first.err()).contains("countersign: building").contains("Countersign app 1");
    assertThat(run(Map.of()).err()).isEmpty();
    assertThat(Files.readAllLines(checkout.resolve("built")))
        .containsExactly("mvnw -B -ntp -T 1C -Dquick -pl app -am package with " + jdk);
  }

  @Test
  void tryAndBenchAreProgramsOfTheirOwn() throws Exception {
    Path jdk = jdk("jdk", "25");
    write(checkout.resolve("trial/src/main/java/Main.java"), "class Main {}");
    script(
        checkout.resolve("mvnw"),
        """
        echo "$*" >> "$PWD/built"
        mkdir -p trial/target/lib && touch trial/target/trial-1.jar
        """);

    Ran ran = run(Map.of(), "try", "--exit");

    assertThat(ran.out())
        .startsWith(jdk.toString())
        .contains(checkout.toRealPath().resolve("trial/target/trial-1.jar") + ":")
        .endsWith(" dev.countersign.trial.Main try --exit\n");
    assertThat(Files.readAllLines(checkout.resolve("built")))
        .containsExactly("-B -ntp -T 1C -Dquick -pl trial -am package");
  }

  @Test
  void helpTellsOfTheOtherProgramsAndKeepsTheExitCode() throws Exception {
    jdk("jdk", "25");
    write(checkout.resolve("trial/src/main/java/Main.java"), "class Main {}");

    assertThat(run(Map.of(), "--help").out()).contains(" --help\n").contains("  try ", "  bench ");
    assertThat(run(Map.of(), "--help").exitCode()).isEqualTo(7);
    assertThat(run(Map.of(), "verify", "--help").out()).doesNotContain("  try ");
  }

  @Test
  void javaHomeComesFirstAndJvmOptionsArePassedOn() throws Exception {
    jdk("a", "25");
    Path chosen = jdk("z", "26");
    Ran ran = run(Map.of("JAVA_HOME", chosen.toString(), "COUNTERSIGN_JAVA_OPTS", "-Xmx1g -Da=b"));
    assertThat(ran.out()).startsWith(chosen + FLAGS + " -Xmx1g -Da=b -cp ");
  }

  @Test
  void aNewerSourceIsBuiltAgainAndANewerTestIsNot() throws Exception {
    jdk("jdk", "25");
    run(Map.of());
    age(checkout);
    write(checkout.resolve("app/src/test/java/MainTest.java"), "class MainTest {}");
    run(Map.of());
    assertThat(Files.readAllLines(checkout.resolve("built"))).hasSize(1);
    write(checkout.resolve("app/src/main/java/Main.java"), "final class Main {}");
    run(Map.of());
    assertThat(Files.readAllLines(checkout.resolve("built"))).hasSize(2);
  }

  @Test
  void aNewerManifestIsBuiltAgainBecauseTheJarCarriesIt() throws Exception {
    jdk("jdk", "25");
    run(Map.of());
    age(checkout);
    write(checkout.resolve("manifests/teams/manifest.json"), "{}");
    run(Map.of());
    assertThat(Files.readAllLines(checkout.resolve("built"))).hasSize(2);
  }

  @Test
  void aRemovedSourceIsNoticed() throws Exception {
    jdk("jdk", "25");
    write(checkout.resolve("app/src/main/java/Gone.java"), "class Gone {}");
    run(Map.of());
    age(checkout);
    Files.delete(checkout.resolve("app/src/main/java/Gone.java"));
    run(Map.of());
    assertThat(Files.readAllLines(checkout.resolve("built"))).hasSize(2);
  }

  @Test
  void aBuildThatFailsIsToldAndNothingRuns() throws Exception {
    jdk("jdk", "25");
    Ran ran = run(Map.of("FAIL", "1"));
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("[ERROR] broken").contains("the build failed");
  }

  @Test
  void itWorksThroughLinksFromAnywhere() throws Exception {
    jdk("jdk", "25");
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("one"), Path.of("../check out/countersign"));
    Files.createSymbolicLink(links.resolve("two"), links.resolve("one"));
    Ran ran = run(links.resolve("two"), Map.of(), "serve");
    assertThat(ran.out()).endsWith(" dev.countersign.app.Main serve\n");
  }

  /// The first start pays for the ones after it.
  @Test
  void theFirstServePreparesTheNextOnesWhichReadWhatItLeft() throws Exception {
    Path jdk = rehearsingJdk();

    Ran first = run(Map.of(), "serve");
    Ran second = run(Map.of(), "serve", "--config", "a.yaml");

    assertThat(first.err()).contains("preparing later starts");
    assertThat(second.err()).isEmpty();
    assertThat(rehearsals()).hasSize(1);
    Path cache = onlyCache();
    assertThat(cache.startsWith(checkout.toRealPath().resolve("app/target/start"))).isTrue();
    for (Ran ran : List.of(first, second)) {
      assertThat(ran.out())
          .startsWith(jdk + FLAGS + " -Xlog:aot*=off -XX:AOTCache=" + cache + " -cp ");
      assertThat(ran.exitCode()).isEqualTo(7);
    }
  }

  @Test
  void anotherCommandNeitherPreparesNorReads() throws Exception {
    rehearsingJdk();
    assertThat(run(Map.of(), "verify").out()).doesNotContain("AOT");
    assertThat(rehearsals()).isEmpty();
    run(Map.of(), "serve");
    assertThat(run(Map.of(), "verify").out()).doesNotContain("AOT");
  }

  @Test
  void aPreparationThatFailsIsNotTriedAgainAndTheServerStarts() throws Exception {
    Path jdk = jdk("jdk", "25");
    script(
        jdk.resolve("bin/java"),
        "echo \"$*\" >> \"" + folder.resolve("rehearsals") + "\"; echo \"$*\"; exit 7\n");
    for (int start = 0; start < 3; start++) {
      Ran ran = run(Map.of(), "serve");
      assertThat(ran.out()).endsWith(" dev.countersign.app.Main serve\n").doesNotContain("AOT");
      assertThat(ran.exitCode()).isEqualTo(7);
    }
    assertThat(rehearsals()).hasSize(1);
  }

  /// One that the JVM took, and does not read: `-XX:AOTMode=on` asks it before it is kept.
  @Test
  void whatTheJvmDoesNotReadBackIsNotKept() throws Exception {
    Path jdk = rehearsingJdk();
    script(
        jdk.resolve("bin/java"),
        "case \"$*\" in *AOTMode=on*) exit 1 ;; esac\n" + body(jdk.resolve("bin/java")));
    assertThat(run(Map.of(), "serve").out()).doesNotContain("AOT");
    assertThat(run(Map.of(), "serve").out()).doesNotContain("AOT");
    assertThat(rehearsals()).hasSize(1);
  }

  @Test
  void anotherJarOrAnotherJdkIsPreparedForAnew() throws Exception {
    Path jdk = rehearsingJdk();
    run(Map.of(), "serve");
    age(checkout.resolve("app/target/start"));
    run(Map.of(), "serve");
    assertThat(rehearsals()).as("the jar is newer").hasSize(2);

    write(jdk.resolve("release"), "JAVA_VERSION=\"25.0.9\"\n");
    run(Map.of(), "serve");
    assertThat(rehearsals()).as("another JDK").hasSize(3);
    assertThat(onlyCache()).exists();
  }

  /// What is read is code.
  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
  void aCacheThatOthersMayWriteToIsNotRead(String mode) throws Exception {
    rehearsingJdk();
    run(Map.of(), "serve");
    Files.setPosixFilePermissions(onlyCache(), PosixFilePermissions.fromString(mode));
    Ran ran = run(Map.of(), "serve");
    assertThat(ran.out()).endsWith(" dev.countersign.app.Main serve\n").doesNotContain("AOT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
  void aCacheInAFolderThatOthersMayWriteToIsNeitherReadNorMade(String mode) throws Exception {
    rehearsingJdk();
    run(Map.of(), "serve");
    Path start = onlyCache().getParent();
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString(mode));
    assertThat(run(Map.of(), "serve").out()).doesNotContain("AOT");
    Files.delete(onlyCache());
    assertThat(run(Map.of(), "serve").out()).doesNotContain("AOT");
    assertThat(rehearsals()).hasSize(1);
  }

  @Test
  void aLinkToACacheIsNotRead() throws Exception {
    rehearsingJdk();
    run(Map.of(), "serve");
    Path cache = onlyCache();
    Path elsewhere = Files.move(cache, folder.resolve("elsewhere"));
    Files.createSymbolicLink(cache, elsewhere);
    assertThat(run(Map.of(), "serve").out()).doesNotContain("AOT");
  }

  @Test
  void whereNoCacheCanBeWrittenTheServerStartsWithoutOne() throws Exception {
    rehearsingJdk();
    run(Map.of(), "--version");
    write(checkout.resolve("app/target/start"), "in the way");
    Ran ran = run(Map.of(), "serve");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).endsWith(" dev.countersign.app.Main serve\n").doesNotContain("AOT");
    assertThat(rehearsals()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COUNTERSIGN_START_CACHE,no",
    "COUNTERSIGN_JAVA_OPTS,-Xshare:off",
    "COUNTERSIGN_JAVA_OPTS,-Xmx1g -XX:AOTMode=off",
    "JAVA_TOOL_OPTIONS,-XX:SharedArchiveFile=own.jsa",
    "JDK_JAVA_OPTIONS,@options"
  })
  void whoSaysOtherwiseGetsNoCache(String variable, String value) throws Exception {
    rehearsingJdk();
    Ran ran = run(Map.of(variable, value), "serve");
    assertThat(ran.out()).doesNotContain("AOTCache");
    assertThat(rehearsals()).isEmpty();
  }

  private Path rehearsingJdk() throws IOException {
    Path jdk = jdk("jdk", "25");
    script(
        jdk.resolve("bin/java"),
        """
        for word in "$@"; do
          case $word in
            -XX:AOTCacheOutput=*) echo "$*" >> "%s"; echo code > "${word#*=}"; exit 0 ;;
            -XX:AOTMode=on) exit 0 ;;
          esac
        done
        echo "%s $*"
        exit 7
        """
            .formatted(folder.resolve("rehearsals"), jdk));
    return jdk;
  }

  private static String body(Path script) throws IOException {
    return Files.readString(script).lines().skip(1).collect(Collectors.joining("\n", "", "\n"));
  }

  private List<String> rehearsals() throws IOException {
    Path told = folder.resolve("rehearsals");
    return Files.exists(told)
        ? Files.readAllLines(told).stream().filter(line -> line.endsWith(".Rehearsal")).toList()
        : List.of();
  }

  private Path onlyCache() throws IOException {
    try (var files = Files.list(checkout.toRealPath().resolve("app/target/start"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve("jdks").resolve(name)).toRealPath();
    write(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "exit 1\n");
    script(home.resolve("bin/java"), "echo \"" + home + " $*\"\nexit 7\n");
    return home;
  }

  private Ran run(Map<String, String> environment, String... args) throws Exception {
    return run(checkout.resolve("countersign"), environment, args);
  }

  private Ran run(Path launcher, Map<String, String> environment, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().clear();
    process.environment().put("PATH", tools().toString());
    process.environment().put("HOME", folder.toString());
    process.environment().put("COUNTERSIGN_JDK_FOLDERS", folder.resolve("jdks") + "/*");
    process.environment().putAll(environment);
    Process running = process.start();
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(running.exitValue(), Files.readString(out), Files.readString(err));
  }

  /// The ordinary commands without any JDK that this machine has on its path.
  private Path tools() throws IOException {
    Path tools = folder.resolve("tools");
    if (Files.notExists(tools)) {
      for (String name :
          List.of(
              "bash",
              "env",
              "sed",
              "find",
              "head",
              "dirname",
              "readlink",
              "touch",
              "mkdir",
              "ls",
              "cksum",
              "mv",
              "rm")) {
        String at = Files.exists(Path.of("/usr/bin", name)) ? "/usr/bin/" : "/bin/";
        write(tools.resolve(name), "#!/bin/sh\nexec " + at + name + " \"$@\"\n");
        assertThat(tools.resolve(name).toFile().setExecutable(true)).isTrue();
      }
    }
    return tools;
  }

  private static void age(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        boolean built = file.toString().endsWith(".jar");
        Files.setLastModifiedTime(file, FileTime.from(built ? LONG_AGO.plusSeconds(60) : LONG_AGO));
      }
    }
  }

  private static void script(Path file, String body) throws IOException {
    write(file, "#!/usr/bin/env bash\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}

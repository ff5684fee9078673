package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.manifest.GateAddress;
import dev.countersign.app.manifest.SlackManifest;
import dev.countersign.app.manifest.TeamsAppId;
import dev.countersign.app.manifest.TeamsAppVersion;
import dev.countersign.app.manifest.TeamsPackage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestCommandTest {
  private static final GateAddress GATE = new GateAddress("https://gate.example.org");
  private static final TeamsAppId APP = new TeamsAppId("1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10");

  @TempDir private Path folder;

  private record Ran(int exitCode, String out, String err) {}

  @Test
  void theSlackManifestIsPrinted() {
    assertThat(run("manifest slack --url " + GATE))
        .isEqualTo(new Ran(0, SlackManifest.at(GATE).text(), ""));
    assertThat(run("manifest slack --mode socket --see-channels"))
        .isEqualTo(new Ran(0, SlackManifest.bySocket().seeingChannels().text(), ""));
    assertThat(run("manifest slack --mode socket --see-people"))
        .isEqualTo(new Ran(0, SlackManifest.bySocket().seeingPeople().text(), ""));
  }

  @Test
  void theTeamsPackageIsWrittenAndWrittenOver() throws IOException {
    Path file = folder.resolve("app.zip");
    String command = "manifest teams --url %s --app-id %s --output %s".formatted(GATE, APP, file);

    assertThat(run(command))
        .isEqualTo(new Ran(0, "%s: version 1.0.0 of app %s%n".formatted(file, APP), ""));
    assertThat(Files.readAllBytes(file))
        .isEqualTo(new TeamsPackage(GATE, APP, new TeamsAppVersion("1.0.0")).zip());

    assertThat(run(command + " --version 1.0.1").exitCode()).isZero();
    assertThat(Files.readAllBytes(file))
        .isEqualTo(new TeamsPackage(GATE, APP, new TeamsAppVersion("1.0.1")).zip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manifest",
        "manifest other",
        "manifest slack",
        "manifest slack --mode socket --url https://gate.example.org",
        "manifest slack --mode other",
        "manifest teams",
        "manifest teams --url https://gate.example.org",
        "manifest teams --app-id 1d4f7c1e-0a5b-4c0e-9b57-2f6a3c8e9d10"
      })
  void wrongUsageIsTwo(String command) {
    assertThat(run(command).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "slack, --url, http://gate.example.org",
    "teams, --url, gate.example.org",
    "teams, --app-id, countersign",
    "teams, --version, 1.0"
  })
  void aWrongValueIsToldInOneSentenceAndNothingIsWritten(String app, String option, String value) {
    Path file = folder.resolve("app.zip");
    String rest =
        app.equals("slack")
            ? ""
            : " --output " + file + teams("--url", option) + teams("--app-id", option);

    Ran ran = run("manifest " + app + rest + " " + option + " " + value);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .startsWith(option + " takes ")
        .endsWith(".");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsTold() {
    Path file = folder.resolve("missing/app.zip");

    Ran ran = run("manifest teams --url %s --app-id %s --output %s".formatted(GATE, APP, file));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith(file + " cannot be written: ");
  }

  @Test
  void helpIsFine() {
    assertThat(run("manifest teams --help").out()).contains("--app-id").contains("1.0.0");
    assertThat(run("manifest slack --help").exitCode()).isZero();
  }

  /// The option with a good value, unless it is the one under test.
  private static String teams(String option, String tested) {
    if (option.equals(tested)) {
      return "";
    }
    return " " + option + " " + (option.equals("--url") ? GATE : APP);
  }

  private static Ran run(String command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CountersignCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(command.split(" "));
    return new Ran(exitCode, out.toString(), err.toString());
  }
}

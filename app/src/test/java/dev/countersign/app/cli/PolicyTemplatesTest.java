package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.PolicyCheck;
import dev.countersign.app.policy.PolicyCheck.Written;
import dev.countersign.app.policy.StageCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every policy of `docs/examples/policies` is one to begin with: nothing is odd about it, and it
/// rules as its cases say.
class PolicyTemplatesTest {
  private static final Path TEMPLATES = Path.of("..", "docs", "examples", "policies");
  private static final Path PEOPLE = TEMPLATES.resolve("people.yaml");

  static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void thereIsOneForEachKindOfActionAndForARunbook() throws IOException {
    assertThat(templates().stream().map(folder -> folder.getFileName().toString()))
        .containsExactly(
            "access",
            "api-triggers",
            "customer-communication",
            "deletes",
            "deploys",
            "record-edits",
            "runbook");
  }

  @ParameterizedTest
  @MethodSource("templates")
  void nothingIsOddAboutAPolicy(Path template) {
    YamlDocument policy = read(YamlDocument.read(template.resolve("policy.yaml")));
    YamlDocument people = read(YamlDocument.readPeople(PEOPLE));
    PolicyCheck check =
        PolicyCheck.of(
            new Written<>(policy, read(GateFiles.policy(policy))),
            new Written<>(people, read(GateFiles.people(people, Optional.empty()))),
            StageCheck.OF_THIS_VERSION);

    assertThat(check.errors()).isEmpty();
    // The people are those of all templates.
    assertThat(check.warnings()).allMatch(warning -> warning.detail().endsWith("(unused_group)"));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void aPolicyRulesAsItsCasesSay(Path template) {
    CommandTestCase.Ran ran =
        CommandTestCase.run(
            "policy",
            "test",
            "--policy",
            template.resolve("policy.yaml").toString(),
            "--people",
            PEOPLE.toString());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains(" cases, 0 failed.");
    assertThat(ran.exitCode()).isZero();
  }

  private static <T> T read(FileReading<T> reading) {
    assertThat(reading.problems()).isEmpty();
    return ((FileReading.Read<T>) reading).value();
  }
}

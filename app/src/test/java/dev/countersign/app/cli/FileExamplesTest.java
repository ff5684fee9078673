package dev.countersign.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ReferencePage;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.StageCheck;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.AgentEnvironment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The examples of `docs/people.md` and `docs/connections.md` are files that a gate runs with.
class FileExamplesTest {

  @Test
  void thePeopleOfThePageCanSatisfyThePolicyOfItsPage() {
    YamlDocument written =
        yaml(ReferencePage.read("policy.md").section("Refunds").blocks("yaml").getFirst());
    Policy policy = read(GateFiles.policy(written));
    People people =
        read(GateFiles.people(yaml(onlyExample("people.md")), Optional.of(AgentEnvironment.LIVE)));
    assertThat(StageCheck.of(written, policy, people, StageCheck.OF_THIS_VERSION)).isEmpty();
  }

  @Test
  void theConnectionsOfThePageCanBeRead() {
    assertThat(GateFiles.connections(yaml(onlyExample("connections.md"))).problems()).isEmpty();
  }

  private static String onlyExample(String page) {
    List<String> examples = ReferencePage.read(page).blocks("yaml");
    assertThat(examples).hasSize(1);
    return examples.getFirst();
  }

  private static YamlDocument yaml(String text) {
    return read(YamlDocument.read("example.yaml", text.getBytes(UTF_8)));
  }

  private static <T> T read(FileReading<T> reading) {
    assertThat(reading.problems()).isEmpty();
    return ((FileReading.Read<T>) reading).value();
  }
}

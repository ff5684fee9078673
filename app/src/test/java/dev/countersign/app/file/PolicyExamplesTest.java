package dev.countersign.app.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.json.WireName;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Durations;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyInput;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.AgentEnvironment;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.SampleProposals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example of `docs/policy.md` is a policy that can be deployed, and rules as the page says.
class PolicyExamplesTest {
  private static final ReferencePage EXAMPLES = ReferencePage.read("policy.md").section("Examples");

  record Example(String policy, Row row) {
    @Override
    public String toString() {
      return row.cell(0);
    }
  }

  static Stream<Example> examples() {
    return EXAMPLES.sections().values().stream()
        .flatMap(section ->
            section.rows().stream()
                .map(row -> new Example(section.blocks("yaml").getFirst(), row)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleRulesAsThePageSays(Example example) {
    Ruling ruling = policy(example.policy()).rule(input(body(example.row())));
    boolean asks = ruling.gate() == Gate.ASK;
    assertThat(example.row().cells().subList(1, 6))
        .containsExactly(
            WireName.of(ruling.gate()),
            joined(ruling.rules().stream().map(PolicyExamplesTest::code), "none"),
            joined(ruling.stages().stream().map(PolicyExamplesTest::asked), "nobody"),
            asks ? code(Durations.text(ruling.expiresIn())) : "–",
            WireName.of(ruling.risk().assessed()));
  }

  @Test
  void everyPolicyOfThePageIsAnExampleWithProposals() {
    ReferencePage page = ReferencePage.read("policy.md");
    List<String> policies = new ArrayList<>(page.blocks("yaml"));
    List.of("Cases", "Freezing an agent", "Pilot", "Tags")
        .forEach(part -> policies.removeAll(page.section(part).blocks("yaml")));
    assertThat(examples().map(Example::policy).distinct()).hasSameSizeAs(policies).isNotEmpty();
  }

  private static Policy policy(String yaml) {
    FileReading<Policy> reading =
        YamlDocument.read("policy.yaml", yaml.getBytes(UTF_8)).then(GateFiles::policy);
    assertThat(reading.problems()).isEmpty();
    return ((FileReading.Read<Policy>) reading).value();
  }

  /// The named file, and pairs of what stands in it and what is put in its place.
  private static byte[] body(Row row) {
    List<String> words = row.words(0);
    String body = new String(ReferencePage.example(words.getFirst()), UTF_8);
    for (int i = 1; i < words.size(); i += 2) {
      assertThat(body).contains(words.get(i));
      body = body.replace(words.get(i), words.get(i + 1));
    }
    return body.getBytes(UTF_8);
  }

  private static PolicyInput input(byte[] body) {
    ProposalDraft draft = SampleProposals.draft(body);
    return new PolicyInput(
        draft.action(),
        draft.context(),
        DerivedFacts.of(draft.action(), DomainList.of(List.of("example.com"))),
        new AgentFacts(
            new AgentId("support-bot"), new PersonId("otto"), Optional.of(AgentEnvironment.TEST)));
  }

  private static String asked(Stage stage) {
    return code(stage.group().value())
        + " "
        + stage.required()
        + (stage.distinctFunction() ? " distinct" : "");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String joined(Stream<String> words, String none) {
    String all = words.collect(Collectors.joining(", "));
    return all.isEmpty() ? none : all;
  }
}

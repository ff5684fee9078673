package dev.countersign.policy;

import static dev.countersign.policy.SamplePolicies.allow;
import static dev.countersign.policy.SamplePolicies.ask;
import static dev.countersign.policy.SamplePolicies.input;
import static dev.countersign.policy.SamplePolicies.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.proposal.SampleProposals;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is gated while a deployment begins, and what becomes of everything else. The agent of these
/// proposals is `support-bot`.
class PilotTest {
  private static final PolicyInput ANY = input(SampleProposals.merge());
  private static final String ASKS = ask("merges", "true", "leads");

  @Test
  void withoutAPilotEverythingIsGated() {
    Ruling ruling = ruled(ASKS, "");
    assertThat(ruling.gate()).isEqualTo(Gate.ASK);
    assertThat(ruling.observed()).isEmpty();
    assertThat(ruling.toJson().has("observed")).as("bytes as they always were").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"agents\": [\"support-bot\"]}",
        "{\"groups\": [\"leads\"]}",
        "{\"rules\": [\"merges\"]}",
        "{\"agents\": [\"another-bot\"], \"rules\": [\"merges\"]}"
      })
  void whatThePilotNamesIsGatedAsWithoutOne(String pilot) {
    assertThat(ruled(ASKS, pilot)).isEqualTo(ruled(ASKS, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"agents\": []}", "{\"agents\": [\"another-bot\"]}"})
  void outsideThePilotNobodyIsAskedAndItIsToldWhoWouldBe(String pilot) {
    Ruling ruling = ruled(ASKS, pilot);
    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.stages()).isEmpty();
    assertThat(ruling.observed()).contains(new Observed(Gate.ASK, ruled(ASKS, "").stages()));
    assertThat(ruling.findings().getLast().result()).isEqualTo(Ruling.OUTSIDE);
    assertThat(ruling.rules()).containsExactly("merges");
  }

  /// No standing approval is used up, and nothing is allowed: the pilot only takes away.
  @Test
  void outsideThePilotNothingIsAllowedEither() {
    Ruling ruling = ruled(allow("merges", "true"), "{\"agents\": []}");
    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.allowances()).isEmpty();
    assertThat(ruling.observed().map(Observed::gate)).contains(Gate.ALLOW);
    assertThat(ruled(allow("other", "false"), "{\"agents\": []}").observed().map(Observed::gate))
        .contains(Gate.REFUSE);
  }

  @Test
  void aRulingOutsideThePilotIsReadAsItWasWritten() {
    Ruling ruling = ruled(ASKS, "{\"agents\": []}");
    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
    assertThat(Ruling.observed(ruling.toEntry())).isEqualTo(ruling.observed());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                             | /pilot required
          {"agents": ["No Name"]}        | /pilot/agents/0 bad_name
          {"groups": ["nobody"]}         | /pilot/groups/0 unknown_group
          {"rules": ["nothing"]}         | /pilot/rules/0 unknown_rule
          {"agents": [], "people": []}   | /pilot/people unknown_key
          {"agents": {}}                 | /pilot/agents wrong_type
          """)
  void whatGatesNothingIsAMistake(String pilot, String problem) {
    assertThat(problems(pilot)).containsExactly(problem);
  }

  @Test
  void aPilotHasAnEnd() {
    String many =
        CanonicalJson.text(
            JsonArray.ofStrings(
                IntStream.rangeClosed(0, PilotReader.MOST).mapToObj(nth -> "a" + nth).toList()));
    assertThat(problems("{\"agents\": " + many + "}")).containsExactly("/pilot/agents too_many");
  }

  private static Ruling ruled(String rule, String pilot) {
    return policy(document(rule, pilot)).rule(ANY);
  }

  private static List<String> problems(String pilot) {
    return ((PolicyReading.Unreadable) SamplePolicies.reading(document(ASKS, pilot)))
        .problems().stream().map(problem -> problem.pointer() + " " + problem.code()).toList();
  }

  private static String document(String rule, String pilot) {
    return "{\"version\": 1, \"rules\": ["
        + rule
        + "]"
        + (pilot.isEmpty() ? "" : ", \"pilot\": " + pilot)
        + "}";
  }
}

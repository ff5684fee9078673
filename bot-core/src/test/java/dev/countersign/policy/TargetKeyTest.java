package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.SampleProposals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a limit per target counts together cannot be split by other names for the same.
class TargetKeyTest {
  private static final String CALL =
      """
      {"action_type":"a","target_system":"s","target_id":"one","proposed_changes":
        {"class":"api_call","method":"POST","url":"https://a.example/v1/x"}}
      """;
  private static final String RECORD =
      """
      {"action_type":"a","target_system":"s","target_id":"one","proposed_changes":
        {"class":"record_change","operation":"delete","record_type":"user"}}
      """;
  private static final String TOOL =
      """
      {"action_type":"a","target_system":"s","target_id":"one","proposed_changes":
        {"class":"tool_call","server":"v","tool":"t","arguments":{"n":1}}}
      """;

  private static List<String> keys(String proposal) {
    return TargetKey.of(SampleProposals.draft(proposal.getBytes(UTF_8)).action());
  }

  private static String mailTo(String... addresses) {
    return """
    {"action_type":"a","target_system":"s","proposed_changes":{"class":"message","channel":"email",
     "to":[%s],"body":{"media_type":"text/plain","content":"x"}}}
    """
        .formatted(
            String.join(
                ",", List.of(addresses).stream().map(a -> "{\"address\":\"" + a + "\"}").toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "\"one\", \"two\"",
    "\"a\", \"b\"",
    "https://a.example/, https://A.EXAMPLE/",
    "/v1/x, /v1/%78",
    "/v1/x, /v1/x?y=1"
  })
  void otherSpellingsOfACallAreOneTarget(String from, String to) {
    assertThat(CALL).contains(from);
    assertThat(keys(CALL.replace(from, to))).isEqualTo(keys(CALL));
  }

  @ParameterizedTest
  @CsvSource({"POST, PUT", "a.example, b.example", "/v1/x, /v1/y", "\"s\", \"other\""})
  void anotherCallIsAnotherTarget(String from, String to) {
    assertThat(keys(CALL.replace(from, to))).isNotEqualTo(keys(CALL));
  }

  @Test
  void aRecordIsTheTargetWhateverIsDoneToIt() {
    assertThat(keys(RECORD.replace("delete", "archive"))).isEqualTo(keys(RECORD));
    assertThat(keys(RECORD.replace("\"one\"", "\"two\""))).isNotEqualTo(keys(RECORD));
    assertThat(keys(RECORD.replace("user", "account"))).isNotEqualTo(keys(RECORD));
  }

  @Test
  void aToolIsTheTargetWhateverItIsCalledWith() {
    assertThat(keys(TOOL.replace("\"n\":1", "\"n\":2").replace("\"one\"", "\"two\"")))
        .isEqualTo(keys(TOOL));
    assertThat(keys(TOOL.replace("\"t\"", "\"u\""))).isNotEqualTo(keys(TOOL));
  }

  @Test
  void eachRecipientIsATargetAndCountsOnceHoweverItIsWritten() {
    assertThat(keys(mailTo("jo@b.example", "JO@B.example", "jo+1@b.example", "jo+2@b.example")))
        .isEqualTo(keys(mailTo("jo@b.example")))
        .hasSize(1);
    assertThat(keys(mailTo("jo@b.example", "ann@b.example"))).hasSize(2);
  }

  @Test
  void noAddressStandsInTheKey() {
    assertThat(keys(mailTo("jo@b.example")).getFirst()).startsWith("sha-256:");
  }
}

package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.SampleProposals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatMaskTest {
  private static final String AWS = "AKIAIOSFODNN7EXAMPLE";
  private static final String IBAN = "DE89370400440532013000";

  private static Action message(String type, String content) {
    return draft(type, content).action();
  }

  private static ProposalDraft draft(String type, String content) {
    return SampleProposals.draft(
        """
        {"action_type":"a","target_system":"s","proposed_changes":{"class":"message",
         "channel":"email","to":[{"address":"a@b.example"}],
         "body":{"media_type":"%s","content":"%s"}}}
        """
            .formatted(type, content)
            .getBytes(UTF_8));
  }

  private static String over(ChatMask mask, Action action, String text) {
    return new MaskedTexts(mask, action).apply(text);
  }

  private static final Action PLAIN = message("text/plain", "Hello.");

  @Test
  void aSecretIsHiddenAndTheTextAroundItStays() {
    assertThat(over(ChatMask.SECRETS, PLAIN, "Use " + AWS + " or " + IBAN + "."))
        .isEqualTo("Use ██ secret hidden ██ or " + IBAN + ".");
    assertThat(over(ChatMask.ALL, PLAIN, "Use " + AWS + " or " + IBAN + "."))
        .isEqualTo("Use ██ secret hidden ██ or ██ personal data hidden ██.");
    assertThat(over(ChatMask.NONE, PLAIN, AWS + IBAN)).isEqualTo(AWS + IBAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Hello.", "100 % of it", "%zz", "it's 4111 of 5", "a@b.example"})
  void whatHoldsNothingStaysAsItIs(String text) {
    for (ChatMask mask : List.of(ChatMask.NONE, ChatMask.SECRETS)) {
      assertThat(over(mask, PLAIN, text)).isEqualTo(text);
    }
  }

  /// A reader, or the one that it is sent to, makes out what no search of the letters finds.
  @Test
  void aTextIsHiddenAsAWholeWhereAValueIsReadInItThatDoesNotStandThere() {
    assertThat(over(ChatMask.SECRETS, PLAIN, "Use " + AWS.replace("A", "Ａ") + "."))
        .isEqualTo("██ text hidden ██");
    assertThat(over(ChatMask.SECRETS, PLAIN, "/v1?key=%41" + AWS.substring(1)))
        .isEqualTo("██ text hidden ██");
    String between = "AKIA<b>IOSFODNN</b>7EXAMPLE";
    assertThat(over(ChatMask.SECRETS, message("text/html", between), between))
        .isEqualTo("██ text hidden ██");
    assertThat(over(ChatMask.SECRETS, message("text/plain", between), between)).isEqualTo(between);
  }

  @ParameterizedTest
  @CsvSource({"none, NONE", "secrets, SECRETS", "all, ALL"})
  void theRulingSaysWhatIsHidden(String written, ChatMask mask) {
    Policy policy = policy("\"mask_in_chat\":\"" + written + "\",");

    assertThat(ruled(policy, AWS + " " + IBAN).chatMask()).isEqualTo(mask);
    assertThat(ruled(policy, "Hello.").chatMask()).isEqualTo(ChatMask.NONE);
    assertThat(Ruling.fromJson(ruled(policy, AWS).toJson()).chatMask()).isEqualTo(mask);
  }

  @Test
  void secretsAreHiddenUnlessThePolicySaysOtherwise() {
    assertThat(ruled(policy(""), AWS).chatMask()).isEqualTo(ChatMask.SECRETS);
    assertThat(ruled(policy(""), IBAN).chatMask()).isEqualTo(ChatMask.NONE);
  }

  @Test
  void anotherWordIsRefused() {
    assertThat(SamplePolicies.reading(text("\"mask_in_chat\":\"some\",")))
        .isInstanceOfSatisfying(
            PolicyReading.Unreadable.class,
            unreadable ->
                assertThat(unreadable.problems())
                    .extracting(PolicyProblem::code)
                    .containsExactly("unknown_mask"));
  }

  private static Ruling ruled(Policy policy, String content) {
    ProposalDraft draft = draft("text/plain", content);
    JsonObject derived = DerivedFacts.of(draft.action(), DomainList.NONE);
    return policy.rule(SamplePolicies.input(draft, CanonicalJson.text(derived)));
  }

  private static String text(String mask) {
    return """
    {"version":1,%s"rules":[{"id":"a","when":"true","gate":"ask",
      "stages":[{"group":"g","approvals":1}]}]}
    """
        .formatted(mask);
  }

  private static Policy policy(String mask) {
    return ((PolicyReading.Read) SamplePolicies.reading(text(mask))).policy();
  }
}

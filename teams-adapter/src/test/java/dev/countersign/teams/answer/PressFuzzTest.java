package dev.countersign.teams.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.card.Button;
import dev.countersign.card.Click;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.teams.caller.Activity;
import dev.countersign.teams.caller.ActivityReader;
import dev.countersign.teams.caller.ActivityReading;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PressFuzzTest {
  private static final AccountId MIRA = new AccountId(Surface.TEAMS, "tenant", "mira");
  private static final ChatAddress APPROVALS =
      new ChatAddress(Surface.TEAMS, "tenant", "19:approvals@thread.tacv2");

  private static final String EXECUTED =
      """
      {"type":"invoke","name":"adaptiveCard/action","replyToId":"1700000000000",
       "value":{"action":{"type":"Action.Execute","verb":"reject",
        "data":{"req":"prop_01K9Z3N4M5P6Q7R8S9T0V1W2X3","t":"a.b.c",
         "reject_reason":"wrong_content","reject_comment":"a note"}},"trigger":"manual"}}\
      """;
  private static final String SUBMITTED =
      """
      {"type":"message","replyToId":"1700000000000",
       "value":{"verb":"approve","req":"prop_01K9Z3N4M5P6Q7R8S9T0V1W2X3","t":"a.b.c"}}\
      """;

  static Stream<byte[]> activities() {
    return Stream.of(
            EXECUTED,
            SUBMITTED,
            EXECUTED.replace("\"reject\"", "\"view\""),
            EXECUTED.replace("\"1700000000000\"", "\"/../\""),
            SUBMITTED.replace("\"a.b.c\"", "7"),
            SUBMITTED.replace("prop_0", "prop_8"),
            "{\"type\":\"invoke\",\"value\":[]}",
            "{\"type\":\"message\",\"value\":null}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("activities")
  @FuzzTest
  void aPressHasItsRequestItsMessageAndNoMoreThanItMay(byte[] body) {
    if (new ActivityReader().read(body) instanceof ActivityReading.Read(Activity activity)) {
      ButtonPayload.submitted(activity).ifPresent(press -> assertBounded(press, body));
      if (activity.value() != null) {
        ButtonPayload.of(activity, activity.value().path("action"))
            .ifPresent(press -> assertBounded(press, body));
      }
    }
  }

  private static void assertBounded(ButtonPayload press, byte[] body) {
    assertThat(press.verb()).isNotEmpty();
    press.token().ifPresent(token -> assertThat(token).hasSizeBetween(1, Button.MAX_TOKEN));
    press
        .inputs()
        .comment()
        .ifPresent(text -> assertThat(text).hasSizeLessThanOrEqualTo(ButtonPayload.LONGEST_INPUT));
    Click click = press.click(MIRA, APPROVALS, Digest.of(body));
    assertThat(click.account()).isEqualTo(MIRA);
    assertThat(click.flaw()).isEmpty();
  }
}

package dev.countersign.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.ReadersLook;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.intake.IntakeResult.Recorded;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadersTest {
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"messages","when":"true","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final byte[] MESSAGE = message("Your invoice is paid.");

  private final TestGate gate = TestGate.inMemory(LEADS);
  private final AtomicInteger asked = new AtomicInteger();

  private static byte[] message(String content) {
    return """
    {"action_type":"message.send","target_system":"support","proposed_changes":{
      "class":"message","channel":"slack","audience":"internal","to":[{"address":"C0SUPPORT00"}],
      "body":{"media_type":"text/plain","content":"%s"}}}
    """
        .formatted(content)
        .getBytes(UTF_8);
  }

  private void telling(ReadersLook look) {
    gate.executor.tellReaders(_ -> {
      asked.incrementAndGet();
      return look;
    });
  }

  private IntakeResult submit(byte[] body, String key) {
    return gate.intake.submit(gate.agent(), body, Optional.of(key));
  }

  private static Declined declined(IntakeResult result) {
    return (Declined) result;
  }

  @Test
  void whereNobodyElseReadsPeopleAreAsked() {
    telling(new ReadersLook.Allowed());
    assertThat(submit(MESSAGE, "k")).isInstanceOf(Recorded.class);
    assertThat(asked).hasValue(1);
    gate.showCards();
    assertThat(gate.chat.only().card().body().toString()).contains("Your invoice is paid.");
  }

  @Test
  void whereOthersReadNobodyIsAskedWhateverTheAgentSays() {
    telling(
        new ReadersLook.Not(
            new Inadmissible("audience_not_allowed", "/proposed_changes/to/0/address", "shared")));
    Declined declined = declined(submit(MESSAGE, "k"));
    assertThat(declined.reason().code()).isEqualTo("audience_not_allowed");
    assertThat(declined.reason().kind()).isEqualTo(Kind.UNPROCESSABLE);
    gate.showCards();
    assertThat(gate.chat.messages()).isEmpty();
  }

  @Test
  void whereTheChatDoesNotSayItIsToBeProposedLater() {
    telling(new ReadersLook.NotRead("timeout"));
    Declined declined = declined(submit(MESSAGE, "k"));
    assertThat(declined.reason().code()).isEqualTo("conversation_not_read");
    assertThat(declined.reason().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(declined.again()).isPresent();

    telling(new ReadersLook.Allowed());
    assertThat(submit(MESSAGE, "k")).isInstanceOf(Recorded.class);
  }

  @Test
  void aRepeatGetsWhatItGotAndAsksNobody() {
    telling(new ReadersLook.Allowed());
    Recorded first = (Recorded) submit(MESSAGE, "k");
    telling(new ReadersLook.NotRead("timeout"));

    assertThat(submit(MESSAGE, "k")).isEqualTo(new Recorded(first.id(), true));
    assertThat(declined(submit(message("another"), "k")).reason().code())
        .isEqualTo("idempotency_key_reused");
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatTheConnectionDoesNotTakeAsksNobody() {
    telling(new ReadersLook.Allowed());
    gate.executor.refuse("recipient_not_allowed");
    assertThat(declined(submit(MESSAGE, "k")).reason().code()).isEqualTo("recipient_not_allowed");
    assertThat(asked).hasValue(0);
  }

  @Test
  void anEvaluationAsksNobody() {
    telling(new ReadersLook.NotRead("timeout"));
    assertThat(gate.intake.evaluate(gate.agent(), MESSAGE))
        .isInstanceOf(IntakeEvaluation.Ruled.class);
    assertThat(asked).hasValue(0);
  }
}

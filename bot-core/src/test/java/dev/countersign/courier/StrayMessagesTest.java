package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Copies of a card: the answer to the first post was lost, and another was posted.
class StrayMessagesTest {
  private static final AccountId LENA = new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA");

  private final TestGate gate = TestGate.inMemory();

  /// Leaves `m1` with live buttons and without a name, and `m2` as the card.
  private ProposalId askTwice() {
    ProposalId id = gate.propose();
    gate.chat.applyThenFail();
    gate.showCards();
    gate.clock.advance(Duration.ofSeconds(1));
    gate.showCards();
    assertThat(gate.chat.messages()).extracting(Message::id).containsExactly("m1", "m2");
    return id;
  }

  private Message copy() {
    return gate.chat.messages().getFirst();
  }

  @Test
  void aPressedCopyCountsNothingAndLosesItsButtons() {
    ProposalId id = askTwice();

    var answer = gate.desk.decide(TestGate.click("ULENA", copy(), Decision.APPROVE));
    gate.showCards();

    assertThat(answer.code()).isEqualTo("not_posted_card");
    assertThat(answer.text()).contains("newest card");
    assertThat(copy().tokens()).isEmpty();
    assertThat(copy().card().body().text("sections")).contains("newest card");
    assertThat(gate.record(id).request().votes()).isEmpty();
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void aPressedCopyOfADecidedRequestIsAnsweredWithTheDecisionAndLosesItsButtons() {
    askTwice();
    gate.press("ULENA", Decision.REJECT);
    gate.showCards();

    var answer = gate.desk.decide(TestGate.click("UMARC", copy(), Decision.APPROVE));
    gate.showCards();

    assertThat(answer.code()).isEqualTo("already_decided");
    assertThat(answer.text()).contains("rejected");
    assertThat(gate.chat.messages()).allSatisfy(one -> assertThat(one.tokens()).isEmpty());
  }

  @Test
  void hammeringACopyOrdersItOnce() {
    ProposalId id = askTwice();
    Click click = TestGate.click("ULENA", copy(), Decision.APPROVE);

    for (int presses = 0; presses < 5; presses++) {
      gate.desk.decide(click);
    }
    gate.showCards();

    assertThat(gate.audit(id, EntryType.CARD_ASTRAY)).hasSize(1);
  }

  @Test
  void lookingAtACopyTakesItsButtonsToo() {
    ProposalId id = askTwice();

    assertThat(gate.personal.show(id.value(), copy().address(), copy().id(), LENA)).isEmpty();
    gate.showCards();

    assertThat(copy().tokens()).isEmpty();
  }

  @Test
  void lookingAtACopyOfADecidedRequestShowsTheDecision() {
    ProposalId id = askTwice();
    gate.press("ULENA", Decision.REJECT);

    var shown = gate.personal.show(id.value(), copy().address(), copy().id(), LENA).orElseThrow();

    assertThat(shown.tokens()).isEmpty();
    assertThat(shown.card().body().text("heading")).startsWith("🚫 Rejected");
  }

  @Test
  void aPressBeforeThePostIsAnsweredNamesItsMessage() {
    ProposalId id = gate.propose();
    gate.chat.applyThenFail();
    gate.showCards();

    assertThat(gate.press("ULENA", Decision.REJECT).kind()).isEqualTo(Kind.COUNTED);
    gate.clock.advance(Duration.ofSeconds(1));
    gate.showCards();

    assertThat(gate.chat.only().tokens()).as("one message, its buttons gone").isEmpty();
    assertThat(gate.audit(id, EntryType.CARD_POSTED)).hasSize(1);
  }

  @Test
  void aCopyThatCannotBeChangedIsToldBelowIt() {
    askTwice();
    gate.desk.decide(TestGate.click("ULENA", copy(), Decision.APPROVE));
    gate.chat.fail(new Sent.Refused(Obstacle.LOCKED, "cant_update_message"));
    gate.showCards();

    assertThat(gate.chat.replies()).singleElement().asString().startsWith("m1: ");
    assertThat(gate.chat.replies().getFirst()).contains("newest card");
  }

  @Test
  void anotherRequestsCardIsLeftAlone() {
    ProposalId id = gate.ask();
    Message one = gate.chat.only();
    gate.propose(TestGate.body("{\"target_id\":\"other\"}"));
    gate.showCards();
    Message other = gate.chat.messages().getLast();

    Click elsewhere =
        new Click(
            LENA,
            other.address(),
            other.id(),
            Objects.requireNonNull(one.tokens().get(Decision.APPROVE)),
            TestGate.inputs(Decision.APPROVE),
            Digest.of("callback"));
    assertThat(gate.desk.decide(elsewhere).code()).isEqualTo("not_posted_card");
    gate.showCards();

    assertThat(gate.chat.messages().getLast().tokens()).isEqualTo(other.tokens());
    assertThat(gate.record(id).request().votes()).isEmpty();
  }
}

package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.token.Grant;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final TestGate gate = TestGate.inMemory();

  @Test
  void aCardIsCommittedOnceBeforeItIsSentAndThenKnownByItsMessage() {
    ProposalId id = gate.ask();

    assertThat(gate.audit(id)).containsExactly("proposed", "ruled", "card_offered");
    assertThat(gate.audit(id, EntryType.CARD_OFFERED).getFirst().object("data").text("card"))
        .isEqualTo(gate.chat.only().card().digest().value());
    assertThat(gate.record(id).cards().getFirst().messageId()).hasValue(gate.chat.only().id());
  }

  @Test
  void whatFollowsInTheChainNamesTheMessage() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.showCards();

    assertThat(gate.audit(id, EntryType.VOTED).getFirst().object("data").text("message"))
        .isEqualTo(gate.chat.only().id());
    assertThat(gate.audit(id, EntryType.CARD_UPDATED).getFirst().object("data").text("message"))
        .isEqualTo(gate.chat.only().id());
  }

  @Test
  void aRequestThatIsAskedInOneChannelHasNineEntriesAtMost() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.showCards();
    gate.execute();
    gate.showCards();

    assertThat(gate.audit(id)).hasSizeLessThanOrEqualTo(9);
    assertThat(gate.chat.calls()).as("posted, decided, executed").hasSize(3);
  }

  @Test
  void aDecisionTakesTheButtonsAway() {
    gate.ask();
    gate.press("ULENA", Decision.REJECT);

    gate.showCards();

    Message message = gate.chat.only();
    assertThat(message.tokens()).isEmpty();
    assertThat(message.card().body().text("heading")).startsWith("🚫 Rejected, not executed");
  }

  @Test
  void everyCardTellsTheOutcome() {
    gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    gate.showCards();

    assertThat(gate.chat.only().card().body().text("heading")).startsWith("✅ Executed");
  }

  @Test
  void aThrottledPostIsTriedAgainAndNothingIsPostedTwice() {
    ProposalId id = gate.propose();
    gate.chat.fail(new Sent.Later(Duration.ofSeconds(30), "ratelimited"));
    gate.showCards();
    assertThat(gate.chat.messages()).isEmpty();

    gate.clock.advance(Duration.ofSeconds(29));
    gate.showCards();
    assertThat(gate.chat.calls()).as("not before the platform's time").hasSize(1);

    gate.clock.advance(Duration.ofSeconds(1));
    gate.showCards();
    assertThat(gate.chat.messages()).hasSize(1);
    assertThat(gate.audit(id, EntryType.CARD_OFFERED)).as("one rendering, two tries").hasSize(1);
  }

  @Test
  void aCardThatCannotBeShownIsNotedForTheOperator() {
    ProposalId id = gate.propose();
    gate.chat.fail(new Sent.Refused(Obstacle.PLACE, "channel_not_found"));

    gate.showCards();

    var failed = gate.audit(id, EntryType.CARD_FAILED).getFirst().object("data");
    assertThat(failed.text("code")).isEqualTo("channel_not_found");
  }

  @Test
  void aDeletedMessageIsPostedAnewWhilePeopleAreStillAsked() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(2));
    gate.chat.fail(new Sent.Refused(Obstacle.GONE, "message_not_found"));
    gate.showCards();
    gate.clock.advance(Duration.ofSeconds(1));

    gate.showCards();

    assertThat(gate.chat.messages()).hasSize(2);
    assertThat(gate.audit(id)).endsWith("card_failed", "card_offered");
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void buttonsLiveUntilTheDeadlineWithoutBeingDrawnAgain() {
    gate.ask();

    gate.clock.advance(Duration.ofHours(4).minusSeconds(1));

    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(gate.chat.calls()).hasSize(1);
  }

  @Test
  void aCardThatWouldLookTheSameIsNotSentAgain() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.showCards();
    gate.clock.advance(Grant.LONGEST_LIFETIME);
    gate.runner.run(gate.deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE).getFirst());
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).as("renewed, a new version").hasSize(2);

    order(id);
    gate.showCards();

    assertThat(gate.chat.calls()).hasSize(2);
    assertThat(gate.audit(id, EntryType.CARD_UPDATED)).hasSize(1);
  }

  @Test
  void aMessageThatIsNamedTwiceLeavesTheSecondWithoutButtons() {
    ProposalId id = gate.propose();
    Delivery slow = gate.deliveries.claim(DeliveryKind.SHOW_CARD, 1, LEASE).getFirst();
    gate.chat.onceBeforeAnswering(() -> {
      gate.clock.advance(LEASE.plusSeconds(1));
      gate.showCards();
    });

    gate.courier.deliver(slow);
    gate.showCards();

    assertThat(gate.chat.messages()).hasSize(2);
    assertThat(gate.audit(id, EntryType.CARD_ASTRAY)).hasSize(1);
  }

  private void order(ProposalId id) {
    RequestRecord record = gate.record(id);
    Step<Boolean> step =
        Step.on(record)
            .noting(new AuditFact(EntryType.CARD_TOLD, "gate", JsonObject.EMPTY))
            .ordering(CardOrders.onceDecided(record))
            .answering(true);
    gate.ledger.commit(step.commit().orElseThrow());
  }

  @Test
  void aWorkerLostAfterPostingDoesNotOrphanTheButtons() {
    ProposalId id = gate.propose();
    gate.chat.applyThenFail();
    Delivery lost = gate.deliveries.claim(DeliveryKind.SHOW_CARD, 1, LEASE).getFirst();
    gate.courier.deliver(lost);

    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void aLateWorkerCannotLeaveAnOlderCardStanding() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.REJECT);
    Delivery paused = gate.deliveries.claim(DeliveryKind.SHOW_CARD, 1, LEASE).getFirst();
    gate.clock.advance(LEASE.plusSeconds(1));
    gate.showCards();

    gate.courier.deliver(paused);
    gate.showCards();

    assertThat(gate.chat.only().card().body().text("heading")).startsWith("🚫 Rejected");
    assertThat(gate.record(id).cards().getLast().version())
        .isEqualTo(gate.record(id).request().version());
  }

  @Test
  void theSameRecordDrawsTheSameCard() {
    ProposalId id = gate.ask();
    CardComposer composer = new CardComposer(gate.directory);

    Digest once = gate.chat.render(composer.compose(gate.record(id))).digest();
    Digest twice = gate.chat.render(composer.compose(gate.record(id))).digest();

    assertThat(once).isEqualTo(twice);
  }
}

package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.Placement;
import dev.countersign.card.Placement.State;
import dev.countersign.drawing.CardComposer;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A platform that refuses a card, and not only for the moment.
class RefusedCardsTest {
  private static final Sent NOT_THERE = new Sent.Refused(Obstacle.PLACE, "not_in_channel");
  private static final Sent LOCKED = new Sent.Refused(Obstacle.LOCKED, "cant_update_message");
  private static final Sent GONE = new Sent.Refused(Obstacle.GONE, "message_not_found");
  private static final AccountId LENA = new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA");

  private final TestGate gate = TestGate.inMemory();

  private void after(Duration time) {
    gate.clock.advance(time);
    gate.showCards();
  }

  private Placement place(ProposalId id) {
    return Placement.of(gate.record(id).cards()).getFirst();
  }

  private Expired.Cause cause(ProposalId id) {
    return ((Expired) gate.state(id)).cause();
  }

  @ParameterizedTest
  @EnumSource(
      value = Obstacle.class,
      names = {"PLACE", "CARD"})
  void aMendedPlaceShowsWhatIsOpenWithoutAnybodysHelp(Obstacle obstacle) {
    ProposalId id = gate.propose();
    gate.chat.breakDown(new Sent.Refused(obstacle, "is_archived"));
    gate.showCards();
    assertThat(place(id).state()).isEqualTo(State.REFUSED);
    assertThat(place(id).code()).contains("is_archived");
    gate.chat.mend();

    after(Duration.ofMinutes(1));

    assertThat(gate.chat.only().tokens()).isNotEmpty();
    assertThat(place(id).state()).isEqualTo(State.SHOWN);
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void aRefusingPlaceIsTriedEverMoreSlowlyAndToldOnce() {
    ProposalId id = gate.propose();
    gate.chat.fail(NOT_THERE);
    gate.showCards();

    for (Duration pause : RefusedCards.PAUSES) {
      int before = gate.chat.calls().size();
      gate.chat.fail(NOT_THERE);
      after(pause.minusSeconds(1));
      assertThat(gate.chat.calls()).as("not before %s", pause).hasSize(before);
      after(Duration.ofSeconds(1));
      assertThat(gate.chat.calls()).as("after %s", pause).hasSize(before + 1);
    }
    assertThat(gate.audit(id, EntryType.CARD_FAILED)).hasSize(1);
  }

  @Test
  void anotherReasonIsAnotherEntryAndTheSameBeginning() {
    ProposalId id = gate.propose();
    gate.chat.fail(NOT_THERE);
    gate.showCards();
    Placement first = place(id);
    gate.chat.fail(new Sent.Refused(Obstacle.PLACE, "is_archived"));
    after(Duration.ofMinutes(1));

    assertThat(gate.audit(id, EntryType.CARD_FAILED)).hasSize(2);
    assertThat(place(id).code()).contains("is_archived");
    assertThat(place(id).since()).isEqualTo(first.since());
  }

  @Test
  void aRequestThatReachesNobodyEndsWithThatReason() {
    ProposalId id = gate.propose();
    gate.chat.breakDown(NOT_THERE);
    gate.showCards();
    for (int minute = 0; minute < TestGate.GRACE.toMinutes() - 1; minute++) {
      after(Duration.ofMinutes(1));
    }
    assertThat(gate.state(id)).isInstanceOf(Pending.class);

    after(Duration.ofMinutes(1));

    assertThat(cause(id)).isEqualTo(Expired.Cause.REACHED_NOBODY);
    var ended = gate.audit(id, EntryType.REACHED_NOBODY).getFirst().object("data");
    assertThat(ended.objects("places", place -> place.text("code")))
        .containsExactly("not_in_channel");
    gate.chat.mend();
    after(Duration.ofHours(1));
    assertThat(gate.chat.messages()).as("nobody is asked any more").isEmpty();
  }

  @Test
  void whoeverApprovedBeforeItsPlaceWasLostIsNotLeftOut() {
    TestGate two =
        TestGate.inMemory(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2"));
    ProposalId id = two.ask();
    Click late = TestGate.click("UMARC", two.chat.only(), Decision.APPROVE);
    two.press("ULENA", Decision.APPROVE);
    two.chat.breakDown(NOT_THERE);
    for (int minute = 0; minute <= TestGate.GRACE.toMinutes(); minute++) {
      two.clock.advance(Duration.ofMinutes(1));
      two.showCards();
    }

    assertThat(((Expired) two.state(id)).cause()).isEqualTo(Expired.Cause.REACHED_NOBODY);
    assertThat(new CardComposer(two.directory).compose(two.record(id)).sections().toString())
        .contains("1 of 2 had approved", "Lena Lead", "where the rest is decided");
    assertThat(two.desk.decide(late).text())
        .contains(id + " is over. It ended with 1 of 2 approvals", "could not be shown")
        .doesNotContain("is decided.");
  }

  @Test
  void anOutageEndsNothingBeforeTheDeadline() {
    ProposalId id = gate.propose();
    gate.chat.breakDown(new Sent.Later(Duration.ofSeconds(10), "http_503"));
    gate.showCards();
    after(TestGate.GRACE.multipliedBy(3));
    after(TestGate.GRACE.multipliedBy(3));
    assertThat(gate.state(id)).isInstanceOf(Pending.class);

    gate.clock.advance(Duration.ofHours(2));
    gate.due.run();

    assertThat(cause(id)).isEqualTo(Expired.Cause.TIME_UP);
  }

  @Test
  void aRequestWhoseCardStandsIsNotEndedBecauseALaterOneIsRefused() {
    ProposalId id = gate.ask();
    gate.chat.breakDown(new Sent.Refused(Obstacle.CARD, "invalid_blocks"));
    after(Duration.ofHours(2));
    for (int quarter = 0; quarter < 8; quarter++) {
      after(Duration.ofMinutes(15));
    }

    assertThat(gate.state(id)).as("people see it and can decide").isInstanceOf(Pending.class);
  }

  @Test
  void theQueueSaysWhereTheCardIsMissing() {
    ProposalId id = gate.propose();
    gate.chat.fail(NOT_THERE);
    gate.showCards();

    assertThat(gate.queue.queue(LENA, "", "").text())
        .contains("cannot be shown in Slack (not_in_channel)");
    assertThat(gate.queue.status(LENA, id.value()).text())
        .contains("cannot be shown in Slack (not_in_channel)");
    after(Duration.ofMinutes(1));
    assertThat(gate.queue.queue(LENA, "", "").text()).doesNotContain("cannot be shown");
  }

  @Test
  void aCardIsLookedAfterMoreOftenAsItsDeadlineComesNearer() {
    gate.ask();
    gate.clock.advance(Duration.ofHours(3));
    gate.showCards();
    gate.chat.fail(GONE);
    after(CardChecks.SHORTEST);
    after(Duration.ofSeconds(1));

    assertThat(gate.chat.messages()).as("deleted an hour before the end").hasSize(2);
  }

  @Test
  void aLockedMessageIsToldItsOutcomeBelowItOnce() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.REJECT);
    gate.chat.breakDown(LOCKED);
    gate.showCards();
    after(Duration.ofHours(1));

    assertThat(gate.chat.replies()).hasSize(1);
    assertThat(gate.chat.replies().getFirst()).startsWith("m1: ").contains("Rejected");
    assertThat(gate.audit(id, EntryType.CARD_TOLD)).hasSize(1);
  }

  @Test
  void wordsBelowAMessageAreTriedAgainAfterAnOutage() {
    gate.ask();
    gate.press("ULENA", Decision.REJECT);
    gate.chat.breakDown(LOCKED);
    gate.chat.failReplies(new Sent.Later(Duration.ofSeconds(10), "http_503"));
    gate.showCards();
    assertThat(gate.chat.replies()).isEmpty();

    after(Duration.ofSeconds(10));

    assertThat(gate.chat.replies()).hasSize(1);
  }

  @Test
  void aLockedMessageOfAnOpenRequestIsPostedAnewAndNeitherKeepsLiveButtonsUnsaid() {
    TestGate two =
        TestGate.inMemory(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2"));
    ProposalId id = two.ask();
    two.press("ULENA", Decision.APPROVE);
    two.chat.fail(LOCKED);
    two.showCards();
    two.clock.advance(Duration.ofSeconds(1));
    two.showCards();
    assertThat(two.chat.messages()).hasSize(2);

    assertThat(two.press("UMARC", Decision.REJECT).kind()).isEqualTo(Kind.COUNTED);
    two.showCards();

    assertThat(two.chat.messages()).allSatisfy(one -> assertThat(one.tokens()).isEmpty());
    assertThat(two.audit(id, EntryType.CARD_FAILED)).hasSize(1);
  }

  @Test
  void aLockedMessageThatShowsWhatItShouldStays() {
    gate.ask();
    gate.chat.fail(LOCKED);
    after(Duration.ofHours(2));
    gate.chat.fail(LOCKED);
    after(Duration.ofHours(1));
    after(Duration.ofSeconds(1));

    assertThat(gate.chat.calls()).as("looked at twice").hasSize(3);
    assertThat(gate.chat.messages()).hasSize(1);
  }

  @Test
  void aMessageWhosePlaceRefusesLosesItsButtonsOnceItIsMended() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.REJECT);
    gate.chat.breakDown(NOT_THERE);
    gate.showCards();
    after(Duration.ofHours(5));
    gate.chat.mend();
    after(Duration.ofMinutes(15));

    assertThat(gate.chat.only().tokens()).isEmpty();
    assertThat(gate.audit(id, EntryType.CARD_FAILED)).hasSize(1);
  }

  @Test
  void aDeletedMessageOfADecidedRequestStaysDeleted() {
    gate.ask();
    gate.press("ULENA", Decision.REJECT);
    gate.chat.fail(GONE);
    gate.showCards();
    after(Duration.ofHours(1));

    assertThat(gate.chat.calls()).containsExactly("post", "update");
  }
}

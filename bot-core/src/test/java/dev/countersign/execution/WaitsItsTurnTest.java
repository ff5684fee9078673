package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.drawing.CardComposer;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What people are told while a limit of its connection holds an approved action back.
class WaitsItsTurnTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Turn.Limit HOURLY = new Turn.Limit(20, Optional.of(Duration.ofHours(1)));

  private final TestGate gate = TestGate.inMemory();

  private ProposalId approved() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private void waiting(Duration pause, Turn.Limit limit) {
    gate.executor.putOff(Optional.of(new Turn.Later("rate_limited", pause, Optional.of(limit))));
  }

  private Granted granted(ProposalId id) {
    return (Granted) ((Approved) gate.state(id)).execution();
  }

  private String card(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id)).toString();
  }

  @Test
  void theCardSaysThatItWaitsHowMuchTheConnectionTakesAndAboutWhen() {
    waiting(LONG, HOURLY);
    ProposalId id = approved();
    gate.execute();
    gate.showCards();

    assertThat(granted(id).waiting().orElseThrow().notBefore())
        .isEqualTo(granted(id).waiting().orElseThrow().since().plus(LONG));
    assertThat(card(id))
        .contains("Approved, waits its turn", " takes 20 per hour. It runs by itself, not before ");
    assertThat(gate.chat.only().card().body().toString()).contains("waits its turn");
  }

  @Test
  void itIsToldOnceHoweverOftenItAsks() {
    waiting(LONG, HOURLY);
    ProposalId id = approved();
    for (int i = 0; i < 4; i++) {
      gate.execute();
      gate.clock.advance(LONG);
    }
    assertThat(gate.audit(id, EntryType.EXECUTION_WAITS)).hasSize(1);
  }

  @Test
  void thenItRunsAndTheCardSaysThat() {
    waiting(LONG, HOURLY);
    ProposalId id = approved();
    gate.execute();
    gate.executor.putOff(Optional.empty());
    gate.clock.advance(LONG);
    gate.execute();
    gate.showCards();

    assertThat(((Approved) gate.state(id)).execution()).isInstanceOf(Succeeded.class);
    assertThat(card(id)).doesNotContain("waits its turn");
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void aGrantThatLapsesMeanwhileIsReplacedAndNothingIsToldAnew() {
    waiting(LONG, HOURLY);
    ProposalId id = approved();
    gate.execute();
    gate.clock.advance(Duration.ofMinutes(20));
    gate.executor.putOff(Optional.empty());
    gate.execute();
    gate.execute();

    assertThat(gate.audit(id, EntryType.EXECUTION_WAITS)).hasSize(1);
    assertThat(((Approved) gate.state(id)).execution()).isInstanceOf(Succeeded.class);
  }

  /// Somebody waits for it and should hear at once.
  @Test
  void whatCannotStartInItsTimeIsOverWithThatAndNotLater() {
    ProposalId id = approved();
    gate.clock.advance(Duration.ofHours(4).minusMinutes(1));
    waiting(LONG, HOURLY);
    gate.execute();
    assertThat(granted(id).waiting().orElseThrow().notBefore())
        .isEqualTo(gate.clock.instant().plus(Duration.ofMinutes(1)));
    gate.clock.advance(Duration.ofMinutes(1));
    gate.execute();
    assertThat(((Approved) gate.state(id)).execution())
        .isEqualTo(new Failed("start_window_passed", 0, gate.clock.instant()));
  }

  @Test
  void whatIsOverInAMomentOrHasAnotherReasonIsNotWorthAWord() {
    waiting(TurnNotices.LEAST_WAIT.minusMillis(1), HOURLY);
    ProposalId id = approved();
    gate.execute();
    gate.executor.putOff(Optional.of(new Turn.Later("credential_unavailable", LONG)));
    gate.clock.advance(LONG);
    gate.execute();

    assertThat(gate.audit(id, EntryType.EXECUTION_WAITS)).isEmpty();
    assertThat(granted(id).waiting()).isEmpty();
  }

  @Test
  void ofThoseUnderWayAtOnceItIsSaidSo() {
    waiting(LONG, new Turn.Limit(2, Optional.empty()));
    ProposalId id = approved();
    gate.execute();
    assertThat(card(id)).contains(" takes 2 at once.");
    assertThat(granted(id).waiting().orElseThrow().code()).isEqualTo("busy");
  }

  /// A thousand that wait do not each redraw a card at that moment.
  @Test
  void ofOneConnectionSoManyAreToldInAMinute() {
    TurnNotices notices = new TurnNotices();
    var now = gate.clock.instant();
    assertThat(IntStream.range(0, 1_000).filter(_ -> notices.mayTell("crm", LONG, now)))
        .hasSize(TurnNotices.MOST_IN_A_MINUTE);
    assertThat(notices.mayTell("billing", LONG, now)).isTrue();
    assertThat(notices.mayTell("crm", LONG, now.plusSeconds(59))).isFalse();
    assertThat(notices.mayTell("crm", LONG, now.plusSeconds(60))).isTrue();
  }
}

package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.app.metrics.BacklogMetrics;
import dev.countersign.intake.IntakeResult;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Deliveries.Failure;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Held;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.store.EmbeddedPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is stored of one request is damaged: it is put aside and told, and the others go on.
class QuarantineTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private TestGate gate = TestGate.inMemory();
  private ProposalId damaged = new ProposalId("prop_00000000000000000000000000");

  @BeforeEach
  void oneApprovedAndOneThatIsDamaged() {
    gate = Gates.on(postgres.store(), TestKeys.RING, new RecordingChat());
    damaged = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
  }

  /// As the worker does it, each failure due again at once.
  private void fail(DeliveryKind kind, int times, Consumer<Delivery> work) {
    for (int time = 0; time < times; time++) {
      for (Delivery delivery : gate.deliveries.claim(kind, 100, LEASE)) {
        try {
          work.accept(delivery);
        } catch (DamagedRecordException e) {
          gate.deliveries.fail(
              delivery,
              new Failure(e.code(), String.valueOf(e.getMessage())),
              Duration.ZERO,
              times);
        }
      }
    }
  }

  private void damage(String set) throws Exception {
    postgres.asAdmin(
        "set search_path to countersign; update request set "
            + set
            + " where id = '"
            + damaged
            + "'");
  }

  private List<Held> held() {
    return postgres.store().quarantine().held(10);
  }

  @Test
  void anApprovalThatIsNotAsItWasWrittenIsPutAsideAndTheOthersRun() throws Exception {
    damage("deadline = deadline + interval '1 day'");
    gate.ask();
    gate.press("UMARC", Decision.APPROVE);

    fail(DeliveryKind.EXECUTE, 3, gate.runner::run);

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(held())
        .singleElement()
        .satisfies(
            one -> assertThat(one.request()).isEqualTo(damaged),
            one -> assertThat(one.code()).isEqualTo("record_unsound"),
            one -> assertThat(one.failures()).isEqualTo(3),
            one -> assertThat(one.why()).contains("request"));
    assertThat(gate.deliveries.claim(DeliveryKind.EXECUTE, 100, LEASE)).isEmpty();
  }

  @Test
  void aPendingRequestThatDoesNotReadKeepsNoIdenticalProposalOut() throws Exception {
    ProposalId first = gate.ask();
    postgres.asAdmin(
        "update countersign.request set situation = '{\"status\":\"nonsense\"}' where id = '"
            + first
            + "'");

    Recorded second = (Recorded) again();
    assertThat(second.attached()).isFalse();
    assertThat(second.id()).isNotEqualTo(first);
    assertThat(again())
        .as("the one that reads stands for the third")
        .isEqualTo(
            new Recorded(
                second.id(),
                false,
                true,
                Optional.of(gate.record(second.id()).request().action())));
  }

  private IntakeResult again() {
    return gate.intake.submit(gate.agent(), TestGate.body("{}"), Optional.empty());
  }

  @Test
  void aRowThatDoesNotReadIsPutAsideToo() throws Exception {
    damage("situation = '{\"status\":\"nonsense\"}'");

    fail(DeliveryKind.EXECUTE, 3, gate.runner::run);

    assertThat(held()).extracting(Held::code).containsExactly("record_unreadable");
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void whatIsReleasedBeforeItIsMendedIsPutAsideAgainAndRunsNothing() throws Exception {
    damage("deadline = deadline + interval '1 day'");
    fail(DeliveryKind.EXECUTE, 3, gate.runner::run);

    assertThat(postgres.store().quarantine().release(damaged)).isEqualTo(1);
    assertThat(held()).isEmpty();
    fail(DeliveryKind.EXECUTE, 3, gate.runner::run);

    assertThat(held()).hasSize(1);
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void whatIsMendedAndReleasedRunsOnce() throws Exception {
    damage("deadline = deadline + interval '1 day'");
    fail(DeliveryKind.EXECUTE, 3, gate.runner::run);
    damage("deadline = deadline - interval '1 day'");
    postgres.store().quarantine().release(damaged);

    fail(DeliveryKind.EXECUTE, 3, gate.runner::run);

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(held()).isEmpty();
    assertThat(postgres.store().quarantine().release(damaged)).isZero();
  }

  @Test
  void aCardOfARowThatDoesNotReadIsPutAsideAndTheOthersAreShown() throws Exception {
    damage("situation = '{\"status\":\"nonsense\"}'");
    ProposalId fine = gate.propose();

    fail(DeliveryKind.SHOW_CARD, 3, gate.courier::deliver);

    assertThat(gate.record(fine).cards()).hasSize(1);
    assertThat(held()).extracting(Held::kind).containsExactly(DeliveryKind.SHOW_CARD);
  }

  @Test
  void aListShowsTheOthersAndNoPageEndsEarly() throws Exception {
    ProposalId younger = gate.propose();
    damage("situation = '{\"status\":\"nonsense\"}'");
    ProposalId youngest = gate.propose();

    assertThat(
            gate
                .ledger
                .list(new AgentId("support-bot"), Optional.empty(), Optional.empty(), 10)
                .stream()
                .map(record -> record.request().id()))
        .containsExactlyInAnyOrder(youngest, younger);
  }

  @Test
  void aPressOnARowThatDoesNotReadIsAnsweredAndCountsNothing() throws Exception {
    ProposalId open = gate.ask();
    postgres.asAdmin(
        "set search_path to countersign; update request set situation ="
            + " '{\"status\":\"nonsense\"}' where id = '"
            + open
            + "'");

    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("record_unsound");
    assertThat(gate.audit(open)).doesNotContain("voted");
  }

  @Test
  void theGaugesAreThereWithZeroAndFollowWhatIsHeld() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    BacklogMetrics metrics = new BacklogMetrics(meters, postgres.store().backlog(), () -> 0);
    metrics.look();
    assertThat(meters.get("countersign.deliveries.held").tag("kind", "execute").gauge().value())
        .isZero();
    assertThat(meters.get("countersign.deliveries.held").tag("kind", "show_card").gauge().value())
        .isZero();
    damage("deadline = deadline + interval '1 day'");
    fail(DeliveryKind.EXECUTE, 3, gate.runner::run);

    metrics.look();

    assertThat(meters.get("countersign.deliveries.held").tag("kind", "execute").gauge().value())
        .isEqualTo(1);
  }

  @Test
  void whatShouldHaveExpiredAndDidNotIsListed() throws Exception {
    ProposalId open = gate.ask();
    postgres.asAdmin(
        "set search_path to countersign; update request set deadline = now() - interval '1 hour',"
            + " due = now() - interval '1 hour' where id = '"
            + open
            + "'");

    assertThat(postgres.store().quarantine().overdue(10)).containsExactly(open);
  }
}

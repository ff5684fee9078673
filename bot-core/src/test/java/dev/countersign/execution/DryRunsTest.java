package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.DryRunFinding;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DryRunsTest {
  private static final String RECORDS =
      """
      {"version":1,"rules":[{"id":"records","when":"action.class == \\"record_change\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final String CHANGE =
      """
      {"action_type":"account.change","target_system":"crm","target_id":"acme","dry_run":true,
        "proposed_changes":{"class":"record_change","operation":"update","record_type":"account",
        "changes":[{"path":"/status","from":"open","to":"closed"}]}}
      """;

  private final TestGate gate = TestGate.inMemory(RECORDS);
  private final AtomicInteger asked = new AtomicInteger();

  private ProposalId proposed(TargetTrial said) {
    gate.executor.rehearse(_ -> {
      asked.incrementAndGet();
      return said;
    });
    ProposalId id = gate.propose(CHANGE.getBytes(StandardCharsets.UTF_8));
    gate.showCards();
    return id;
  }

  private void work() {
    gate.execute();
    gate.work(DeliveryKind.READ_BACK);
    gate.showCards();
  }

  private Execution.DryRun tried(ProposalId id) {
    var skipped = (Execution.Skipped) ((Approved) gate.state(id)).execution();
    return skipped.tried().orElseThrow();
  }

  @Test
  void whatWouldHappenStandsOnTheCardAndNothingDoes() {
    ProposalId id = proposed(TargetTrial.works());
    gate.press("ULENA", Decision.APPROVE);
    work();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.record(id).grant()).isEmpty();
    assertThat(tried(id).finding()).isEqualTo(DryRunFinding.WOULD_WORK);
    assertThat(gate.audit(id, EntryType.DRY_RUN)).hasSize(1);
    assertThat(gate.chat.only().card().body().toString())
        .contains("Dry run: it would work, nothing was done")
        .contains("it would change 1 record", "status", "open", "→", "closed");
  }

  @Test
  void whyItWouldFailStandsThere() {
    ProposalId id = proposed(TargetTrial.fails("record_changed"));
    gate.press("ULENA", Decision.APPROVE);
    work();

    assertThat(tried(id).code()).contains("record_changed");
    assertThat(gate.chat.only().card().body().toString())
        .contains("it would have failed with record_changed");
  }

  @Test
  void beforeSomebodyApprovedNoTargetIsAsked() {
    proposed(TargetTrial.works());
    work();
    assertThat(asked).hasValue(0);

    gate.press("ULENA", Decision.REJECT);
    work();
    assertThat(asked).hasValue(0);
  }

  @Test
  void aTargetThatCannotBeAskedIsAskedAFewTimesMore() {
    ProposalId id = proposed(TargetTrial.notTried("connect_failed"));
    gate.press("ULENA", Decision.APPROVE);
    for (int i = 0; i < 20; i++) {
      work();
      gate.clock.advance(Duration.ofMinutes(5));
    }

    assertThat(asked).hasValue(LookAgain.MOST_LOOKS);
    assertThat(tried(id).finding()).isEqualTo(DryRunFinding.NOT_TRIED);
  }
}

package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.execution.OutsideDesk.Report;
import dev.countersign.execution.OutsideDesk.Result;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.json.CanonicalJson;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What cards say of actions that an executor outside carries out: who it is, and that how it went
/// is its word.
class OutsideWordsTest {
  private static final String RUNNER = "billing-runner";

  private final TestGate gate = TestGate.inMemory();

  @BeforeEach
  void theExecutorIsOutside() {
    gate.executor.handOver("billing", new OutsideExecutor(RUNNER, Duration.ofMinutes(10)));
  }

  private String card() {
    gate.showCards();
    return CanonicalJson.text(gate.chat.messages().getLast().card().body());
  }

  private ProposalId approved() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    return id;
  }

  private void report(ProposalId id, Result result) {
    var grant = gate.record(id).grant().orElseThrow().id();
    gate.outside.redeem(RUNNER, grant, gate.record(id).request().action(), Optional.empty());
    gate.outside.report(
        RUNNER,
        grant,
        new Report(result, Optional.of("card_declined"), 402, Optional.of("<never shown>")));
  }

  @Test
  void whoIsAskedReadsWhoWillCarryItOut() {
    gate.ask();

    assertThat(card())
        .contains(
            "Countersign sends nothing itself: billing-runner carries it out once, and reports how"
                + " it went.");
  }

  @Test
  void whatIsApprovedWaitsForItsExecutor() {
    approved();

    assertThat(card()).contains("Approved, waits for its executor");
  }

  @Test
  void whatIsReportedIsNeverSaidToBeSeen() {
    report(approved(), Result.SUCCEEDED);
    assertThat(card())
        .contains("Executed, as billing-runner reported", "that it is done")
        .doesNotContain("executed at", "what ran is", "never shown");

    report(approved(), Result.FAILED);
    assertThat(card())
        .contains("as billing-runner reported", "reported_card_declined")
        .doesNotContain("never shown");

    report(approved(), Result.UNKNOWN);
    assertThat(card())
        .contains("may have been executed, as billing-runner reported", "somebody has to look");
  }

  @Test
  void silenceIsTheGatesOwnWord() {
    ProposalId id = approved();
    gate.outside.redeem(
        RUNNER,
        gate.record(id).grant().orElseThrow().id(),
        gate.record(id).request().action(),
        Optional.empty());
    gate.clock.advance(Duration.ofMinutes(10));
    gate.execute();

    assertThat(card()).contains("no_result_reported").doesNotContain("as billing-runner reported");
  }
}

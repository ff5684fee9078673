package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.execution.OutsideDesk.Report;
import dev.countersign.execution.OutsideDesk.Result;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.GrantId;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whoever holds the database hands nothing to an executor outside, and cannot change what one
/// said.
class OutsideTamperTest extends TamperTestCase {
  private static final String RUNNER = "billing-runner";

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private ProposalId outside = new ProposalId("prop_00000000000000000000000000");

  @Override
  EmbeddedPostgresExtension postgres() {
    return postgres;
  }

  @BeforeEach
  void oneIsCarriedOutOutside() {
    gate.executor.handOver("billing", new OutsideExecutor(RUNNER, Duration.ofMinutes(10)));
    outside = gate.propose(TestGate.body("{\"target_id\":\"charge_outside\",\"anew\":true}"));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    assertThat(gate.record(outside).ruling().circumstances().executor()).contains(RUNNER);
    pending = outside;
  }

  private GrantId grant() {
    return gate.record(outside).grant().orElseThrow().id();
  }

  private void redeem(String executor) {
    gate.outside.redeem(
        executor, grant(), gate.record(outside).request().action(), Optional.empty());
  }

  @Test
  void anExecutorThatARowNamesInsteadOfTheTrueOneIsHandedNothing() throws Exception {
    gate.executor.handOver("billing", new OutsideExecutor("thief", Duration.ofMinutes(10)));
    tamper(
        "update proposal set ruling = convert_to(replace(convert_from(ruling, 'UTF8'),"
            + " '\"executor\":\"billing-runner\"', '\"executor\":\"thief\"'), 'UTF8') where "
            + is("id", outside));

    redeem("thief");

    assertThat(gate.audit(outside, EntryType.GRANT_REDEEMED)).isEmpty();
    assertFound().contains(tuple(outside, "proposal.ruling", Kind.ALTERED));
  }

  @Test
  void otherBytesInTheRowAreNotHandedOut() throws Exception {
    GrantId grant = grant();
    var action = gate.record(outside).request().action();
    tamper("update request set revision = 2 where " + is("id", outside));

    assertThatThrownBy(() -> gate.outside.redeem(RUNNER, grant, action, Optional.empty()))
        .isInstanceOf(RuntimeException.class);

    assertThat(gate.audit(outside, EntryType.GRANT_REDEEMED)).isEmpty();
  }

  @Test
  void whatAnExecutorReportedCannotBeChanged() throws Exception {
    redeem(RUNNER);
    gate.outside.report(
        RUNNER,
        grant(),
        new Report(Result.FAILED, Optional.of("declined"), 0, Optional.of("by the bank")));
    assertFound().isEmpty();
    int seq =
        gate.ledger.audit(outside).stream()
            .filter(entry -> entry.document().text("type").equals("execution_failed"))
            .findFirst()
            .orElseThrow()
            .seq();

    tamper(
        "update audit_entry set body = convert_to(replace(convert_from(body, 'UTF8'),"
            + " 'by the bank', 'by the boss'), 'UTF8') where "
            + is("request_id", outside)
            + " and seq = "
            + seq);

    assertFound().isNotEmpty().allMatch(found -> found.toList().contains(outside));
  }
}

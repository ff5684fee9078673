package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.report.Ending;
import dev.countersign.report.RequestLine;
import dev.countersign.report.RequestLines;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestLinesTest {
  private static final ProposalId FIRST = ProposalId.firstOf(Instant.EPOCH);
  private static final String END = "prop_~";

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void aLineTellsWhatCameOfARequestAndOneThatDoesNotReadKeepsNoneBack() throws Exception {
    TestGate gate =
        new TestGate(
            new SettableClock(TestGate.START),
            postgres.store().ledger(),
            postgres.store().deliveries(),
            TestGate.directory(),
            TestGate.ONE_LEAD,
            TestKeys.RING,
            new RecordingChat(),
            line -> line);
    ProposalId rejected = gate.ask();
    gate.press("UMARC", Decision.REJECT);
    ProposalId damaged = gate.ask();
    ProposalId waiting = gate.ask();
    gate.ledger.commit(
        CommitBuilder.on(gate.record(rejected)).note(EntryType.PROBLEM_REPORTED).build());
    postgres.asAdmin(
        "update countersign.request set situation = '{\"status\":\"lost\"}' where id = '"
            + damaged
            + "'");

    RequestLines.Page page = postgres.store().requestLines().page(FIRST, END, 10);
    assertThat(page.read()).isEqualTo(3);
    assertThat(page.lines())
        .filteredOn(RequestLine::reported)
        .extracting(RequestLine::id)
        .containsExactly(rejected);
    assertThat(page.lines())
        .extracting(RequestLine::id)
        .containsExactlyInAnyOrder(waiting, rejected);
    RequestLine line =
        page.lines().stream().filter(each -> each.id().equals(rejected)).findFirst().orElseThrow();
    assertThat(line.ending()).isEqualTo(Ending.REJECTED);
    assertThat(line.rules()).containsExactly("calls");
    assertThat(line.groups()).containsExactly("support-leads");
    assertThat(line.agent()).isEqualTo("support-bot");
    assertThat(line.frozen()).contains(new PersonId("otto"));
    assertThat(line.onBehalfOf()).as("as the sample has it").contains("reviewer-7");
    assertThat(line.shownAt()).isPresent();
    assertThat(line.ballots())
        .singleElement()
        .satisfies(ballot -> {
          assertThat(ballot.person()).isEqualTo("marc");
          assertThat(ballot.group()).isEqualTo("support-leads");
          assertThat(ballot.reason()).contains(RejectReason.AGAINST_POLICY);
          assertThat(ballot.at()).isAfterOrEqualTo(line.proposedAt());
        });
    assertThat(postgres.store().requestLines().page(FIRST, page.last(), 10).read()).isZero();
  }

  /// By an index of such entries alone, so that lists read no chains.
  @Test
  void whatSomebodyReportedIsKnownWithoutReadingChains() throws Exception {
    StringBuilder plan = new StringBuilder();
    try (var connection = postgres.admin().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("set search_path to countersign");
      statement.execute("set enable_seqscan to off");
      try (var rows =
          statement.executeQuery(
              "explain "
                  + PostgresRequestLines.PAGE
                      .toString()
                      .replaceFirst("\\?", "''")
                      .replaceFirst("\\?", "'q'")
                      .replaceFirst("\\?", "10"))) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
    }
    assertThat(plan).contains("using audit_entry_problem on audit_entry");
  }
}

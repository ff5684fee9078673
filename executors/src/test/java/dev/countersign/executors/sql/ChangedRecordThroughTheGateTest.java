package dev.countersign.executors.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.executors.Crm;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole gate before a real database.
@Timeout(60)
class ChangedRecordThroughTheGateTest {
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"records","when":"action.class == \\"record_change\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final String TERMS =
      """
      {"action_type":"account.change","target_system":"crm","target_id":"acme","proposed_changes":{
        "class":"record_change","operation":"update","record_type":"account","changes":[
          {"path":"/terms","from":"NET30","to":"NET60"},{"path":"/seats","from":7,"to":8}]}}
      """;

  private static EmbeddedPostgres server;
  private static Crm crm;

  private final TestGate gate = TestGate.inMemory(LEADS);

  @BeforeAll
  static void start() {
    server = Crm.server();
    crm = Crm.plain(server.getPort());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void oneAccount() {
    Crm.run(
        server,
        "TRUNCATE account; INSERT INTO account (id, billing_terms, seats) VALUES ('acme', 'NET30',"
            + " 7)");
    gate.executor.answer(order -> crm.make(order.action()));
  }

  private static String held() {
    return Crm.ask(server, "SELECT billing_terms || ' ' || seats FROM account").orElseThrow();
  }

  private ProposalId approved() {
    ProposalId id = gate.propose(TERMS.getBytes(UTF_8));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  @Test
  void itIsAskedAnewWithWhatTheRecordHoldsAndThenMade() {
    ProposalId first = approved();
    Crm.run(server, "UPDATE account SET billing_terms = 'NET45'");

    gate.execute();
    gate.work(DeliveryKind.ASK_ANEW);
    gate.showCards();

    assertThat(held()).isEqualTo("NET45 7");
    ProposalId next = gate.state(first).successor().orElseThrow();
    gate.press("UMARC", Decision.APPROVE);
    gate.execute();
    assertThat(((Approved) gate.state(next)).execution()).isInstanceOf(Execution.Succeeded.class);
    assertThat(held()).isEqualTo("NET60 8");
  }
}

package dev.countersign.executors.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.executors.Crm;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
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

  @Test
  void anUndoRestoresTheRowThroughTheGate() {
    ProposalId first = approved();
    gate.execute();
    assertThat(held()).isEqualTo("NET60 8");

    ProposalId undo = undo(first);
    assertThat(held()).as("by asking nothing is undone").isEqualTo("NET60 8");
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(((Approved) gate.state(undo)).execution()).isInstanceOf(Execution.Succeeded.class);
    assertThat(held()).isEqualTo("NET30 7");
  }

  @Test
  void whatSomebodyChangedSinceIsNotOverwrittenByAnUndo() {
    ProposalId first = approved();
    gate.execute();
    ProposalId undo = undo(first);
    gate.press("ULENA", Decision.APPROVE);
    Crm.run(server, "UPDATE account SET billing_terms = 'NET90'");

    gate.execute();

    assertThat(held()).isEqualTo("NET90 8");
    assertThat(((Approved) gate.state(undo)).execution()).isInstanceOf(Execution.Failed.class);
  }

  /// By Marc.
  private ProposalId undo(ProposalId done) {
    AccountId marc = new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC");
    Answer answer =
        gate.interventions.send(
            new Sent(
                Intervention.UNDO,
                marc,
                done.value(),
                Optional.empty(),
                Optional.of("They pay by invoice"),
                Digest.of("callback"),
                gate.formSeal("undo", marc, done)));
    gate.showCards();
    var named = Pattern.compile("prop_[0-9A-Z]{26}").matcher(answer.words());
    assertThat(named.find()).isTrue();
    return new ProposalId(named.group());
  }
}

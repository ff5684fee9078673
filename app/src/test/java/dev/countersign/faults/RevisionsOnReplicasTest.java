package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.EditDesk.Answer;
import dev.countersign.card.EditDesk.Edit;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Revisions on two replicas over one database, and what `verify` says of them.
class RevisionsOnReplicasTest {
  private static final String LEADS = TestGate.ONE_LEAD.replace("api_call", "message");
  private static final int ROUNDS = 10;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private TestGate replica(PostgresStore store, RecordingChat chat) {
    return new TestGate(
        Gates.clock(),
        store.ledger(),
        store.deliveries(),
        store.directory(),
        LEADS,
        TestKeys.RING,
        chat,
        line -> line);
  }

  private static ProposalId ask(TestGate gate) {
    ProposalId id = gate.propose(SampleProposals.ticketReplyBody());
    gate.showCards();
    return id;
  }

  private static Object edit(TestGate gate, String user, ProposalId id) {
    AccountId account = new AccountId(Surface.SLACK, TestGate.TEAM, user);
    Answer answer =
        gate.edits.edit(
            new Edit(
                account,
                id.value(),
                Optional.empty(),
                "The text of " + user,
                Digest.of("callback of " + user),
                gate.formSeal("edit", account, id)));
    return answer instanceof Answer.Not(var code, _, _) ? code : "asked";
  }

  @Test
  void ofTwoEditsAndTheLastApprovalAtOnceOneCounts() throws Exception {
    PostgresStore store = postgres.store();
    Gates.importPeople(store);
    RecordingChat chat = new RecordingChat();
    TestGate one = replica(store, chat);
    TestGate two = replica(store, chat);
    for (int round = 0; round < ROUNDS; round++) {
      ProposalId id = ask(one);
      var press = TestGate.click("UNINA", chat.messages().getLast(), Decision.APPROVE);

      List<Callable<Object>> calls =
          List.of(
              () -> edit(one, "ULENA", id),
              () -> edit(two, "UMARC", id),
              () -> two.desk.decide(press).code());
      List<Object> answers = Crowd.together(calls);

      boolean approved = one.state(id) instanceof RequestState.Approved;
      assertThat(answers).filteredOn(List.of("asked", "counted")::contains).hasSize(1);
      assertThat(answers.get(2)).isEqualTo(approved ? "counted" : "already_decided");
      assertThat(one.state(id).successor().isPresent()).isNotEqualTo(approved);
      assertThat(one.audit(id, EntryType.SUPERSEDED)).hasSize(approved ? 0 : 1);
      one.state(id).successor().ifPresent(next -> one.withdrawals.withdraw(one.agent().id(), next));
    }
    assertThat(Gates.damages(store, TestKeys.RING)).isEmpty();
  }

  @Test
  void whatBefellTheRequestThatARevisionFollowsIsNamed() throws Exception {
    PostgresStore store = postgres.store();
    Gates.importPeople(store);
    TestGate gate = replica(store, new RecordingChat());
    ProposalId first = ask(gate);
    assertThat(edit(gate, "ULENA", first)).isEqualTo("asked");
    ProposalId second = gate.state(first).successor().orElseThrow();

    postgres.asAdmin(
        """
        set search_path to countersign;
        alter table audit_entry disable trigger written_once;
        delete from audit_entry
         where request_id = '%s' and convert_from(body, 'UTF8') like '%%"superseded"%%'
        """
            .formatted(first));
    assertThat(Gates.damages(store, TestKeys.RING))
        .filteredOn(damage -> damage.request().equals(second))
        .extracting(damage -> damage.place(), damage -> damage.kind())
        .containsExactly(tuple("revision", Kind.CONTRADICTION));

    postgres.asAdmin(
        """
        set search_path to countersign;
        alter table audit_entry disable trigger written_once;
        alter table proposal disable trigger written_once;
        delete from audit_entry where request_id = '%1$s';
        delete from proposal where id = '%1$s';
        delete from posted_card where request_id = '%1$s';
        delete from delivery where request_id = '%1$s';
        delete from request where id = '%1$s'
        """
            .formatted(first));
    assertThat(Gates.damages(store, TestKeys.RING))
        .extracting(damage -> damage.request(), damage -> damage.place(), damage -> damage.kind())
        .containsExactly(tuple(second, "revision", Kind.INCOMPLETE));
  }
}

package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Changes whose record had changed, on two replicas over one database, and what `verify` says.
class ChangedRecordsOnReplicasTest {
  private static final String LEADS = TestGate.ONE_LEAD.replace("api_call", "record_change");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private static TestGate replica(PostgresStore store, RecordingChat chat) {
    TestGate gate =
        new TestGate(
            Gates.clock(),
            store.ledger(),
            store.deliveries(),
            store.directory(),
            LEADS,
            TestKeys.RING,
            chat,
            line -> line);
    gate.executor.answer(_ ->
        new Outcome.RecordChanged(
            new RecordImage(
                Map.of("/billing_terms", Json.of("NET45"), "/credit_limit", JsonNull.NULL),
                Optional.empty())));
    return gate;
  }

  @Test
  void verifyFollowsAnUndoToWhatWasDone() throws Exception {
    PostgresStore store = postgres.store();
    Gates.importPeople(store);
    TestGate gate = replica(store, new RecordingChat());
    gate.executor.answer(
        order -> new Outcome.Succeeded(0, order.action().digest(), Digest.of("1 row")));
    ProposalId first = gate.propose(SampleProposals.billingTermsBody());
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    AccountId marc = new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC");
    Answer answer =
        gate.interventions.send(
            new Sent(
                Intervention.UNDO,
                marc,
                first.value(),
                Optional.empty(),
                Optional.of("They pay by invoice"),
                Digest.of("callback"),
                gate.formSeal("undo", marc, first)));

    assertThat(answer).isInstanceOf(Answer.Done.class);
    ProposalId undo =
        gate.ledger.list(gate.agent().id(), Optional.empty(), Optional.empty(), 9).stream()
            .map(record -> record.request().id())
            .filter(id -> !id.equals(first))
            .findFirst()
            .orElseThrow();
    assertThat(Gates.damages(store, TestKeys.RING)).isEmpty();

    postgres.asAdmin(
        """
        set search_path to countersign;
        alter table audit_entry disable trigger written_once;
        delete from audit_entry
         where request_id = '%s' and convert_from(body, 'UTF8') like '%%"execution_succeeded"%%'
        """
            .formatted(first));
    assertThat(Gates.damages(store, TestKeys.RING))
        .filteredOn(damage -> damage.request().equals(undo))
        .extracting(damage -> damage.place(), damage -> damage.kind())
        .containsExactly(tuple("undo", Kind.CONTRADICTION));
  }

  @Test
  void twoReplicasAskOnceAndVerifyFollowsWhatTheGateRead() throws Exception {
    PostgresStore store = postgres.store();
    Gates.importPeople(store);
    RecordingChat chat = new RecordingChat();
    TestGate one = replica(store, chat);
    TestGate two = replica(store, chat);
    ProposalId first = one.propose(SampleProposals.billingTermsBody());
    one.showCards();
    one.press("ULENA", Decision.APPROVE);
    one.execute();
    // The lease of the first is over at once, so both hold the order.
    Delivery early = store.deliveries().claim(DeliveryKind.ASK_ANEW, 1, Duration.ZERO).getFirst();
    Delivery late =
        store.deliveries().claim(DeliveryKind.ASK_ANEW, 1, Duration.ofMinutes(1)).getFirst();
    List<Callable<Boolean>> calls =
        List.of(
            () -> {
              one.changed.deliver(early);
              return true;
            },
            () -> {
              two.changed.deliver(late);
              return true;
            });

    Crowd.together(calls);

    ProposalId next = one.state(first).successor().orElseThrow();
    assertThat(one.audit(first, EntryType.SUPERSEDED)).hasSize(1);
    assertThat(one.state(next).isDecided()).isFalse();
    assertThat(Gates.damages(store, TestKeys.RING)).isEmpty();

    postgres.asAdmin(
        """
        set search_path to countersign;
        alter table audit_entry disable trigger written_once;
        delete from audit_entry
         where request_id = '%s' and convert_from(body, 'UTF8') like '%%"execution_failed"%%'
        """
            .formatted(first));
    assertThat(Gates.damages(store, TestKeys.RING))
        .filteredOn(damage -> damage.request().equals(next))
        .extracting(damage -> damage.place(), damage -> damage.kind())
        .containsExactly(tuple("revision", Kind.CONTRADICTION));
  }
}

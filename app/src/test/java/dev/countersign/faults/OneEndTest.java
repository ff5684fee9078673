package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.intake.WithdrawalDesk;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestStatus;
import dev.countersign.store.DatabaseClock;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Approval, rejection, return, withdrawal, a successor and the deadline, all at once for many
/// requests and on two replicas: each request has one end, and one caller who was told of it.
@Timeout(120)
class OneEndTest {
  private static final int REQUESTS = 50;

  /// Past every deadline.
  private static final Duration LATER = Duration.ofHours(5);

  private static final Map<RequestStatus, EntryType> ENTRIES =
      Map.of(
          RequestStatus.APPROVED, EntryType.VOTED,
          RequestStatus.REJECTED, EntryType.VOTED,
          RequestStatus.RETURNED, EntryType.VOTED,
          RequestStatus.WITHDRAWN, EntryType.WITHDRAWN,
          RequestStatus.SUPERSEDED, EntryType.SUPERSEDED,
          RequestStatus.EXPIRED, EntryType.DEADLINE_PASSED);

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  /// Who was told to have ended which request, and how.
  private final Map<ProposalId, List<RequestStatus>> told = new ConcurrentHashMap<>();

  private final Map<ProposalId, ProposalId> successors = new ConcurrentHashMap<>();

  @Test
  void whateverEndsARequestNothingElseDoes() throws Exception {
    DatabaseClock clock = DatabaseClock.in(postgres);
    Crowd crowd = new Crowd(REQUESTS, 1);
    try (PostgresStore first = PostgresStore.open(clock.config(), TestKeys.EVIDENCE);
        PostgresStore second = PostgresStore.open(clock.config(), TestKeys.EVIDENCE)) {
      crowd.importInto(first);
      RecordingChat chat = new RecordingChat();
      List<TestGate> replicas = List.of(gate(first, crowd, chat), gate(second, crowd, chat));
      TestGate gate = replicas.getFirst();
      List<ProposalId> ids = crowd.ask(gate);
      Map<ProposalId, Message> cards = Crowd.cards(gate);
      List<Callable<Object>> calls = new ArrayList<>();
      for (ProposalId id : ids) {
        Message card = Objects.requireNonNull(cards.get(id));
        calls.add(press(replicas.get(0), id, card, 0, Decision.APPROVE));
        calls.add(press(replicas.get(1), id, card, 1, Decision.REJECT));
        calls.add(press(replicas.get(0), id, card, 2, Decision.RETURN));
        calls.add(withdrawal(replicas.get(1), id));
        calls.add(succession(replicas.get(0), id));
      }
      Collections.shuffle(calls, new Random(REQUESTS));
      // In the midst of it all.
      calls.add(calls.size() / 2, () -> pass(clock));
      for (int nth = 1; nth <= 8; nth++) {
        TestGate replica = replicas.get(nth % 2);
        calls.add(calls.size() * nth / 8, () -> Crowd.untilTaken(replica.due::run));
      }

      Crowd.together(calls);
      Crowd.work(gate, DeliveryKind.EXECUTE);
      pass(clock);
      while (gate.due.run().expired() > 0) {
        // as often as it finds any
      }

      for (ProposalId id : ids) {
        assertOneEnd(gate, id);
      }
      assertThat(gate.ledger.due(1)).isEmpty();
      assertThat(Gates.damages(first, TestKeys.RING)).isEmpty();
    }
  }

  private static TestGate gate(PostgresStore store, Crowd crowd, RecordingChat chat) {
    return new TestGate(
        Gates.clock(),
        store.ledger(),
        store.deliveries(),
        store.directory(),
        crowd.policy(),
        TestKeys.RING,
        chat,
        line -> line);
  }

  private static boolean pass(DatabaseClock clock) throws Exception {
    clock.advance(LATER);
    return true;
  }

  private Callable<Object> press(
      TestGate gate, ProposalId id, Message card, int person, Decision decision) {
    return () -> {
      Kind kind = Crowd.patiently(gate, TestGate.click(Crowd.user(person), card, decision)).kind();
      if (kind == Kind.COUNTED) {
        tell(
            id,
            switch (decision) {
              case APPROVE -> RequestStatus.APPROVED;
              case REJECT -> RequestStatus.REJECTED;
              case RETURN -> RequestStatus.RETURNED;
            });
      }
      return kind;
    };
  }

  private Callable<Object> withdrawal(TestGate gate, ProposalId id) {
    return () -> {
      WithdrawalDesk.Result result =
          Crowd.untilTaken(() -> gate.withdrawals.withdraw(gate.record(id).proposal().agent(), id));
      if (result == WithdrawalDesk.Result.WITHDRAWN) {
        tell(id, RequestStatus.WITHDRAWN);
      }
      return result;
    };
  }

  private Callable<Object> succession(TestGate gate, ProposalId id) {
    return () -> {
      Optional<ProposalId> successor =
          Crowd.recorded(
              Crowd.submit(
                  gate, 0, "instead of " + id, "{\"anew\":true,\"supersedes\":\"" + id + "\"}"));
      successor.ifPresent(by -> {
        successors.put(id, by);
        // What was returned or had expired stays that.
        if (gate.state(id) instanceof RequestState.Superseded) {
          tell(id, RequestStatus.SUPERSEDED);
        }
      });
      return successor;
    };
  }

  private void tell(ProposalId id, RequestStatus how) {
    told.computeIfAbsent(id, _ -> Collections.synchronizedList(new ArrayList<>())).add(how);
  }

  private void assertOneEnd(TestGate gate, ProposalId id) {
    RequestState state = gate.state(id);
    RequestStatus status = RequestStatus.of(state);
    assertThat(told.getOrDefault(id, List.of()))
        .isEqualTo(status == RequestStatus.EXPIRED ? List.of() : List.of(status));
    assertThat(state.successor()).isEqualTo(Optional.ofNullable(successors.get(id)));
    EntryType entry = Objects.requireNonNull(ENTRIES.get(status));
    assertThat(Set.copyOf(ENTRIES.values()))
        .filteredOn(type -> !gate.audit(id, type).isEmpty())
        .filteredOn(type ->
            type != EntryType.SUPERSEDED
                || !(state instanceof RequestState.Returned
                    || state instanceof RequestState.Expired))
        .as("%s of %s", status, id)
        .containsExactly(entry);
    assertThat(gate.audit(id, entry)).hasSize(1);
    assertThat(gate.record(id).grant().isPresent()).isEqualTo(status == RequestStatus.APPROVED);
  }
}

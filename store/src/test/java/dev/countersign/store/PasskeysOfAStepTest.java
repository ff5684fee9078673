package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.Overtaken;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.passkey.Passkey;
import dev.countersign.people.AccountId;
import dev.countersign.people.People;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import dev.countersign.store.HeldWrites.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a passkey signed for lands before somebody removes it, or not at all.
@Timeout(120)
class PasskeysOfAStepTest extends DeploymentTestCase {
  private static final AccountId LENA = new AccountId(Surface.SLACK, "T01", "ULENA");

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private Ledger ledger;
  private Passkeys passkeys;
  private int lenas;

  @BeforeEach
  void lenaHasAPasskey() {
    ledger = postgres.store().ledger();
    passkeys = postgres.store().passkeys();
    People people = TestGate.people(TestGate.PEOPLE);
    postgres.store().importPeople(people.persons(), people.groups(), people.agents());
    lenas =
        ((Passkeys.Done.Is)
                passkeys.enrol(
                    LENA, "", new Passkey.Material("bGVuYQ", "a2V5", "https://approve.example", 0)))
            .passkey()
            .number();
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void nothingLandsThatARemovedPasskeySignedFor() {
    RequestRecord asked = opened();
    assertThat(ledger.keepsPasskey(lenas)).isTrue();
    assertThat(ledger.commit(vote(opened()))).isEqualTo(new Committed());

    passkeys.remove(LENA, lenas);

    assertThat(ledger.keepsPasskey(lenas)).isFalse();
    assertThat(ledger.commit(vote(asked))).isEqualTo(new Overtaken());
    assertThat(ledger.audit(asked.request().id())).hasSize(asked.head().seq());
    assertThat(ledger.commit(CommitBuilder.on(asked).note(EntryType.CARD_UPDATED).build()))
        .as("what rests on none")
        .isEqualTo(new Committed());
  }

  @Test
  void stepsOfARemovedPasskeyKeepNoOthersInTheirBatchFromLanding() throws Exception {
    List<Commit> votes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RequestRecord asked = opened();
      votes.add(i < 4 ? vote(asked) : plain(asked).build());
    }
    passkeys.remove(LENA, lenas);

    List<Future<CommitResult>> landed = new ArrayList<>();
    for (Commit vote : votes) {
      landed.add(callers.submit(() -> ledger.commit(vote)));
    }
    for (int i = 0; i < votes.size(); i++) {
      assertThat(landed.get(i).get()).isEqualTo(i < 4 ? new Overtaken() : new Committed());
    }
  }

  @Test
  void aRemovalWaitsForTheStepsThatBeganBeforeItAndLaterStepsForTheRemoval() throws Exception {
    RequestRecord asked = opened();
    RequestRecord late = opened();
    // Opened first: whoever is waited for longer than two seconds is ended.
    try (HeldWrites held = new HeldWrites(postgres.admin());
        Database replica = Database.open(postgres.config())) {
      Ledger beside = new PostgresLedger(replica, TestKeys.EVIDENCE);
      held.hold(asked.request().id());
      Future<CommitResult> vote = callers.submit(() -> ledger.commit(vote(asked)));
      held.await(Wait.ENTRIES);
      Future<?> other = callers.submit(() -> passkeys.remove(LENA, lenas));
      held.await(Wait.FREEZES);
      assertThat(other.isDone()).isFalse();
      Future<CommitResult> tooLate = callers.submit(() -> beside.commit(vote(late)));
      held.await(Wait.FREEZES, 2);

      held.release(asked.request().id());

      assertThat(vote.get()).isEqualTo(new Committed());
      other.get();
      assertThat(tooLate.get()).isEqualTo(new Overtaken());
    }
  }

  private static CommitBuilder plain(RequestRecord record) {
    return CommitBuilder.on(record).voted(Decision.APPROVE, "lead-1", Optional.empty());
  }

  private Commit vote(RequestRecord record) {
    return plain(record).passkey(lenas).build();
  }

  private RequestRecord opened() {
    Opening opening = OpeningBuilder.at(ledger.now()).build();
    assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return ledger.find(opening.proposal().id()).orElseThrow();
  }
}

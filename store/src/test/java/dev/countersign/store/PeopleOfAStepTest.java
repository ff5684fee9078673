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
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.policy.Gate;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState.Approved;
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

/// A step is judged by the people in force when its record was read. It lands before others are in
/// force, or not at all: who was removed counts for nothing from that commit on.
@Timeout(120)
class PeopleOfAStepTest extends DeploymentTestCase {
  private static final PersonId LENA = new PersonId("lena");

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private Ledger ledger;
  private Directory directory;

  @BeforeEach
  void imported() {
    ledger = postgres.store().ledger();
    directory = postgres.store().directory();
    put(TestGate.PEOPLE);
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void aRecordNamesThePeopleInForceWhenItWasRead() {
    RequestRecord asked = opened(opening().build());
    assertThat(asked.imported()).isEqualTo(directory.version());
    assertThat(asked.people(directory).byId(LENA)).isPresent();

    withoutLena();

    RequestRecord now = ledger.find(asked.request().id()).orElseThrow();
    assertThat(now.imported()).isEqualTo(directory.version()).isNotEqualTo(asked.imported());
    assertThat(now.people(directory).byId(LENA)).isEmpty();
    assertThat(asked.people(directory).byId(LENA)).as("of an older read, too").isEmpty();
  }

  @Test
  void asLongAsTheyStayInForceNobodyAsksForThemAnew() throws Exception {
    RequestRecord asked = opened(opening().build());
    assertThat(asked.people(directory).byId(LENA)).isPresent();
    postgres.asAdmin("alter table countersign.people_version rename to elsewhere");
    try {
      assertThat(asked.people(directory).byId(LENA)).isPresent();
    } finally {
      postgres.asAdmin("alter table countersign.elsewhere rename to people_version");
    }
  }

  @Test
  void noVoteGrantOrRedemptionByFormerPeopleLands() {
    RequestRecord asked = opened(opening().build());
    RequestRecord granted = opened(allowed());
    withoutLena();

    Commit redemption =
        CommitBuilder.on(granted)
            .note(EntryType.GRANT_REDEEMED)
            .redeeming(granted.grant().orElseThrow().id())
            .build();
    for (Commit commit : List.of(vote(asked), redemption)) {
      assertThat(ledger.commit(commit)).isEqualTo(new Overtaken());
      assertThat(ledger.audit(commit.id())).hasSize(commit.seen().seq());
    }
    assertThat(ledger.commit(vote(ledger.find(asked.request().id()).orElseThrow())))
        .isEqualTo(new Committed());
  }

  @Test
  void whatIsOnlyNotedLandsWhoeverIsInForce() {
    RequestRecord asked = opened(opening().build());
    withoutLena();
    assertThat(ledger.commit(CommitBuilder.on(asked).note(EntryType.CARD_UPDATED).build()))
        .isEqualTo(new Committed());
  }

  @Test
  void stepsByFormerPeopleKeepNoOthersInTheirBatchFromLanding() throws Exception {
    List<Commit> votes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      votes.add(vote(opened(opening().build())));
    }
    withoutLena();
    for (int i = 0; i < 4; i++) {
      votes.add(vote(opened(opening().build())));
    }

    List<Future<CommitResult>> landed = new ArrayList<>();
    for (Commit vote : votes) {
      landed.add(callers.submit(() -> ledger.commit(vote)));
    }
    for (int i = 0; i < votes.size(); i++) {
      assertThat(landed.get(i).get()).isEqualTo(i < 4 ? new Overtaken() : new Committed());
    }
  }

  @Test
  void otherPeopleWaitForTheStepsThatBeganUnderTheseAndLaterStepsForThem() throws Exception {
    RequestRecord asked = opened(opening().build());
    RequestRecord late = opened(opening().build());
    // Opened first: whoever is waited for longer than two seconds is ended.
    try (HeldWrites held = new HeldWrites(postgres.admin());
        Database replica = Database.open(postgres.config())) {
      Ledger beside = new PostgresLedger(replica, TestKeys.EVIDENCE);
      held.hold(asked.request().id());
      Future<CommitResult> vote = callers.submit(() -> ledger.commit(vote(asked)));
      held.await(Wait.ENTRIES);
      Future<?> other = callers.submit(this::withoutLena);
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

  private static Commit vote(RequestRecord record) {
    return CommitBuilder.on(record).voted(Decision.APPROVE, "lead-1", Optional.empty()).build();
  }

  private void withoutLena() {
    put(TestGate.PEOPLE.replace("\"lena\"", "\"somebody-else\""));
  }

  private void put(String text) {
    People people = TestGate.people(text);
    postgres.store().importPeople(people.persons(), people.groups(), people.agents());
  }

  private OpeningBuilder opening() {
    return OpeningBuilder.at(ledger.now());
  }

  private Opening allowed() {
    IssuedGrant grant =
        new IssuedGrant(
            Ids.grant(), 1, ledger.now(), ledger.now().plusSeconds(3600), "e30.e30.c2ln");
    return opening()
        .ruled(
            Gate.ALLOW,
            new Approved(
                GrantMode.AUTO,
                grant.issuedAt(),
                new Execution.Granted(grant.id(), grant.expiresAt())))
        .grant(grant)
        .build();
  }

  private RequestRecord opened(Opening opening) {
    assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return ledger.find(opening.proposal().id()).orElseThrow();
  }
}

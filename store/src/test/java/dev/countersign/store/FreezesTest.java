package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.Freezes;
import dev.countersign.ledger.Freezes.Asker;
import dev.countersign.ledger.Freezes.Beginning;
import dev.countersign.ledger.Freezes.Lifting;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.store.HeldWrites.Wait;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A freeze is one row that every statement which issues or redeems a grant asks; what the row says
/// is believed with its entry.
@Timeout(120)
class FreezesTest extends DeploymentTestCase {
  private static final GroupName SECURITY = new GroupName("security");
  private static final Asker ANN = slack("UANN");
  private static final Asker ANN_IN_TEAMS =
      new Asker.Account(new AccountId(Surface.TEAMS, "tenant", "ann"));
  private static final Asker BEN = slack("UBEN");
  private static final Asker CARL = slack("UCARL");
  private static final Asker OPS = new Asker.Operator("ops", true);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private Freezes freezes;
  private Ledger ledger;

  private static Asker slack(String user) {
    return new Asker.Account(new AccountId(Surface.SLACK, "T01", user));
  }

  @BeforeEach
  void people() {
    security("ann", "ben");
    freezes = postgres.store().freezes();
    ledger = postgres.store().ledger();
  }

  /// Any login of the database may take an advisory lock, and keep it.
  @Test
  void whoeverMayOnlyConnectKeepsNoFreezeFromBeingPutOn() throws Exception {
    try (Connection other = postgres.admin().getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("create role passer_by");
      statement.execute("grant usage on schema countersign to passer_by");
      statement.execute("set role passer_by");
      statement.execute(
          "select pg_advisory_lock_shared(4859231640215712375),"
              + " pg_advisory_lock_shared(hashtext('countersign/deployment-chain'))");

      assertThat(freezes.begin(FreezeScope.EVERYTHING, "spam", ANN))
          .isInstanceOf(Beginning.Begun.class);
      for (String held :
          List.of(
              "do $$ begin lock table countersign.freeze_step in access share mode; end $$",
              "do $$ begin lock table countersign.deployment_entry in access share mode; end $$",
              "select countersign.hold_freeze_steps()",
              "select countersign.hold_deployment_chain()")) {
        assertThatThrownBy(() -> statement.execute(held)).hasMessageContaining("denied");
      }
      statement.execute("reset role");
      statement.execute("drop owned by passer_by");
      statement.execute("drop role passer_by");
    }
  }

  /// Whoever has the application's password may hold what a freeze needs, and come back.
  @ParameterizedTest
  @ValueSource(strings = {"freeze_step", "deployment_entry"})
  @Timeout(60)
  void whoeverHoldsATableIsEndedAndTheFreezeIsPutOn(String table) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch held = new CountDownLatch(3);
    List<Future<Integer>> intruders = new ArrayList<>();
    for (int nth = 0; nth < 3; nth++) {
      intruders.add(callers.submit(() -> holding(table, held, over)));
    }
    held.await();

    assertThat(freezes.begin(FreezeScope.EVERYTHING, "spam", ANN))
        .isInstanceOf(Beginning.Begun.class);

    over.set(true);
    for (Future<Integer> intruder : intruders) {
      assertThat(intruder.get()).as("how often they were ended").isPositive();
    }
  }

  /// @return how often the session was ended
  private int holding(String table, CountDownLatch held, AtomicBoolean over) {
    int ended = 0;
    while (!over.get()) {
      try (Connection connection =
              DriverManager.getConnection(
                  postgres.config().url(), postgres.config().user(), postgres.config().password());
          Statement statement = connection.createStatement()) {
        statement.execute("set idle_in_transaction_session_timeout = 0");
        connection.setAutoCommit(false);
        statement.execute("set lock_timeout = '30s'; set statement_timeout = '30s'");
        connection.setNetworkTimeout(callers, (int) Duration.ofSeconds(10).toMillis());
        statement.execute("lock table countersign." + table + " in row exclusive mode");
        held.countDown();
        while (!over.get()) {
          statement.execute("select pg_sleep(0.01)");
        }
        statement.execute("select 1"); // whoever was ended since the last one hears of it here
      } catch (SQLException e) {
        ended++;
      }
    }
    return ended;
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  private void security(String... members) {
    Set<String> names = Set.of(members);
    List<Person> persons =
        List.of(
            person("ann", names, ((Asker.Account) ANN).id(), ((Asker.Account) ANN_IN_TEAMS).id()),
            person("ben", names, ((Asker.Account) BEN).id()),
            person("carl", names, ((Asker.Account) CARL).id()));
    Group group =
        new Group(
            SECURITY,
            names.stream().map(PersonId::new).collect(Collectors.toSet()),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            true);
    postgres.store().importPeople(new People(persons, List.of(group), List.of()), true);
  }

  private static Person person(String id, Set<String> security, AccountId... accounts) {
    return new Person(
        new PersonId(id),
        id,
        new TreeSet<>(),
        security.contains(id) ? Set.of(SECURITY) : Set.of(),
        Set.of(accounts));
  }

  private Freeze frozen() {
    return frozen(freezes, FreezeScope.EVERYTHING);
  }

  private static Freeze frozen(Freezes on, FreezeScope scope) {
    return ((Beginning.Begun) on.begin(scope, "it sends nonsense", ANN)).freeze();
  }

  private IssuedGrant grant() {
    var now = ledger.now();
    return new IssuedGrant(Ids.grant(), 1, now, now.plusSeconds(3600), "e30.e30.c2ln");
  }

  private Opening allowed(IssuedGrant grant) {
    return OpeningBuilder.at(ledger.now())
        .ruled(
            Gate.ALLOW,
            new Approved(
                GrantMode.AUTO,
                grant.issuedAt(),
                new Execution.Granted(grant.id(), grant.expiresAt())))
        .grant(grant)
        .build();
  }

  private RequestRecord granted() {
    Opening opening = allowed(grant());
    assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return ledger.find(opening.proposal().id()).orElseThrow();
  }

  private CommitBuilder redeeming(RequestRecord seen) {
    return CommitBuilder.on(seen)
        .note(EntryType.GRANT_REDEEMED)
        .redeeming(seen.grant().orElseThrow().id());
  }

  @Test
  void fromItsCommitOnNoGrantIsIssuedOrRedeemedOnAnyReplica() {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      RequestRecord seen = granted();
      RequestRecord waiting = opened(OpeningBuilder.at(ledger.now()).build());
      Freeze freeze = frozen(other.freezes(), FreezeScope.EVERYTHING);

      assertThat(ledger.commit(redeeming(seen).build())).isEqualTo(new CommitResult.Overtaken());
      assertThat(
              ledger.commit(
                  CommitBuilder.on(waiting).note(EntryType.GRANT_ISSUED).grant(grant()).build()))
          .isEqualTo(new CommitResult.Overtaken());
      assertThat(ledger.open(allowed(grant()))).isEqualTo(new OpenResult.Overtaken());
      assertThat(ledger.find(seen.request().id()).orElseThrow().frozen()).contains(freeze);
      assertThat(ledger.commit(CommitBuilder.on(waiting).note(EntryType.CARD_TOLD).build()))
          .as("what issues no grant")
          .isEqualTo(new CommitResult.Committed());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"environment:production", "class:message", "action_type:%s"})
  void aPartThatIsFrozenIsNeitherGrantedNorRedeemedAndTheRestRuns(String scope) {
    RequestRecord seen = granted();
    FreezeScope frozen =
        FreezeScope.parse(scope.formatted(seen.proposal().action().actionType())).orElseThrow();
    frozen(freezes, FreezeScope.parse("environment:staging").orElseThrow());
    assertThat(ledger.find(seen.request().id()).orElseThrow().frozen()).isEmpty();

    Freeze freeze = frozen(freezes, frozen);
    assertThat(ledger.commit(redeeming(seen).build())).isEqualTo(new CommitResult.Overtaken());
    assertThat(ledger.find(seen.request().id()).orElseThrow().frozen()).contains(freeze);
    assertThat(damages()).isEmpty();

    freezes.lift(freeze.number(), OPS);
    RequestRecord now = ledger.find(seen.request().id()).orElseThrow();
    assertThat(ledger.commit(redeeming(now).build())).isEqualTo(new CommitResult.Committed());
  }

  @Test
  void aStepOfABatchThatIsFrozenKeepsTheOthersFromNothing() throws Exception {
    RequestRecord seen = granted();
    RequestRecord waiting = opened(OpeningBuilder.at(ledger.now()).build());
    frozen();
    List<Future<CommitResult>> both =
        callers.invokeAll(
            List.of(
                () -> ledger.commit(redeeming(seen).build()),
                () -> ledger.commit(CommitBuilder.on(waiting).note(EntryType.CARD_TOLD).build())));
    assertThat(both.get(0).get()).isEqualTo(new CommitResult.Overtaken());
    assertThat(both.get(1).get()).isEqualTo(new CommitResult.Committed());
  }

  @Test
  void aFreezeWaitsForTheRedemptionsThatAreUnderWayAndIsDatedAfterThem() throws Exception {
    RequestRecord seen = granted();
    try (HeldWrites held = new HeldWrites(postgres.admin())) {
      held.hold(seen.request().id());
      Future<CommitResult> redeemed = callers.submit(() -> ledger.commit(redeeming(seen).build()));
      held.await(Wait.ENTRIES);
      Future<Freeze> freeze = callers.submit(() -> frozen());
      held.await(Wait.FREEZES);
      assertThat(freeze.isDone()).isFalse();

      held.release(seen.request().id());

      assertThat(redeemed.get()).isEqualTo(new CommitResult.Committed());
      assertThat(freeze.get().since()).isAfter(seen.now());
    }
  }

  @Test
  void whatIsLiftedByTwoRunsAgainAndAllOfItProves() {
    RequestRecord seen = granted();
    Freeze freeze = frozen();
    assertThat(freezes.lift(freeze.number(), ANN)).isInstanceOf(Lifting.Asked.class);
    assertThat(freezes.now().covering(seen.proposal())).isPresent();
    assertThat(freezes.lift(freeze.number(), ANN_IN_TEAMS))
        .isEqualTo(new Lifting.Not(FreezeRefusal.SAME_PERSON));
    assertThat(freezes.lift(freeze.number(), CARL))
        .isEqualTo(new Lifting.Not(FreezeRefusal.NO_RIGHT));
    assertThat(freezes.lift(freeze.number(), BEN)).isInstanceOf(Lifting.Lifted.class);
    assertThat(freezes.lift(freeze.number(), BEN)).isEqualTo(new Lifting.Not(FreezeRefusal.NOT_ON));

    RequestRecord now = ledger.find(seen.request().id()).orElseThrow();
    assertThat(now.frozen()).isEmpty();
    assertThat(ledger.commit(redeeming(now).build())).isEqualTo(new CommitResult.Committed());
    assertThat(damages()).isEmpty();
  }

  @Test
  void whoeverWasRemovedBetweenTheTwoWordsIsNoneOfTheTwo() {
    security("ann", "ben", "carl");
    Freeze freeze = frozen();
    freezes.lift(freeze.number(), ANN);
    security("ben", "carl");
    assertThat(freezes.lift(freeze.number(), BEN))
        .as("a first word")
        .isInstanceOf(Lifting.Asked.class);
    assertThat(freezes.lift(freeze.number(), CARL)).isInstanceOf(Lifting.Lifted.class);
    assertThat(damages()).isEmpty();
  }

  @Test
  void oneScopeIsFrozenOnceAndSeveralStandBesideEachOther() {
    Freeze freeze = frozen();
    assertThat(freezes.begin(FreezeScope.EVERYTHING, "again", BEN))
        .isEqualTo(new Beginning.Already(freeze));
    FreezeScope calls = FreezeScope.parse("class:api_call").orElseThrow();
    frozen(freezes, calls);
    assertThat(freezes.now().inForce())
        .extracting(Freeze::scope)
        .containsExactly(FreezeScope.EVERYTHING, calls);
    assertThat(freezes.begin(FreezeScope.EVERYTHING, "x", CARL))
        .isEqualTo(new Beginning.Not(FreezeRefusal.NO_RIGHT));
    assertThat(freezes.begin(FreezeScope.parse("agent:ghost").orElseThrow(), "x", ANN))
        .isEqualTo(new Beginning.Not(FreezeRefusal.UNKNOWN_AGENT));
  }

  @Test
  void anOperatorLiftsAloneOrTogetherWithAnotherAsTheDeploymentSays() {
    Freeze freeze = frozen();
    assertThat(freezes.lift(freeze.number(), new Asker.Operator("ops", false)))
        .isInstanceOf(Lifting.Asked.class);
    assertThat(freezes.lift(freeze.number(), new Asker.Operator("ops", false)))
        .isEqualTo(new Lifting.Not(FreezeRefusal.SAME_PERSON));
    assertThat(freezes.lift(freeze.number(), new Asker.Operator("other", false)))
        .isInstanceOf(Lifting.Lifted.class);
    assertThat(freezes.lift(frozen().number(), OPS)).isInstanceOf(Lifting.Lifted.class);
    assertThat(damages()).isEmpty();
  }

  /// Whoever has the application's password, and no key.
  @Test
  void aRowOfALiftWithoutItsEntryLiftsNothing() throws Exception {
    RequestRecord seen = granted();
    Freeze freeze = frozen();
    asTheGate(
        """
        insert into deployment_entry (seq, body, seal_key, mac)
        select max(seq) + 1, convert_to(replace(convert_from(max(body), 'UTF8'), 'x', 'y'), 'UTF8'),
               min(seal_key), max(mac)
          from deployment_entry;
        insert into freeze_step (entry, kind, begun)
        select max(seq), 'freeze_lifted', %d from deployment_entry
        """
            .formatted(freeze.number()));

    assertThat(freezes.now().covering(seen.proposal())).isPresent();
    assertThat(ledger.find(seen.request().id()).orElseThrow().frozen()).isPresent();
    assertThat(damages())
        .contains(
            tuple("freeze_step " + (freeze.number() + 1), Kind.CONTRADICTION),
            tuple("deployment_entry " + (freeze.number() + 1), Kind.FORGED));
  }

  @Test
  void aForgedFreezeFreezesAndCanBeLifted() throws Exception {
    RequestRecord seen = granted();
    asTheGate(
        """
        insert into freeze_step (entry, kind, begun)
        select max(seq), 'freeze_begun', max(seq) from deployment_entry
        """);
    Freezing now = freezes.now();
    assertThat(now.covering(seen.proposal()))
        .hasValueSatisfying(freeze -> assertThat(freeze.proven()).isFalse());
    assertThat(freezes.lift(now.inForce().getFirst().number(), OPS))
        .isInstanceOf(Lifting.Lifted.class);
    assertThat(freezes.now().inForce()).isEmpty();
    assertThat(damages()).isNotEmpty();
  }

  @Test
  void aRowThatWasDeletedOrChangedWithTheDatabasesOwnPasswordIsFound() throws Exception {
    Freeze freeze = frozen();
    asSuperuser("freeze_step", "delete from freeze_step");
    assertThat(damages()).containsExactly(tuple("freeze_step " + freeze.number(), Kind.INCOMPLETE));
  }

  private RequestRecord opened(Opening opening) {
    assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return ledger.find(opening.proposal().id()).orElseThrow();
  }
}

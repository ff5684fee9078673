package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.json.Digest;
import dev.countersign.ledger.AgentAlarms;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.Freezes.Asker;
import dev.countersign.ledger.Freezes.Lifting;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.OperatorNotices.Notice;
import dev.countersign.ledger.OperatorNotices.Told;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.AgentKey;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.AlarmFreezes;
import dev.countersign.policy.AlarmFreezes.Bound;
import dev.countersign.policy.Gate;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an agent is frozen for by the gate itself: counted over all replicas, frozen once, and a
/// freeze as any other.
@Timeout(120)
class AgentAlarmsTest extends DeploymentTestCase {
  private static final AgentId BOT = new AgentId("support-bot");
  private static final AgentId OTHER = new AgentId("other-bot");
  private static final Digest POLICY = Digest.of("policy");
  private static final Asker OPS = new Asker.Operator("ops", true);

  private static final AlarmFreezes THREE =
      new AlarmFreezes(Map.of(AgentAlarm.FAST_APPROVALS, new Bound(3, Duration.ofHours(1))));

  private AgentAlarms alarms;
  private Ledger ledger;

  @BeforeEach
  void agents() {
    PersonId owner = new PersonId("olga");
    postgres
        .store()
        .importPeople(
            new People(
                List.of(new Person(owner, "Olga", new TreeSet<>(), Set.of(), Set.of())),
                List.of(),
                List.of(agent(BOT, owner), agent(OTHER, owner))),
            true);
    alarms = postgres.store().agentAlarms();
    ledger = postgres.store().ledger();
  }

  private static Agent agent(AgentId id, PersonId owner) {
    return new Agent(
        id,
        owner,
        new AgentKey("ck_test_" + id.value().replace("-", "")),
        Set.of(ActionClass.values()));
  }

  private void note(int times) {
    for (int i = 0; i < times; i++) {
      alarms.note(BOT, AgentAlarm.FAST_APPROVALS);
    }
  }

  private List<Freeze> look() {
    return alarms.freeze(THREE, POLICY);
  }

  private List<Freeze> frozen() {
    return postgres.store().freezes().now().inForce();
  }

  private Opening allowed() {
    var now = ledger.now();
    IssuedGrant grant = new IssuedGrant(Ids.grant(), 1, now, now.plusSeconds(3600), "e30.e30.c2ln");
    return OpeningBuilder.at(now)
        .ruled(
            Gate.ALLOW,
            new Approved(
                GrantMode.AUTO,
                grant.issuedAt(),
                new Execution.Granted(grant.id(), grant.expiresAt())))
        .grant(grant)
        .build();
  }

  @Test
  void whatComesAsOftenAsThePolicySaysFreezesThatAgentAndNoGrantOfItIsIssuedOrRedeemed() {
    Opening granted = allowed();
    assertThat(ledger.open(granted)).isEqualTo(new OpenResult.Opened());
    RequestRecord seen = ledger.find(granted.proposal().id()).orElseThrow();
    Opening issuing = allowed();
    note(2);
    assertThat(look()).isEmpty();
    note(1);

    Freeze freeze = look().getFirst();

    assertThat(freeze.scope()).isEqualTo(new FreezeScope(FreezeScope.Kind.AGENT, BOT.value()));
    assertThat(freeze.by().isGate()).isTrue();
    assertThat(freeze.by().name()).isEqualTo("the policy");
    assertThat(freeze.reason())
        .isEqualTo(
            "3 approvals of its requests came within seconds of their cards. The policy freezes an"
                + " agent at 3 within 1h.");
    assertThat(
            ledger.commit(
                CommitBuilder.on(seen)
                    .note(EntryType.GRANT_REDEEMED)
                    .redeeming(seen.grant().orElseThrow().id())
                    .build()))
        .isEqualTo(new CommitResult.Overtaken());
    assertThat(ledger.open(issuing)).isEqualTo(new OpenResult.Overtaken());
    assertThat(ledger.find(seen.request().id()).orElseThrow().frozen()).contains(freeze);
    assertThat(damages()).isEmpty();
  }

  @Test
  void operatorsAreToldInEachChat() {
    note(3);
    Freeze freeze = look().getFirst();

    assertThat(postgres.store().operatorNotices().take(9))
        .extracting(Notice::chat, Notice::told)
        .containsExactlyInAnyOrder(
            tuple(Surface.SLACK, new Told.Frozen(freeze)),
            tuple(Surface.TEAMS, new Told.Frozen(freeze)));
    assertThat(freeze.by().isGate()).isTrue();
  }

  @Test
  void ofManyReplicasThatLookAtOnceOneFreezes() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      note(2);
      other.agentAlarms().note(BOT, AgentAlarm.FAST_APPROVALS);
      Callable<List<Freeze>> here = this::look;
      Callable<List<Freeze>> there = () -> other.agentAlarms().freeze(THREE, POLICY);
      int many = 0;
      for (Future<List<Freeze>> each :
          replicas.invokeAll(List.of(here, there, here, there, here, there))) {
        many += each.get().size();
      }
      assertThat(many).isEqualTo(1);
      assertThat(frozen()).hasSize(1);
    }
  }

  @Test
  void whatItWasFrozenForFreezesItNoSecondTimeOnceItIsLifted() {
    note(3);
    int number = look().getFirst().number();
    note(3);
    assertThat(look()).as("while it is frozen").isEmpty();

    assertThat(postgres.store().freezes().lift(number, OPS)).isInstanceOf(Lifting.Lifted.class);

    assertThat(look()).isEmpty();
    note(2);
    assertThat(look()).isEmpty();
    assertThat(frozen()).isEmpty();
    note(1);
    assertThat(look()).hasSize(1);
    assertThat(damages()).isEmpty();
  }

  @Test
  void anotherAlarmAnotherAgentAndAnotherTimeCountForThemselves() throws Exception {
    note(2);
    alarms.note(BOT, AgentAlarm.OVER_BUDGET);
    alarms.note(OTHER, AgentAlarm.FAST_APPROVALS);
    asTheGate(
        """
        insert into agent_alarm (agent, kind, minute, times)
        values ('%1$s', 'fast_approvals', now() - interval '61 minutes', 5),
               ('%1$s', 'fast_approvals', now() - interval '25 hours', 5),
               ('ghost', 'fast_approvals', now(), 5),
               ('No Name', 'fast_approvals', now(), 5)
        """
            .formatted(BOT));

    assertThat(look()).isEmpty();
    asTheGate(
        "do $$ begin assert not exists (select from agent_alarm"
            + " where minute < now() - interval '1 day'); end $$");
  }

  /// Whoever has the application's password can have an agent frozen, as they can by any row.
  @Test
  void noRowOfACountLiftsAnything() throws Exception {
    note(3);
    look();
    asTheGate("delete from agent_alarm");
    assertThat(look()).isEmpty();
    assertThat(frozen()).hasSize(1);
  }

  @Test
  void aFreezeByTheGateWhoseRowIsGoneIsFound() throws Exception {
    note(3);
    int number = look().getFirst().number();
    asSuperuser("freeze_step", "delete from freeze_step");
    assertThat(damages()).containsExactly(tuple("freeze_step " + number, Kind.INCOMPLETE));
  }
}

package dev.countersign.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RememberedRefusals;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.BreakGlassDesk;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RememberedRetrospectives;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Uses of break-glass that come to nothing because of what the gate or the request is, and not
/// because of who asks.
class GlassNotUsedTest extends GlassTestCase {

  /// Nothing of the use landed, its person is told why, and an entry says so.
  private void assertNotUsed(ProposalId id, Told told, GlassRefusal why) {
    assertNotUsed(gate, gate.refusals, id, told, why);
  }

  private static void assertNotUsed(
      TestGate of, RememberedRefusals refused, ProposalId id, Told told, GlassRefusal why) {
    assertThat(told).isEqualTo(GlassWords.refused(why));
    assertThat(of.refusedGlass).as("counted").endsWith(why);
    assertThat(of.state(id)).isInstanceOf(Pending.class);
    assertThat(of.audit(id, EntryType.GRANT_ISSUED)).isEmpty();
    assertThat(of.audit(id, EntryType.GLASS_REFUSED)).hasSize(1);
    assertThat(refused.entries()).extracting(RefusedAttempt::why).containsExactly(WireName.of(why));
    of.execute();
    assertThat(of.executor.sent()).isEmpty();
  }

  /// The page says why, and has nothing to sign.
  private void assertNotOffered(BreakGlassDesk desk, ProposalId id, GlassRefusal why) {
    assertThat(desk.look(account("UPIA"), id.value()))
        .isInstanceOfSatisfying(
            Offer.Page.class,
            page -> {
              assertThat(page.code()).isEqualTo(WireName.of(why));
              assertThat(page.sign()).isEmpty();
            });
  }

  private Use signedUse(ProposalId id) {
    String page = Digest.of("never shown").value();
    return new Use(id.value(), "INC-2041", WHY, page, signed("pia", bound(id)));
  }

  private ProposalId proposed(String changes) {
    ProposalId id = gate.propose(TestGate.body(changes));
    gate.showCards();
    return id;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dry_run\":true}",
        "{\"execution\":{\"mode\":\"none\"}}",
        "{\"target_system\":\"advised\"}"
      })
  void whatNobodyWouldExecuteIsNotBroken(String changes) {
    ProposalId id = proposed(changes);
    assertNotOffered(gate.breakGlass, id, GlassRefusal.NOT_EXECUTED);
    assertNotUsed(
        id, gate.breakGlass.use(account("UPIA"), signedUse(id)), GlassRefusal.NOT_EXECUTED);
    assertThat(gate.refusals.told()).as("no alarm").isEmpty();
  }

  /// The page was shown while the gate itself would have carried it out.
  @Test
  void whatAnotherWouldExecuteByNowThanItsPersonWasShownIsNotBroken() {
    ProposalId id = gate.ask();
    Offer.Page page = page("UPIA", id);
    StrongerCheck check = signed("pia", page.sign().orElseThrow());
    gate.executor.handOver("billing", new OutsideExecutor("runner", Duration.ofMinutes(10)));
    assertNotUsed(
        id, use("UPIA", id, page.card().digest().value(), check), GlassRefusal.NOT_EXECUTED);
  }

  @Test
  void whatMustNotRunYetIsNotBrokenBeforeThen() {
    Duration wait = Duration.ofMinutes(30);
    ProposalId id =
        proposed(
            "{\"preconditions\":{\"not_before\":\"" + gate.clock.instant().plus(wait) + "\"}}");
    assertNotOffered(gate.breakGlass, id, GlassRefusal.NOT_YET);
    gate.clock.advance(wait.minusMillis(1));
    assertNotUsed(id, gate.breakGlass.use(account("UPIA"), signedUse(id)), GlassRefusal.NOT_YET);
    assertThat(gate.refusals.told()).as("no alarm").isEmpty();

    gate.clock.advance(Duration.ofMillis(1));
    assertThat(use(id).done()).as("from then on").isTrue();
  }

  @Test
  void whereNobodyWouldBeToldItIsNotBroken() {
    ProposalId id = gate.ask();
    BreakGlass silent = gate.tellingNobody().breakGlass();
    assertNotOffered(silent, id, GlassRefusal.NOBODY_TOLD);
    assertNotUsed(id, silent.use(account("UPIA"), signedUse(id)), GlassRefusal.NOBODY_TOLD);
    assertThat(use(id).done()).as("where somebody is").isTrue();
  }

  /// People of whom the account says pia, and pia knows nothing of the account: as if a row had
  /// been written beside the imports.
  private record Disagreeing(Directory people) implements Directory {
    @Override
    public Optional<Person> byAccount(AccountId account) {
      return people.byAccount(account);
    }

    @Override
    public Optional<Person> byId(PersonId id) {
      return people.byId(id).map(person -> id.value().equals("pia") ? unlinked(person) : person);
    }

    private static Person unlinked(Person person) {
      return new Person(
          person.id(),
          person.name(),
          person.functions(),
          person.groups(),
          Set.of(),
          person.away(),
          person.delegations());
    }

    @Override
    public Optional<Group> group(GroupName name) {
      return people.group(name);
    }

    @Override
    public List<Group> groups() {
      return people.groups();
    }

    @Override
    public List<Person> members(GroupName name) {
      return people.members(name);
    }

    @Override
    public Directory only(Set<GroupName> groups) {
      return new Disagreeing(people.only(groups));
    }

    @Override
    public Optional<Agent> agent(AgentId id) {
      return people.agent(id);
    }

    @Override
    public Optional<Agent> agentByKey(String key) {
      return people.agentByKey(key);
    }

    @Override
    public Optional<Digest> version() {
      return people.version();
    }

    @Override
    public Directory asOfNow() {
      return this;
    }
  }

  /// Whatever lets a use through by mistake: the gate that proves grants stands behind it.
  @Test
  void whatTheGateOfEveryGrantDoesNotProveIsNotBrokenAndAnAlarm() {
    SettableClock clock = new SettableClock(TestGate.START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    RememberedRefusals refused = new RememberedRefusals(ledger::now);
    TestGate torn =
        TestGate.withPages(
            SampleGlass::drawn,
            ISSUER,
            ledger,
            ledger,
            new Disagreeing(new PeopleDirectory(TestGate.people(PEOPLE))),
            TestKeys.RING,
            new RememberedRetrospectives(ledger),
            refused);
    ProposalId id = torn.ask();
    assertNotUsed(torn, refused, id, SampleGlass.use(torn, id), GlassRefusal.NOT_PROVEN);
    assertThat(refused.told()).hasSize(1);
  }
}

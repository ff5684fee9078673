package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.AgentKey;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Group.Place;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresDirectoryTest {
  private static final GroupName LEADS = new GroupName("support-leads");
  private static final AccountId SLACK = new AccountId(Surface.SLACK, "T01", "U01");
  private static final AccountId TEAMS = new AccountId(Surface.TEAMS, "tenant", "aad-1");
  private static final Person ANN =
      new Person(
          new PersonId("ann"),
          "Ann Çelik",
          new TreeSet<>(Set.of("support", "finance")),
          Set.of(LEADS),
          Set.of(SLACK, TEAMS));
  private static final Person BEN =
      new Person(new PersonId("ben"), "Ben", new TreeSet<>(), Set.of(), Set.of());
  private static final Group GROUP =
      new Group(LEADS, Set.of(ANN.id()), Map.of(Surface.SLACK, Place.in("C01")));
  private static final Agent BOT =
      new Agent(
          new AgentId("support-bot"),
          ANN.id(),
          new AgentKey("ck_live_a1b2c3d4"),
          Set.of(ActionClass.MESSAGE, ActionClass.RECORD_CHANGE),
          Set.of(Environment.STAGING, Environment.TEST),
          true);

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void whatIsImportedIsFoundAsItWas() {
    importAll();
    Directory directory = postgres.store().directory();

    assertThat(directory.byId(ANN.id())).contains(ANN);
    assertThat(directory.byId(BEN.id())).contains(BEN);
    assertThat(directory.byAccount(SLACK)).contains(ANN);
    assertThat(directory.byAccount(TEAMS)).contains(ANN);
    assertThat(directory.group(LEADS)).contains(GROUP);
    assertThat(directory.members(LEADS)).containsExactly(ANN);
    assertThat(directory.agentByKey(BOT.key().value())).contains(BOT);
  }

  @Test
  void whetherAGroupIsAskedInPersonalChatsIsFoundAsItWasBesideItsChannels() {
    Group direct =
        new Group(LEADS, Set.of(ANN.id()), Map.of(Surface.TEAMS, Place.in("19:abc").andDirectly()));
    postgres.store().importPeople(List.of(ANN), List.of(direct), List.of());

    assertThat(postgres.store().directory().group(LEADS)).contains(direct);
  }

  @Test
  void whoeverIsUnknownIsNobody() {
    importAll();
    Directory directory = postgres.store().directory();

    assertThat(directory.byId(new PersonId("eve"))).isEmpty();
    assertThat(directory.byAccount(new AccountId(Surface.SLACK, "T02", "U01"))).isEmpty();
    assertThat(directory.byAccount(new AccountId(Surface.TEAMS, "T01", "U01"))).isEmpty();
    assertThat(directory.group(new GroupName("nobody"))).isEmpty();
    assertThat(directory.members(new GroupName("nobody"))).isEmpty();
    assertThat(directory.agentByKey("ck_live_zz")).isEmpty();
  }

  @Test
  void someGroupsAreReadTogetherWithTheirMembersAndNobodyElse() {
    Group empty =
        new Group(
            new GroupName("empty"),
            Set.of(),
            Map.of(Surface.TEAMS, Place.in("19:a@thread").andDirectly()));
    Group other =
        new Group(new GroupName("other"), Set.of(), Map.of(Surface.SLACK, Place.in("C9")));
    postgres.store().importPeople(List.of(ANN, BEN), List.of(GROUP, empty, other), List.of(BOT));
    Directory some =
        postgres.store().directory().only(Set.of(LEADS, empty.name(), new GroupName("nobody")));

    assertThat(some.group(LEADS)).contains(GROUP);
    assertThat(some.members(LEADS)).containsExactly(ANN);
    assertThat(some.group(empty.name())).contains(empty);
    assertThat(some.members(empty.name())).isEmpty();
    assertThat(some.group(new GroupName("nobody"))).isEmpty();
    assertThat(some.group(other.name())).isEmpty();
    assertThat(some.byId(BEN.id())).isEmpty();
  }

  @Test
  void anImportReplacesEverythingAndCounts() {
    int first = importAll();

    int second = postgres.store().importPeople(List.of(BEN), List.of(), List.of());

    assertThat(second).isEqualTo(first + 1);
    Directory directory = postgres.store().directory();
    assertThat(directory.byAccount(SLACK)).isEmpty();
    assertThat(directory.byId(ANN.id())).isEmpty();
    assertThat(directory.group(LEADS)).isEmpty();
    assertThat(directory.agentByKey(BOT.key().value())).isEmpty();
    assertThat(directory.byId(BEN.id())).contains(BEN);
  }

  @Test
  void anImportThatDisagreesWithItselfChangesNothing() {
    importAll();
    Group wider = new Group(LEADS, Set.of(ANN.id(), BEN.id()), Map.of());

    assertThatThrownBy(
            () -> postgres.store().importPeople(List.of(ANN, BEN), List.of(wider), List.of(BOT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> postgres.store().importPeople(List.of(ANN), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(postgres.store().directory().group(LEADS)).contains(GROUP);
  }

  @Test
  void oneAccountNeverBelongsToTwoPersons() {
    importAll();
    Person twin =
        new Person(new PersonId("twin"), "Twin", new TreeSet<>(), Set.of(), Set.of(SLACK));

    assertThatThrownBy(
            () -> postgres.store().importPeople(List.of(ANN, twin), List.of(GROUP), List.of()))
        .isInstanceOf(RuntimeException.class);
    assertThat(postgres.store().directory().byAccount(SLACK)).contains(ANN);
  }

  @Test
  void aKeyKeepsItsSecretAndScopesThroughAnImport() {
    importAll();
    PostgresStore store = postgres.store();
    assertThat(key(store).secretHash()).isEmpty();
    assertThat(key(store).scopes()).containsExactlyInAnyOrder("propose", "read");

    assertThat(store.setSecretHash(BOT.key().value(), new byte[] {1, 2, 3})).isTrue();
    assertThat(store.setScopes(BOT.key().value(), List.of("propose"))).isTrue();
    importAll();

    assertThat(key(store).secretHash())
        .hasValueSatisfying(hash -> assertThat(hash).containsExactly(1, 2, 3));
    assertThat(key(store).scopes()).containsExactly("propose");
    assertThat(store.setSecretHash("ck_live_zz", new byte[] {1})).isFalse();
    assertThat(store.key("ck_live_zz")).isEmpty();
  }

  private static PostgresStore.StoredKey key(PostgresStore store) {
    return store.key(BOT.key().value()).orElseThrow();
  }

  private int importAll() {
    return postgres.store().importPeople(List.of(ANN, BEN), List.of(GROUP), List.of(BOT));
  }
}

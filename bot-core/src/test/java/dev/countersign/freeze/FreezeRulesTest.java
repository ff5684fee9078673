package dev.countersign.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.freeze.FreezeRules.Lifting;
import dev.countersign.freeze.FreezeRules.Right;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.AgentKey;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One person of a group that may freezes; two of them lift, and persons count.
class FreezeRulesTest {
  private static final Instant AT = Instant.parse("2026-11-30T15:00:00Z");
  private static final AccountId ANN = slack("UANN");
  private static final AccountId ANN_TOO = new AccountId(Surface.TEAMS, "tenant", "ann");
  private static final AccountId BEN = slack("UBEN");
  private static final AccountId OUT = slack("UOUT");
  private static final People PEOPLE = people(Set.of("ann", "ben", "owner"), true);

  private static AccountId slack(String user) {
    return new AccountId(Surface.SLACK, "T01", user);
  }

  private static People people(Set<String> security, boolean mayFreeze) {
    GroupName name = new GroupName("security");
    List<Person> persons =
        Map.of(
                "ann", Set.of(ANN, ANN_TOO),
                "ben", Set.of(BEN),
                "out", Set.of(OUT),
                "owner", Set.of(slack("UOWNER")))
            .entrySet()
            .stream()
            .map(each ->
                new Person(
                    new PersonId(each.getKey()),
                    each.getKey(),
                    new TreeSet<>(),
                    security.contains(each.getKey()) ? Set.of(name) : Set.of(),
                    each.getValue()))
            .toList();
    Set<PersonId> members =
        security.stream().map(PersonId::new).collect(java.util.stream.Collectors.toSet());
    return new People(
        persons,
        List.of(new Group(name, members, Map.of(), Optional.empty(), Optional.empty(), mayFreeze)),
        List.of(
            new Agent(
                new AgentId("support-bot"),
                new PersonId("owner"),
                new AgentKey("ck_live_a1b2c3d4"),
                Set.of(ActionClass.MESSAGE))));
  }

  private static FreezeActor who(People people, AccountId account) {
    return ((Right.Has) FreezeRules.right(people, account)).who();
  }

  private static Freeze freeze(String scope) {
    return new Freeze(
        7,
        FreezeScope.parse(scope).orElseThrow(),
        "it sends nonsense",
        who(PEOPLE, ANN),
        AT,
        Optional.empty(),
        true);
  }

  private static Freeze asked(Freeze freeze, FreezeActor by) {
    return freeze.asked(new Freeze.Word(8, by, AT));
  }

  @Test
  void nobodyMayByDefault() {
    assertThat(FreezeRules.right(people(Set.of("ann", "ben"), false), ANN))
        .isEqualTo(new Right.Not(FreezeRefusal.NOBODY_MAY));
  }

  @Test
  void whoIsNotInTheGroupMayNot() {
    assertThat(FreezeRules.right(PEOPLE, OUT)).isEqualTo(new Right.Not(FreezeRefusal.NO_RIGHT));
    assertThat(FreezeRules.right(PEOPLE, slack("UNOBODY")))
        .isEqualTo(new Right.Not(FreezeRefusal.NOT_A_PERSON));
  }

  @Test
  void aSecondPersonConfirmsTheFirstWord() {
    Freeze freeze = freeze("everything");
    assertThat(FreezeRules.lifting(PEOPLE, freeze, who(PEOPLE, ANN), AT))
        .isEqualTo(new Lifting.First());
    Freeze asked = asked(freeze, who(PEOPLE, ANN));
    assertThat(FreezeRules.lifting(PEOPLE, asked, who(PEOPLE, BEN), AT.plusSeconds(60)))
        .isEqualTo(new Lifting.Second(asked.asked().orElseThrow()));
  }

  @Test
  void aSecondAccountIsNoSecondPerson() {
    Freeze asked = asked(freeze("everything"), who(PEOPLE, ANN));
    assertThat(FreezeRules.lifting(PEOPLE, asked, who(PEOPLE, ANN_TOO), AT.plusSeconds(60)))
        .isEqualTo(new Lifting.Not(FreezeRefusal.SAME_PERSON));
  }

  @Test
  void aFirstWordThatIsTooOldCountsNoMore() {
    Freeze asked = asked(freeze("everything"), who(PEOPLE, ANN));
    Instant late = AT.plus(FreezeRules.LIFT_WITHIN);
    assertThat(FreezeRules.lifting(PEOPLE, asked, who(PEOPLE, BEN), late.minusSeconds(1)))
        .isInstanceOf(Lifting.Second.class);
    assertThat(FreezeRules.lifting(PEOPLE, asked, who(PEOPLE, BEN), late))
        .isEqualTo(new Lifting.First());
  }

  @Test
  void whoWasRemovedBetweenTheWordsDoesNotCount() {
    Freeze asked = asked(freeze("everything"), who(PEOPLE, ANN));
    People without = people(Set.of("ben", "owner"), true);
    assertThat(FreezeRules.lifting(without, asked, who(without, BEN), AT.plusSeconds(60)))
        .isEqualTo(new Lifting.First());
  }

  @Test
  void theOwnerOfTheFrozenAgentIsNoneOfTheTwo() {
    FreezeActor owner = who(PEOPLE, slack("UOWNER"));
    assertThat(FreezeRules.lifting(PEOPLE, freeze("agent:support-bot"), owner, AT))
        .isEqualTo(new Lifting.Not(FreezeRefusal.OWNS_THE_AGENT));
    Freeze asked = asked(freeze("agent:support-bot"), owner);
    assertThat(FreezeRules.lifting(PEOPLE, asked, who(PEOPLE, BEN), AT))
        .isEqualTo(new Lifting.First());
    assertThat(FreezeRules.lifting(PEOPLE, freeze("everything"), owner, AT))
        .isEqualTo(new Lifting.First());
  }

  @Test
  void anOperatorConfirmsNoPersonAndNoPersonAnOperator() {
    Freeze byPerson = asked(freeze("everything"), who(PEOPLE, ANN));
    assertThat(FreezeRules.lifting(PEOPLE, byPerson, FreezeActor.operator("ops"), AT))
        .isEqualTo(new Lifting.First());
    Freeze byOperator = asked(freeze("everything"), FreezeActor.operator("ops"));
    assertThat(FreezeRules.lifting(PEOPLE, byOperator, who(PEOPLE, BEN), AT))
        .isEqualTo(new Lifting.First());
    assertThat(FreezeRules.lifting(PEOPLE, byOperator, FreezeActor.operator("ops"), AT))
        .isEqualTo(new Lifting.Not(FreezeRefusal.SAME_PERSON));
  }

  @Test
  void anAgentThatNobodyKnowsIsNotFrozenInVain() {
    assertThat(
            FreezeRules.againstBeginning(
                PEOPLE, FreezeScope.parse("agent:suport-bot").orElseThrow()))
        .contains(FreezeRefusal.UNKNOWN_AGENT);
  }

  @ParameterizedTest
  @CsvSource({
    "everything,true",
    "agent:support-bot,true",
    "agent:other-bot,false",
    "connection:billing,true",
    "connection:crm,false",
    "environment:staging,true",
    "environment:production,false",
    "class:api_call,true",
    "class:message,false",
    "action_type:refund.create,true",
    "action_type:refund,false",
    "action_type:refund.create.now,false"
  })
  void itCoversWhatItNamesAndNothingElse(String scope, boolean covered) {
    Freezable what =
        new Freezable("support-bot", "billing", "staging", "api_call", "refund.create");
    assertThat(FreezeScope.parse(scope).orElseThrow().covers(what)).isEqualTo(covered);
  }

  @Test
  void whatNoConnectionHasIsNotFrozenInVain() {
    FreezeTargets targets = new FreezeTargets(Set.of("billing"), Set.of(Environment.PRODUCTION));
    assertThat(targets.against(FreezeScope.of(Environment.PRODUCTION))).isEmpty();
    assertThat(targets.against(FreezeScope.of(Environment.STAGING)))
        .contains(FreezeRefusal.UNKNOWN_ENVIRONMENT);
    assertThat(targets.against(FreezeScope.parse("connection:crm").orElseThrow()))
        .contains(FreezeRefusal.UNKNOWN_CONNECTION);
    for (String named : List.of("everything", "class:message", "action_type:refund.create")) {
      assertThat(targets.against(FreezeScope.parse(named).orElseThrow())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "agent:support-bot",
        "connection:billing",
        "environment:production",
        "class:api_call",
        "action_type:refund.create"
      })
  void scopesAreSpelledAsTheyAreShown(String text) {
    assertThat(FreezeScope.parse(text)).map(FreezeScope::toString).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all",
        "Everything",
        "everything:",
        "agent",
        "agent:",
        "agent:a b",
        "class:apicall",
        "connection:*",
        "environment:prod",
        "environment:",
        "action_type:Refund",
        "action_type:",
        "action:refund.create"
      })
  void whatIsNoScopeIsRefused(String text) {
    assertThat(FreezeScope.parse(text)).isEmpty();
  }
}

package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.SignIn;
import dev.countersign.people.AccountId;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What people.yaml makes of somebody on the pages.
class RolesTest {
  private static final PersonId ADA = new PersonId("ada");

  @ParameterizedTest
  @EnumSource(value = ConsoleRole.class, mode = EnumSource.Mode.EXCLUDE, names = "REVIEWER")
  void aRoleComesFromAGroupAndEverybodyIsAReviewer(ConsoleRole role) {
    assertThat(roles(Optional.of(role), true))
        .containsExactlyInAnyOrder(ConsoleRole.REVIEWER, role);
    assertThat(roles(Optional.of(role), false)).containsExactly(ConsoleRole.REVIEWER);
    assertThat(roles(Optional.empty(), true)).containsExactly(ConsoleRole.REVIEWER);
  }

  @Test
  void aPageIsForWhoeverHasOneOfItsRoles() {
    Route route = Route.of("/x", _ -> {}).onlyFor(ConsoleRole.AUDITOR, ConsoleRole.ADMIN);

    assertThat(route.isFor(visitor(ConsoleRole.REVIEWER, ConsoleRole.VIEWER))).isFalse();
    assertThat(route.isFor(visitor(ConsoleRole.REVIEWER, ConsoleRole.ADMIN))).isTrue();
    assertThat(new Routes(List.of(route.inNavigation("X"))).entries(visitor(ConsoleRole.REVIEWER)))
        .isEmpty();
  }

  @Test
  void aPageOfItsOwnComesBeforeOneForAllBelow() {
    Route below = Route.of("/x/", _ -> {});
    Route own = Route.of("/x/y", _ -> {});
    Routes routes = new Routes(List.of(below, own));

    assertThat(routes.find("/x/y")).contains(own);
    assertThat(routes.find("/x/z")).contains(below);
    assertThat(routes.find("/x")).isEmpty();
    assertThat(below.mapping()).isEqualTo("/x/*");
  }

  private static Visitor visitor(ConsoleRole first, ConsoleRole... more) {
    AccountId account = new AccountId(Surface.CONSOLE, "https://issuer.example", "ada");
    return new Visitor(
        "secret",
        account,
        new SignIn.Means.Issuer(),
        Instant.EPOCH,
        ada(Set.of()),
        EnumSet.of(first, more));
  }

  private static Person ada(Set<GroupName> groups) {
    return new Person(ADA, "Ada", new TreeSet<>(), groups, Set.of());
  }

  private static Set<ConsoleRole> roles(Optional<ConsoleRole> role, boolean member) {
    GroupName name = new GroupName("watch");
    Person ada = ada(member ? Set.of(name) : Set.of());
    Group group =
        new Group(
            name,
            member ? Set.of(ADA) : Set.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false,
            role);
    return new PeopleDirectory(new People(List.of(ada), List.of(group), List.of()))
        .consoleRoles(ada);
  }
}

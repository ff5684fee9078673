package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RememberedConversations;
import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Group.Place;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CardRoutingTest {
  private static final Instant AT = Instant.parse("2026-11-23T15:00:00Z");
  private static final String TENANT = "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36";
  private static final String OTHER_TENANT = "0c0ffee0-0000-4000-8000-000000000001";
  private static final GroupName LEADS = new GroupName("leads");
  private static final Map<Surface, String> BOTH =
      Map.of(Surface.SLACK, "T01", Surface.TEAMS, TENANT);

  private final RememberedConversations conversations = new RememberedConversations();

  @Test
  void membersWhoHaveTheAppAreAskedInTheirOwnChatsAndTheOthersAreNotWrittenTo() {
    hasTheApp(account("ann"), "a:ann");

    assertThat(of(direct("ann", "ben"), BOTH)).containsExactly(teams("a:ann"));
  }

  @Test
  void aGroupThatIsNotAskedDirectlyIsNot() {
    hasTheApp(account("ann"), "a:ann");

    assertThat(of(group(Map.of(Surface.TEAMS, Place.in("19:abc")), "ann"), BOTH))
        .containsExactly(teams("19:abc"));
    assertThat(of(group(Map.of(), "ann"), BOTH)).isEmpty();
  }

  @Test
  void personalChatsComeBesideTheChannels() {
    hasTheApp(account("ann"), "a:ann");

    assertThat(
            of(
                group(
                    Map.of(
                        Surface.SLACK,
                        Place.in("C01"),
                        Surface.TEAMS,
                        Place.in("19:abc").andDirectly()),
                    "ann"),
                BOTH))
        .containsExactly(
            new ChatAddress(Surface.SLACK, "T01", "C01"), teams("19:abc"), teams("a:ann"));
    assertThat(
            of(
                group(
                    Map.of(Surface.SLACK, Place.in("C01"), Surface.TEAMS, Place.directly()), "ben"),
                BOTH))
        .as("nobody has the app")
        .containsExactly(new ChatAddress(Surface.SLACK, "T01", "C01"));
  }

  @Test
  void whereTeamsIsNotConnectedNobodyIsAskedDirectly() {
    hasTheApp(account("ann"), "a:ann");
    CardRouting slack = routing(direct("ann"), Map.of(Surface.SLACK, "T01"));

    assertThat(slack.of(LEADS, AT)).isEmpty();
    assertThat(slack.asksDirectly(LEADS)).isFalse();
    assertThat(routing(direct("ann"), BOTH).asksDirectly(LEADS)).isTrue();
  }

  @Test
  void anAccountInAnotherTenantIsNotWrittenTo() {
    AccountId abroad = new AccountId(Surface.TEAMS, OTHER_TENANT, "ann");
    hasTheApp(abroad, "a:ann");
    Person ann = person("ann", Set.of(abroad));

    assertThat(routing(direct("ann"), List.of(ann), BOTH, conversations).of(LEADS, AT)).isEmpty();
  }

  @Test
  void whoeverRemovedTheAppIsNotWrittenToAnyMore() {
    Conversation own = hasTheApp(account("ann"), "a:ann");
    conversations.remember(own.gone(AT.plusSeconds(1)));

    assertThat(of(direct("ann"), BOTH)).isEmpty();
  }

  @Test
  void whoStandsInIsAskedInTheirOwnChatForTheTimeOfTheAbsence() {
    hasTheApp(account("ann"), "a:ann");
    hasTheApp(account("bea"), "a:bea");
    Absence away =
        new Absence(AT, AT.plusSeconds(60), ZoneId.of("UTC"), Optional.of(new PersonId("bea")));
    Person ann =
        new Person(
            new PersonId("ann"),
            "ann",
            new TreeSet<>(),
            Set.of(LEADS),
            Set.of(account("ann")),
            List.of(away));
    Person bea =
        new Person(new PersonId("bea"), "bea", new TreeSet<>(), Set.of(), Set.of(account("bea")));
    CardRouting routing = routing(direct("ann"), List.of(ann, bea), BOTH, conversations);

    assertThat(routing.of(LEADS, AT)).containsExactly(teams("a:ann"), teams("a:bea"));
    assertThat(routing.places(LEADS, AT).reach(account("bea"))).isTrue();
    assertThat(routing.of(LEADS, AT.minusNanos(1))).containsExactly(teams("a:ann"));
    assertThat(routing.of(LEADS, away.until())).containsExactly(teams("a:ann"));
  }

  @Test
  void ofMorePeopleThanAreAskedDirectlyTheFirstByIdWhoHaveTheAppAre() {
    int members = CardRouting.MOST_PERSONAL + 20;
    String[] ids = IntStream.range(0, members).mapToObj("p%03d"::formatted).toArray(String[]::new);
    List<String> withApp = List.of(ids).subList(10, members);
    withApp.reversed().forEach(id -> hasTheApp(account(id), "a:" + id));

    assertThat(of(direct(ids), BOTH))
        .containsExactlyElementsOf(
            withApp.stream().limit(CardRouting.MOST_PERSONAL).map(id -> teams("a:" + id)).toList());
  }

  @Test
  void allMembersAreLookedUpAtOnceAndNobodyWhereNobodyHasAnAccountThere() {
    String[] ids =
        IntStream.range(0, Directory.MOST_MEMBERS)
            .mapToObj("p%03d"::formatted)
            .toArray(String[]::new);
    hasTheApp(account("p007"), "a:p007");
    List<Integer> lookUps = new ArrayList<>();
    Conversations counting =
        new Conversations() {
          @Override
          public void remember(Conversation conversation) {
            throw new AssertionError("nothing is told");
          }

          @Override
          public Optional<Conversation> find(ChatAddress address) {
            throw new AssertionError("no address is looked up");
          }

          @Override
          public List<Conversation> personal(List<AccountId> people, int most) {
            lookUps.add(people.size());
            return conversations.personal(people, most);
          }
        };

    CardRouting all = routing(direct(ids), BOTH, counting);
    assertThat(all.of(LEADS, AT)).containsExactly(teams("a:p007"));
    assertThat(lookUps).containsExactly(Directory.MOST_MEMBERS);

    CardRouting nobody =
        new CardRouting(
            new PeopleDirectory(
                new People(List.of(person("ann", Set.of())), List.of(direct("ann")), List.of())),
            Surfaces.ofChats(BOTH),
            counting);
    assertThat(nobody.of(LEADS, AT)).isEmpty();
    assertThat(lookUps).hasSize(1);
  }

  private Conversation hasTheApp(AccountId account, String chat) {
    Conversation own =
        new Conversation(
            new ChatAddress(Surface.TEAMS, account.tenant(), chat),
            Conversation.Kind.PERSONAL,
            Optional.empty(),
            URI.create("https://smba.trafficmanager.net/emea/"),
            Optional.of(account),
            Optional.of("29:" + account.user()),
            true,
            AT);
    conversations.remember(own);
    return own;
  }

  private Set<ChatAddress> of(Group group, Map<Surface, String> tenants) {
    return routing(group, tenants).of(LEADS, AT);
  }

  private CardRouting routing(Group group, Map<Surface, String> tenants) {
    return routing(group, tenants, conversations);
  }

  private static CardRouting routing(
      Group group, Map<Surface, String> tenants, Conversations conversations) {
    List<Person> persons =
        group.members().stream()
            .map(id -> person(id.value(), Set.of(account(id.value()))))
            .toList();
    return routing(group, persons, tenants, conversations);
  }

  private static CardRouting routing(
      Group group,
      List<Person> persons,
      Map<Surface, String> tenants,
      Conversations conversations) {
    return new CardRouting(
        new PeopleDirectory(new People(persons, List.of(group), List.of())),
        Surfaces.ofChats(tenants),
        conversations);
  }

  private static Person person(String id, Set<AccountId> accounts) {
    return new Person(new PersonId(id), id, new TreeSet<>(), Set.of(LEADS), accounts);
  }

  private static AccountId account(String id) {
    return new AccountId(Surface.TEAMS, TENANT, id);
  }

  private static Group direct(String... members) {
    return group(Map.of(Surface.TEAMS, Place.directly()), members);
  }

  private static Group group(Map<Surface, Place> places, String... members) {
    return new Group(
        LEADS,
        List.of(members).stream().map(PersonId::new).collect(Collectors.toUnmodifiableSet()),
        places);
  }

  private static ChatAddress teams(String chat) {
    return new ChatAddress(Surface.TEAMS, TENANT, chat);
  }
}

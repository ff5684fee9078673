package dev.countersign.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.people.Group.Place;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Imports are sealed by the digest of their text: one other byte, and an import of the very same
/// people is another one.
class PeopleTextTest {
  private static final GroupName LEADS = new GroupName("leads");

  @Test
  void aGroupIsSpelledAsInImportsThatAreSealedAlready() {
    assertThat(text(Map.of()))
        .isEqualTo("{\"id\":\"leads\",\"is\":\"group\",\"members\":[],\"teams_direct\":false}");
    assertThat(text(Map.of(Surface.SLACK, Place.in("C01"))))
        .isEqualTo(
            "{\"id\":\"leads\",\"is\":\"group\",\"members\":[],\"slack\":\"C01\","
                + "\"teams_direct\":false}");
    assertThat(text(Map.of(Surface.TEAMS, Place.directly())))
        .isEqualTo("{\"id\":\"leads\",\"is\":\"group\",\"members\":[],\"teams_direct\":true}");
    assertThat(
            text(
                Map.of(
                    Surface.TEAMS,
                    Place.in("19:abc").andDirectly(),
                    Surface.SLACK,
                    Place.in("C01"))))
        .isEqualTo(
            "{\"id\":\"leads\",\"is\":\"group\",\"members\":[],\"slack\":\"C01\","
                + "\"teams\":\"19:abc\",\"teams_direct\":true}");
  }

  @Test
  void everyPlaceOfEverySurfaceReadsBackAndHasAnotherText() {
    List<Map<Surface, Place>> all = everyChoiceOfPlaces();

    assertThat(all).hasSizeGreaterThan(Surface.values().length);
    assertThat(all).extracting(PeopleTextTest::text).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(places ->
            assertThat(PeopleText.read(text(places).getBytes(UTF_8)).groups())
                .containsExactly(new Group(LEADS, Set.of(), places)));
  }

  /// Imports from before calendars, absences and rotations keep their text, and with it their
  /// digest.
  @Test
  void whatAPersonOrGroupDoesNotHaveIsNotWritten() {
    Person person = new Person(new PersonId("ann"), "Ann", new TreeSet<>(), Set.of(), Set.of());

    assertThat(new String(PeopleText.of(new People(List.of(person), List.of(), List.of())), UTF_8))
        .isEqualTo(
            "{\"accounts\":[],\"functions\":[],\"groups\":[],\"id\":\"ann\",\"is\":\"person\","
                + "\"name\":\"Ann\"}");
  }

  @Test
  void whoIsAwayWhenAGroupWorksAndWhoIsOnCallReadBackAsTheyWere() {
    People people = PeopleReaderTest.people(PeopleReaderTest.FILE);
    String text = new String(PeopleText.of(people), UTF_8);

    assertThat(text)
        .contains(
            "\"away\":[{\"from\":\"2026-12-19T18:15:00Z\",\"until\":\"2027-01-02T18:15:00Z\","
                + "\"zone\":\"Asia/Kathmandu\"}]")
        .contains(
            "\"calendar\":{\"days\":[\"mon\",\"tue\"],\"from\":\"09:00\","
                + "\"holidays\":[\"2026-12-25\"],\"name\":\"berlin\",\"to\":\"17:30\","
                + "\"zone\":\"Europe/Berlin\"}")
        .contains(
            "\"on_call\":{\"days\":7,\"from\":\"2026-11-30T09:00\",\"people\":[\"reviewer-1\"],"
                + "\"zone\":\"America/New_York\"}");
    People read = PeopleText.read(text.getBytes(UTF_8));
    assertThat(new String(PeopleText.of(read), UTF_8)).isEqualTo(text);
    assertThat(Set.copyOf(read.persons())).isEqualTo(Set.copyOf(people.persons()));
    assertThat(Set.copyOf(read.groups())).isEqualTo(Set.copyOf(people.groups()));
  }

  @Test
  void whoStandsInForWhoeverIsAwayReadsBackAndIsWrittenOnlyWhereNamed() {
    People people =
        PeopleReaderTest.people(
            PeopleReaderTest.FILE.replace(
                "\"2027-01-02\"", "\"2027-01-02\", \"instead\": \"reviewer-2\""));
    String text = new String(PeopleText.of(people), UTF_8);

    assertThat(text)
        .contains(
            "\"away\":[{\"from\":\"2026-12-19T18:15:00Z\",\"instead\":\"reviewer-2\","
                + "\"until\":\"2027-01-02T18:15:00Z\",\"zone\":\"Asia/Kathmandu\"}]");
    People read = PeopleText.read(text.getBytes(UTF_8));
    assertThat(Set.copyOf(read.persons())).isEqualTo(Set.copyOf(people.persons()));
    assertThat(read.persons()).anyMatch(person -> !person.delegations().isEmpty());
  }

  @Test
  void aRoleReadsBackAndIsWrittenOnlyWhereGiven() {
    People people =
        PeopleReaderTest.people(
            PeopleReaderTest.FILE.replace(
                "\"reviewer-2\", \"reviewer-1\"]}",
                "\"reviewer-2\", \"reviewer-1\"], \"console\": \"auditor\"}"));
    String text = new String(PeopleText.of(people), UTF_8);

    assertThat(text).containsOnlyOnce("\"console_role\":\"auditor\"");
    assertThat(Set.copyOf(PeopleText.read(text.getBytes(UTF_8)).groups()))
        .isEqualTo(Set.copyOf(people.groups()));
  }

  /// An import from before a surface could ask directly says nothing of it.
  @Test
  void whatAnEarlierImportDoesNotTellOfIsNoPlace() {
    byte[] earlier = "{\"id\":\"leads\",\"is\":\"group\",\"members\":[]}".getBytes(UTF_8);

    assertThat(PeopleText.read(earlier).groups())
        .containsExactly(new Group(LEADS, Set.of(), Map.of()));
  }

  @Test
  void noGroupIsAskedWhereASurfaceAsksNobody() {
    assertThatThrownBy(() -> new Place(Optional.empty(), false))
        .isInstanceOf(IllegalArgumentException.class);
    for (Surface surface : Surface.values()) {
      if (!surface.asksInChannels()) {
        assertThatThrownBy(() -> new Group(LEADS, Set.of(), Map.of(surface, Place.in("C01"))))
            .isInstanceOf(IllegalArgumentException.class);
      }
      if (!surface.asksDirectly()) {
        assertThatThrownBy(() -> new Group(LEADS, Set.of(), Map.of(surface, Place.directly())))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static String text(Map<Surface, Place> places) {
    return new String(
        PeopleText.of(
            new People(List.of(), List.of(new Group(LEADS, Set.of(), places)), List.of())),
        UTF_8);
  }

  /// Of each surface none, and each way in which it can ask.
  private static List<Map<Surface, Place>> everyChoiceOfPlaces() {
    List<Map<Surface, Place>> choices = new ArrayList<>(List.of(Map.of()));
    for (Surface surface : Surface.values()) {
      List<Place> ways = new ArrayList<>();
      if (surface.asksInChannels()) {
        ways.add(Place.in("channel"));
        if (surface.callsGroups()) {
          ways.add(Place.in("channel").calling("S01"));
        }
      }
      if (surface.asksDirectly()) {
        ways.add(Place.directly());
        ways.add(Place.in("channel").andDirectly());
      }
      for (Map<Surface, Place> before : List.copyOf(choices)) {
        for (Place way : ways) {
          Map<Surface, Place> more = new EnumMap<>(Surface.class);
          more.putAll(before);
          more.put(surface, way);
          choices.add(more);
        }
      }
    }
    return choices;
  }
}

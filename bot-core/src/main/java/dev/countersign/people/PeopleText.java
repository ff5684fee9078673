package dev.countersign.people;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All people, groups and agents of one import as one canonical text: equal people give equal
/// bytes, and the digest over them names the import. A line for each, in the order of their ids;
/// those of links last, and none where there are none: imports from before them keep their text.
public final class PeopleText {
  private static final String LINK = "link";
  private static final String MAY_FREEZE = "may_freeze";

  /// Not the name of a surface alone, which is the key of its channel.
  private static final String CONSOLE_ROLE = "console_role";

  private static final String MAY_CONFIRM_PASSKEYS = "may_confirm_passkeys";
  private static final String MAY_BREAK_GLASS = "may_break_glass";

  private PeopleText() {}

  public static byte[] of(People people) {
    Stream<JsonObject> lines =
        Stream.of(
                sorted(people.persons(), PeopleText::person),
                sorted(people.groups(), PeopleText::group),
                sorted(people.agents(), PeopleText::agent),
                people.links().stream().map(PeopleText::link))
            .flatMap(each -> each);
    return lines
        .map(CanonicalJson::text)
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /// @throws RuntimeException when this is not what [#of] writes
  public static People read(byte[] text) {
    List<Person> persons = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    List<Agent> agents = new ArrayList<>();
    List<ChatLink> links = new ArrayList<>();
    new String(text, StandardCharsets.UTF_8)
        .lines()
        .map(line -> (JsonObject) CanonicalJson.parse(line.getBytes(StandardCharsets.UTF_8)))
        .forEach(line -> {
          switch (line.text("is")) {
            case "person" -> persons.add(person(line));
            case "group" -> groups.add(group(line));
            case "agent" -> agents.add(agent(line));
            case LINK -> links.add(link(line));
            default -> throw new IllegalArgumentException("no line of people is of this kind");
          }
        });
    return new People(persons, groups, agents, links);
  }

  /// Whether a text has links, without reading it: no name or id can hold these bytes.
  public static boolean hasLinks(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).contains("\"is\":\"" + LINK + "\"");
  }

  private static <T> Stream<JsonObject> sorted(List<T> all, Function<T, JsonObject> line) {
    return all.stream().map(line).sorted((a, b) -> a.text("id").compareTo(b.text("id")));
  }

  /// Absences, a calendar and a rotation are written only where there are any: imports from before
  /// them keep their text.
  private static JsonObject person(Person person) {
    return JsonObject.builder()
        .put("is", "person")
        .put("id", person.id().value())
        .put("name", person.name())
        .put("functions", JsonArray.ofStrings(person.functions()))
        .put("groups", texts(person.groups(), GroupName::value))
        .put(
            "accounts",
            JsonArray.of(
                person.accounts().stream()
                    .map(AccountId::toJson)
                    .sorted((a, b) -> CanonicalJson.text(a).compareTo(CanonicalJson.text(b)))
                    .toList(),
                account -> account))
        .put("away", person.away().isEmpty() ? null : JsonArray.of(person.away(), Absence::toJson))
        .build();
  }

  private static Person person(JsonObject line) {
    return new Person(
        new PersonId(line.text("id")),
        line.text("name"),
        new TreeSet<>(line.texts("functions")),
        line.texts("groups").stream().map(GroupName::new).collect(Collectors.toSet()),
        line.objects("accounts", AccountId::fromJson).stream().collect(Collectors.toSet()),
        line.optionalObjects("away", Absence::fromJson));
  }

  /// Imports are sealed in this spelling: the channel under the surface's own name, and whether
  /// members are asked directly wherever they could be.
  private static JsonObject group(Group group) {
    JsonObject.Builder line =
        JsonObject.builder()
            .put("is", "group")
            .put("id", group.name().value())
            .put("members", texts(group.members(), PersonId::value));
    for (Surface surface : Surface.values()) {
      line.put(WireName.of(surface), group.channel(surface).orElse(null));
      if (surface.asksDirectly()) {
        line.put(directly(surface), group.asksDirectly(surface));
      }
      // Written only where there is one: imports from before it keep their text.
      line.put(calledAs(surface), group.calledAs(surface).orElse(null));
    }
    group.calendar().ifPresent(calendar -> line.put("calendar", calendar.toJson()));
    group.onCall().ifPresent(rotation -> line.put("on_call", rotation.toJson()));
    // As above: only where it is so.
    if (group.mayFreeze()) {
      line.put(MAY_FREEZE, true);
    }
    if (group.mayConfirmPasskeys()) {
      line.put(MAY_CONFIRM_PASSKEYS, true);
    }
    if (group.mayBreakGlass()) {
      line.put(MAY_BREAK_GLASS, true);
    }
    group.consoleRole().ifPresent(role -> line.put(CONSOLE_ROLE, WireName.of(role)));
    return line.build();
  }

  private static Group group(JsonObject line) {
    Map<Surface, Group.Place> places = new EnumMap<>(Surface.class);
    for (Surface surface : Surface.values()) {
      Optional<String> channel = line.optionalText(WireName.of(surface));
      // Earlier imports do not know of surfaces that came later.
      boolean direct = line.has(directly(surface)) && line.bool(directly(surface));
      if (channel.isPresent() || direct) {
        places.put(surface, new Group.Place(channel, direct, line.optionalText(calledAs(surface))));
      }
    }
    return new Group(
        new GroupName(line.text("id")),
        line.texts("members").stream().map(PersonId::new).collect(Collectors.toSet()),
        places,
        line.optionalObject("calendar").map(WorkingCalendar::fromJson),
        line.optionalObject("on_call").map(OnCall::fromJson),
        line.optionalBool(MAY_FREEZE).orElse(false),
        line.optionalBool(MAY_CONFIRM_PASSKEYS).orElse(false),
        line.optionalBool(MAY_BREAK_GLASS).orElse(false),
        line.optionalText(CONSOLE_ROLE).map(role -> WireName.require(ConsoleRole.class, role)));
  }

  private static String calledAs(Surface surface) {
    return WireName.of(surface) + "_usergroup";
  }

  private static String directly(Surface surface) {
    return WireName.of(surface) + "_direct";
  }

  private static JsonObject agent(Agent agent) {
    JsonObject.Builder line =
        JsonObject.builder()
            .put("is", "agent")
            .put("id", agent.id().value())
            .put("owner", agent.owner().value())
            .put("key", agent.key().value())
            .put("may_propose", texts(agent.mayPropose(), WireName::of))
            .put("must_name_person", agent.mustNamePerson());
    if (!agent.environments().equals(Agent.EVERYWHERE)) { // as texts were before there were any
      line.put("environments", texts(agent.environments(), WireName::of));
    }
    return line.build();
  }

  private static Agent agent(JsonObject line) {
    return new Agent(
        new AgentId(line.text("id")),
        new PersonId(line.text("owner")),
        new AgentKey(line.text("key")),
        line.texts("may_propose").stream()
            .map(word -> WireName.require(ActionClass.class, word))
            .collect(Collectors.toSet()),
        line.has("environments")
            ? line.texts("environments").stream()
                .map(word -> WireName.require(Environment.class, word))
                .collect(Collectors.toSet())
            : Agent.EVERYWHERE,
        line.has("must_name_person") && line.bool("must_name_person"));
  }

  private static JsonObject link(ChatLink link) {
    return JsonObject.builder()
        .put("is", LINK)
        .put("id", link.person().value())
        .put("account", link.account().toJson())
        .build();
  }

  private static ChatLink link(JsonObject line) {
    return new ChatLink(new PersonId(line.text("id")), AccountId.fromJson(line.object("account")));
  }

  private static <T> JsonArray texts(Collection<T> values, Function<T, String> text) {
    return JsonArray.ofStrings(values.stream().map(text).sorted().toList());
  }
}

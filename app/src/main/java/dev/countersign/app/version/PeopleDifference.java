package dev.countersign.app.version;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.WireName;
import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What other people change. Looser is whatever lets somebody approve who could not, lets two
/// approvals count that did not, or lets an agent propose more.
public final class PeopleDifference {
  private PeopleDifference() {}

  public static List<Change> between(People before, People after) {
    return Stream.of(
            NamedParts.between(
                NamedParts.by(before.persons(), person -> person.id().value()),
                NamedParts.by(after.persons(), person -> person.id().value()),
                person -> Change.other(named(person) + " removed"),
                person -> Change.other(named(person) + " added: " + person.name()),
                PeopleDifference::changed),
            NamedParts.between(
                NamedParts.by(before.groups(), group -> group.name().value()),
                NamedParts.by(after.groups(), group -> group.name().value()),
                group -> Change.other(named(group) + " removed"),
                group -> Change.looser(named(group) + " added: " + members(group)),
                PeopleDifference::changed),
            NamedParts.between(
                NamedParts.by(before.agents(), agent -> agent.id().value()),
                NamedParts.by(after.agents(), agent -> agent.id().value()),
                agent -> Change.other(named(agent) + " removed"),
                agent ->
                    Change.looser(
                        "%s added, of %s: may propose %s"
                            .formatted(named(agent), agent.owner(), rights(agent))),
                PeopleDifference::changed))
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<Change> changed(Person old, Person now) {
    String at = named(now);
    return Stream.of(
            value(at, "name", old.name(), now.name(), false),
            value(at, "away", away(old), away(now), letsOthersDecide(old, now)),
            NamedParts.added(old.accounts(), now.accounts(), AccountId::toString)
                .map(account -> Change.looser(at + ": account " + account + " added")),
            NamedParts.added(now.accounts(), old.accounts(), AccountId::toString)
                .map(account -> Change.other(at + ": account " + account + " removed")),
            NamedParts.added(old.functions(), now.functions(), function -> function)
                .map(function -> Change.looser(at + ": function " + function + " added")),
            NamedParts.added(now.functions(), old.functions(), function -> function)
                .map(function -> Change.other(at + ": function " + function + " removed")))
        .flatMap(each -> each);
  }

  private static Stream<Change> changed(Group old, Group now) {
    String at = named(now);
    return Stream.of(
            NamedParts.added(old.members(), now.members(), PersonId::value)
                .map(member -> Change.looser(at + ": member " + member + " added")),
            NamedParts.added(now.members(), old.members(), PersonId::value)
                .map(member -> Change.other(at + ": member " + member + " removed")),
            value(at, "asked in", places(old), places(now), false),
            value(at, "calendar", calendar(old), calendar(now), false),
            value(at, "on call", onCall(old), onCall(now), false),
            value(
                at,
                "may_freeze",
                Boolean.toString(old.mayFreeze()),
                Boolean.toString(now.mayFreeze()),
                now.mayFreeze()),
            value(
                at,
                "may_confirm_passkeys",
                Boolean.toString(old.mayConfirmPasskeys()),
                Boolean.toString(now.mayConfirmPasskeys()),
                now.mayConfirmPasskeys()),
            value(
                at,
                "may_break_glass",
                Boolean.toString(old.mayBreakGlass()),
                Boolean.toString(now.mayBreakGlass()),
                now.mayBreakGlass()),
            // A role shows its members more, and lets nobody decide.
            value(at, "console", role(old), role(now), now.consoleRole().isPresent()))
        .flatMap(each -> each);
  }

  private static Stream<Change> changed(Agent old, Agent now) {
    String at = named(now);
    return Stream.of(
            // The former owner may approve now what the agent proposes.
            value(at, "owner", old.owner().value(), now.owner().value(), true),
            value(at, "key", old.key().value(), now.key().value(), false),
            NamedParts.added(old.mayPropose(), now.mayPropose(), WireName::of)
                .map(right -> Change.looser(at + ": may propose " + right)),
            NamedParts.added(now.mayPropose(), old.mayPropose(), WireName::of)
                .map(right -> Change.other(at + ": may no longer propose " + right)),
            NamedParts.added(old.environments(), now.environments(), WireName::of)
                .map(place -> Change.looser(at + ": may act in " + place)),
            NamedParts.added(now.environments(), old.environments(), WireName::of)
                .map(place -> Change.other(at + ": may no longer act in " + place)),
            value(
                at,
                "must_name_person",
                Boolean.toString(old.mustNamePerson()),
                Boolean.toString(now.mustNamePerson()),
                old.mustNamePerson()))
        .flatMap(each -> each);
  }

  private static String role(Group group) {
    return group.consoleRole().map(WireName::of).orElse("none");
  }

  private static Stream<Change> value(
      String at, String what, String old, String now, boolean looser) {
    return old.equals(now)
        ? Stream.empty()
        : Stream.of(new Change("%s: %s %s, was %s".formatted(at, what, now, old), looser));
  }

  private static String places(Group group) {
    List<String> places =
        Stream.of(Surface.values())
            .filter(group.places()::containsKey)
            .flatMap(surface ->
                Stream.concat(
                    group.channel(surface).stream()
                        .map(channel -> WireName.of(surface) + " " + channel),
                    group.asksDirectly(surface)
                        ? Stream.of(WireName.of(surface) + " directly")
                        : Stream.empty()))
            .toList();
    return places.isEmpty() ? "none" : String.join(", ", places);
  }

  private static String calendar(Group group) {
    return group.calendar().map(works -> CanonicalJson.text(works.toJson())).orElse("none");
  }

  private static String onCall(Group group) {
    return group.onCall().map(turns -> CanonicalJson.text(turns.toJson())).orElse("nobody");
  }

  /// Whether somebody may decide in the person's place who could not before.
  private static boolean letsOthersDecide(Person old, Person now) {
    return now.away().stream()
        .anyMatch(absence -> absence.instead().isPresent() && !old.away().contains(absence));
  }

  private static String away(Person person) {
    return person.away().isEmpty()
        ? "never"
        : CanonicalJson.text(JsonArray.of(person.away(), Absence::toJson));
  }

  private static String members(Group group) {
    return sorted(group.members().stream().map(PersonId::value).collect(Collectors.toSet()));
  }

  private static String rights(Agent agent) {
    String classes =
        sorted(agent.mayPropose().stream().map(WireName::of).collect(Collectors.toSet()));
    return agent.environments().equals(Agent.EVERYWHERE)
        ? classes
        : classes
            + " in "
            + sorted(agent.environments().stream().map(WireName::of).collect(Collectors.toSet()));
  }

  private static String sorted(Set<String> words) {
    return words.stream().sorted().collect(Collectors.joining(", "));
  }

  private static String named(Person person) {
    return "person " + person.id();
  }

  private static String named(Group group) {
    return "group " + group.name();
  }

  private static String named(Agent agent) {
    return "agent " + agent.id();
  }
}

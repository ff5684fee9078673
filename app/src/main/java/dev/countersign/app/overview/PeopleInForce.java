package dev.countersign.app.overview;

import dev.countersign.app.policy.AskedByFile;
import dev.countersign.card.Run;
import dev.countersign.overview.Flaw;
import dev.countersign.overview.Labelled;
import dev.countersign.overview.PeopleDesk;
import dev.countersign.passkey.Passkey;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.Electorate;
import dev.countersign.people.Group;
import dev.countersign.people.GroupReview;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.PeopleProblem;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Tells who is who, by the import in force.
public final class PeopleInForce implements PeopleDesk {
  private final Supplier<People> everybody;
  private final Supplier<Policy> policy;
  private final Supplier<List<Passkey>> passkeys;
  private final Duration cooling;
  private final Surfaces surfaces;
  private final InstantSource clock;

  /// @param everybody who is known at this moment
  /// @param passkeys all that count or may come to
  /// @param cooling for how long one that was confirmed does not count yet
  /// @param surfaces that this deployment can have
  public PeopleInForce(
      Supplier<People> everybody,
      Supplier<Policy> policy,
      Supplier<List<Passkey>> passkeys,
      Duration cooling,
      Surfaces surfaces,
      InstantSource clock) {
    this.everybody = everybody;
    this.policy = policy;
    this.passkeys = passkeys;
    this.cooling = cooling;
    this.surfaces = surfaces;
    this.clock = clock;
  }

  @Override
  public Listing list(String after) {
    People people = everybody.get();
    Instant now = clock.instant();
    List<Person> rest =
        people.persons().stream()
            .filter(person -> person.id().value().compareTo(after) > 0)
            .sorted(Comparator.comparing(person -> person.id().value()))
            .limit(PAGE + 1L)
            .toList();
    List<Person> page = rest.subList(0, Math.min(PAGE, rest.size()));
    List<Passkey> known = passkeys.get();
    PeopleDirectory directory = new PeopleDirectory(people);
    Policy inForce = policy.get();
    List<GroupLine> groups = after.isEmpty() ? groups(people, directory, inForce, now) : List.of();
    return new Listing(
        people.persons().size(),
        groups,
        page.stream().map(person -> line(person, people, directory, known, now)).toList(),
        rest.size() > PAGE ? Optional.of(page.getLast().id()) : Optional.empty(),
        after.isEmpty() ? flaws(groups, inForce, people) : List.of());
  }

  private List<GroupLine> groups(
      People people, PeopleDirectory directory, Policy inForce, Instant now) {
    Set<GroupName> asked =
        inForce.rules().stream()
            .flatMap(rule -> Stage.groups(rule.stages()).stream())
            .collect(Collectors.toUnmodifiableSet());
    return people.groups().stream()
        .sorted(Comparator.comparing(group -> group.name().value()))
        .map(group ->
            new GroupLine(
                group.name(),
                group.members().size(),
                able(group, directory, now),
                asked.contains(group.name()),
                group.consoleRole(),
                facts(group, directory, now)))
        .toList();
  }

  private int able(Group group, PeopleDirectory directory, Instant now) {
    return Math.toIntExact(
        new Electorate(
                List.of(new Stage(group.name(), 1, false)),
                directory,
                Set.of(),
                new AskedByFile(directory, surfaces, true))
            .able().stream().filter(person -> !person.isAway(now)).count());
  }

  private static List<Labelled> facts(Group group, PeopleDirectory directory, Instant now) {
    List<Labelled> facts = new ArrayList<>();
    for (Surface surface : Surface.values()) {
      Group.Place place = group.places().get(surface);
      if (place != null) {
        facts.add(place(surface, place));
      }
    }
    if (group.places().isEmpty()) {
      facts.add(Labelled.of("Asked", "nowhere"));
    }
    directory
        .onCall(group, now)
        .ifPresent(id -> facts.add(new Labelled("On call", List.of(name(id, directory)))));
    group
        .calendar()
        .ifPresent(calendar ->
            facts.add(
                new Labelled(
                    "Works by",
                    List.of(
                        Run.supplied(calendar.name()),
                        Run.words(", " + calendar.from() + " to " + calendar.to() + ", "),
                        Run.words(calendar.zone().getId())))));
    if (group.mayFreeze()) {
      facts.add(Labelled.of("May freeze", "each member; two of them lift"));
    }
    if (group.mayConfirmPasskeys()) {
      facts.add(Labelled.of("May confirm passkeys", "of other people"));
    }
    return facts;
  }

  private static Labelled place(Surface surface, Group.Place place) {
    List<Run> words = new ArrayList<>();
    words.add(Run.words(surface.label()));
    place
        .channel()
        .ifPresent(channel -> {
          words.add(Run.words(", in "));
          words.add(Run.supplied(channel, Run.Emphasis.CODE));
        });
    place
        .calledAs()
        .ifPresent(called -> {
          words.add(Run.words(", called "));
          words.add(Run.supplied(called, Run.Emphasis.CODE));
        });
    if (place.direct()) {
      words.add(Run.words(", each member in their own chat"));
    }
    return new Labelled("Asked in", words);
  }

  private PersonLine line(
      Person person, People people, PeopleDirectory directory, List<Passkey> known, Instant now) {
    Map<Surface, Origin> accounts = new EnumMap<>(Surface.class);
    Set<AccountId> linked =
        people.linksOf(person.id()).stream()
            .map(ChatLink::account)
            .collect(Collectors.toUnmodifiableSet());
    person
        .accounts()
        .forEach(account ->
            accounts.put(
                account.surface(), linked.contains(account) ? Origin.LINKED : Origin.FILE));
    List<Passkey> own =
        known.stream().filter(passkey -> passkey.person().equals(person.id())).toList();
    int counting =
        Math.toIntExact(own.stream().filter(passkey -> passkey.counts(now, cooling)).count());
    return new PersonLine(
        person.id(),
        person.name(),
        person.functions(),
        person.groups(),
        accounts,
        counting,
        own.size() - counting,
        person.absentAt(now).map(absence -> absence.until()),
        person.insteadAt(now).map(id -> name(id, directory)),
        person.delegations().stream()
            .filter(each -> !now.isBefore(each.begins()) && now.isBefore(each.ends()))
            .map(each -> name(each.from(), directory))
            .distinct()
            .toList());
  }

  private static Run name(PersonId id, PeopleDirectory directory) {
    return Run.supplied(directory.byId(id).map(Person::name).orElse(id.value()));
  }

  private static List<Flaw> flaws(List<GroupLine> groups, Policy inForce, People people) {
    List<Flaw> flaws = new ArrayList<>();
    for (GroupLine group : groups) {
      if (group.asked() && group.able() < 2) {
        flaws.add(
            new Flaw(
                group.able() == 0,
                "/groups/" + group.name(),
                group.able() == 0
                    ? "Nobody of this group can approve at this moment."
                    : "This group has one member who can approve at this moment."));
      }
    }
    for (PeopleProblem problem : GroupReview.ofPeople(inForce, people)) {
      flaws.add(new Flaw(false, problem.pointer(), problem.detail() + " (" + problem.code() + ")"));
    }
    return flaws;
  }
}

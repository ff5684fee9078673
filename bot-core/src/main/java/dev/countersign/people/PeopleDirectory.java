package dev.countersign.people;

import dev.countersign.json.Digest;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The directory over one people file, in memory and immutable.
public final class PeopleDirectory implements Directory {
  private final Map<PersonId, Person> persons;
  private final Map<AccountId, Person> accounts;
  private final Map<GroupName, Group> groups;
  private final Map<String, Agent> agents;
  private final List<ChatLink> links;
  private final Digest version;

  public PeopleDirectory(People people) {
    this(people, Digest.of(PeopleText.of(people)));
  }

  /// @param version the digest over the whole import that these people are of
  public PeopleDirectory(People people, Digest version) {
    this.version = version;
    this.links = people.links();
    this.persons = by(people.persons().stream(), Person::id);
    this.groups = by(people.groups().stream(), Group::name);
    this.agents = by(people.agents().stream(), agent -> agent.key().value());
    this.accounts =
        people.persons().stream()
            .flatMap(
                person -> person.accounts().stream().map(account -> Map.entry(account, person)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Everybody, in no particular order.
  public People people() {
    return new People(
        List.copyOf(persons.values()),
        List.copyOf(groups.values()),
        List.copyOf(agents.values()),
        links);
  }

  @Override
  public Optional<Person> byAccount(AccountId account) {
    return Optional.ofNullable(accounts.get(account));
  }

  @Override
  public Optional<Person> byId(PersonId id) {
    return Optional.ofNullable(persons.get(id));
  }

  @Override
  public Optional<Group> group(GroupName name) {
    return Optional.ofNullable(groups.get(name));
  }

  @Override
  public List<Group> groups() {
    return groups.values().stream().sorted(Comparator.comparing(Group::name)).toList();
  }

  /// In the order of their ids, so that every answer is the same.
  @Override
  public List<Person> members(GroupName name) {
    return group(name).stream()
        .flatMap(group -> group.members().stream())
        .flatMap(id -> byId(id).stream())
        .sorted(Comparator.comparing(person -> person.id().value()))
        .limit(MOST_MEMBERS)
        .toList();
  }

  @Override
  public Directory only(Set<GroupName> names) {
    List<Group> found = names.stream().flatMap(name -> group(name).stream()).toList();
    List<Person> members =
        found.stream().flatMap(group -> members(group.name()).stream()).distinct().toList();
    Stream<Person> instead =
        members.stream()
            .flatMap(member -> member.away().stream())
            .flatMap(absence -> absence.instead().stream())
            .flatMap(id -> byId(id).stream());
    List<Person> persons = Stream.concat(members.stream(), instead).distinct().toList();
    return new PeopleDirectory(new People(persons, found, List.of()), version);
  }

  @Override
  public Optional<Agent> agent(AgentId id) {
    return agents.values().stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  @Override
  public Optional<Agent> agentByKey(String key) {
    return Optional.ofNullable(agents.get(key));
  }

  @Override
  public Optional<Digest> version() {
    return Optional.of(version);
  }

  @Override
  public Directory asOfNow() {
    return this;
  }

  private static <K, V> Map<K, V> by(Stream<V> values, Function<V, K> key) {
    return values.collect(Collectors.toUnmodifiableMap(key, Function.identity()));
  }
}

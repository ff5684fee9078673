package dev.countersign.people;

import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that a people file says, checked against itself: members and owners exist, an account
/// belongs to one person, ids and keys are taken once.
///
/// @param persons each with what the absences of the others give them to decide
/// @param links which accounts of these persons came by a link in a chat, and stand in no file
public record People(
    List<Person> persons, List<Group> groups, List<Agent> agents, List<ChatLink> links) {
  public People {
    persons = dealt(persons);
    groups = List.copyOf(groups);
    agents = List.copyOf(agents);
    links = links.stream().sorted(ChatLink.ORDER).toList();
    requireTheirs(persons, links);
  }

  /// As a file says them: nobody linked anything in a chat.
  public People(List<Person> persons, List<Group> groups, List<Agent> agents) {
    this(persons, groups, agents, List.of());
  }

  private static void requireTheirs(List<Person> persons, List<ChatLink> links) {
    if (links.isEmpty()) {
      return;
    }
    Map<PersonId, Set<AccountId>> accounts =
        persons.stream().collect(Collectors.toMap(Person::id, Person::accounts, (a, _) -> a));
    for (ChatLink link : links) {
      if (!accounts.getOrDefault(link.person(), Set.of()).contains(link.account())) {
        throw new IllegalArgumentException("a link is of an account that its person has");
      }
    }
  }

  public Optional<Person> byAccount(AccountId account) {
    return persons.stream().filter(person -> person.accounts().contains(account)).findFirst();
  }

  /// What this person linked in chats.
  public List<ChatLink> linksOf(PersonId person) {
    return links.stream().filter(link -> link.person().equals(person)).toList();
  }

  /// The same people with these links more.
  public People with(List<ChatLink> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<PersonId, List<ChatLink>> added =
        more.stream().collect(Collectors.groupingBy(ChatLink::person));
    return new People(
        persons.stream()
            .map(person ->
                added.getOrDefault(person.id(), List.of()).stream()
                    .reduce(person, (one, link) -> one.with(link.account()), (a, _) -> a))
            .toList(),
        groups,
        agents,
        Stream.concat(links.stream(), more.stream()).toList());
  }

  /// The same people without this link and its account.
  public People without(ChatLink link) {
    return new People(
        persons.stream()
            .map(person ->
                person.id().equals(link.person()) ? person.without(link.account()) : person)
            .toList(),
        groups,
        agents,
        links.stream().filter(each -> !each.equals(link)).toList());
  }

  /// The same persons with the same accounts, however they came to them: what rows say of people.
  public People withoutOrigins() {
    return new People(persons, groups, agents);
  }

  private static List<Person> dealt(List<Person> persons) {
    Map<PersonId, List<Delegation>> given = new HashMap<>();
    for (Person absent : persons) {
      for (Absence absence : absent.away()) {
        absence
            .instead()
            .ifPresent(person ->
                given
                    .computeIfAbsent(person, _ -> new ArrayList<>())
                    .add(
                        new Delegation(
                            absent.id(), absent.groups(), absence.from(), absence.until())));
      }
    }
    given.values().forEach(each -> each.sort(Delegation.ORDER));
    return persons.stream()
        .map(person -> person.given(given.getOrDefault(person.id(), List.of())))
        .toList();
  }
}

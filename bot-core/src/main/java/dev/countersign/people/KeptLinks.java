package dev.countersign.people;

import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file of people together with the links of the people in force: what is imported. Links are in
/// no file, so an import keeps those whose persons are still there.
///
/// @param people what is imported; the file alone where it contradicts a link
/// @param kept links that go on beside the file
/// @param stated links whose account stands in the file now, at the same person
/// @param gone links of persons who are not in the file any more
/// @param contradictions a sentence for each link that the file says otherwise of
public record KeptLinks(
    People people,
    List<ChatLink> kept,
    List<ChatLink> stated,
    List<ChatLink> gone,
    List<String> contradictions) {
  public KeptLinks {
    kept = List.copyOf(kept);
    stated = List.copyOf(stated);
    gone = List.copyOf(gone);
    contradictions = List.copyOf(contradictions);
  }

  /// @param file its own links count for nothing: an import makes none
  /// @param links of the people in force
  public static KeptLinks of(People file, List<ChatLink> links) {
    Map<PersonId, Person> persons = new HashMap<>();
    Map<AccountId, PersonId> holders = new HashMap<>();
    for (Person person : file.persons()) {
      persons.put(person.id(), person);
      person.accounts().forEach(account -> holders.put(account, person.id()));
    }
    List<ChatLink> kept = new ArrayList<>();
    List<ChatLink> stated = new ArrayList<>();
    List<ChatLink> gone = new ArrayList<>();
    List<String> contradictions = new ArrayList<>();
    for (ChatLink link : links) {
      Person person = persons.get(link.person());
      PersonId holder = holders.get(link.account());
      if (holder != null && !holder.equals(link.person())) {
        contradictions.add(
            "%s has %s here, which %s linked in a chat"
                .formatted(holder, link.account(), link.person()));
      } else if (holder != null) {
        stated.add(link);
      } else if (person == null) {
        gone.add(link);
      } else if (person.accountOn(link.account().surface()).isPresent()) {
        contradictions.add(
            "%s has %s here, and linked %s in a chat"
                .formatted(
                    link.person(),
                    person.accountOn(link.account().surface()).get(),
                    link.account()));
      } else {
        kept.add(link);
      }
    }
    People stating = file.withoutOrigins();
    return new KeptLinks(
        contradictions.isEmpty() ? stating.with(kept) : stating,
        kept,
        stated,
        gone,
        contradictions);
  }
}

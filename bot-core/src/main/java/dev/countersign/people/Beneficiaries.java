package dev.countersign.people;

import dev.countersign.json.WireName;
import dev.countersign.policy.Beneficiary;
import dev.countersign.policy.Finding;
import dev.countersign.policy.IdKind;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who the persons are that an action is for: they may not decide it. Asked anew wherever a vote
/// counts, beside whom the opening froze, as the proposing side is.
///
/// An id is looked for as it stands, in lower case and in upper case: a target system may take all
/// three for the same person, and whoever is found without need is only kept from deciding.
public final class Beneficiaries {
  private static final String SUBJECT = "beneficiaries";

  private Beneficiaries() {}

  /// Those of them whom these people know.
  public static Set<PersonId> of(List<Beneficiary> named, Directory people) {
    Set<PersonId> found = new HashSet<>();
    named.forEach(each -> persons(each, people).forEach(found::add));
    return Set.copyOf(found);
  }

  /// The ruling, telling how many it keeps from deciding, and how many of its ids are nobody's. Ids
  /// and names stay with the action.
  public static Ruling told(Ruling ruling, Directory people) {
    int known = of(ruling.beneficiaries(), people).size();
    long unknown =
        ruling.beneficiaries().stream()
            .filter(each -> persons(each, people).findAny().isEmpty())
            .count();
    Ruling told = ruling;
    if (known > 0) {
      told =
          told.noting(
              Finding.of(
                  SUBJECT,
                  "kept_from_deciding",
                  (known == 1 ? "1 person" : known + " persons")
                      + " whom the action is for may not decide."));
    }
    if (unknown > 0) {
      told =
          told.noting(
              Finding.of(
                  SUBJECT,
                  "names_nobody",
                  (unknown == 1 ? "1 id" : unknown + " ids")
                      + " of whom the action is for "
                      + (unknown == 1 ? "is" : "are")
                      + " nobody's in people.yaml, so nobody is kept from deciding by "
                      + (unknown == 1 ? "it." : "them.")));
    }
    return told;
  }

  private static Stream<PersonId> persons(Beneficiary named, Directory people) {
    return spellings(named.id())
        .flatMap(id -> person(named, id, people).stream())
        .map(Person::id)
        .distinct();
  }

  private static Stream<String> spellings(String id) {
    return Stream.of(id, id.toLowerCase(Locale.ROOT), id.toUpperCase(Locale.ROOT)).distinct();
  }

  private static Optional<Person> person(Beneficiary named, String id, Directory people) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (named.as() == IdKind.PERSON) {
      return PersonId.isPersonId(id) ? people.byId(new PersonId(id)) : Optional.empty();
    }
    Surface surface = Surface.named(WireName.of(named.as())).orElseThrow();
    AccountSpelling spelling = surface.accounts();
    return people.byAccount(
        new AccountId(surface, spelling.normal(named.tenant().orElseThrow()), spelling.normal(id)));
  }
}

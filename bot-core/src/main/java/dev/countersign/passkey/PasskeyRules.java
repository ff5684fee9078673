package dev.countersign.passkey;

import dev.countersign.people.AccountId;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Who enrols, confirms and removes passkeys. Everybody enrols and removes their own; a member of a
/// group with `may_confirm_passkeys` confirms and removes those of others. Pure; `verify` asks the
/// same.
public final class PasskeyRules {
  private PasskeyRules() {}

  public static boolean mayConfirm(Collection<Group> groups, Person person) {
    return groups.stream()
        .filter(Group::mayConfirmPasskeys)
        .anyMatch(group -> person.groups().contains(group.name()));
  }

  /// @param known all there was of passkeys before
  /// @param now by the ledger's clock
  public static Optional<PasskeyRefusal> againstEnrolling(
      People people, AccountId account, String credential, PasskeyHistory known, Instant now) {
    List<Passkey> enrolled = known.standing();
    Optional<Person> person = people.byAccount(account);
    if (person.isEmpty()) {
      return Optional.of(PasskeyRefusal.NOT_A_PERSON);
    }
    if (enrolled.stream().anyMatch(one -> one.material().credential().equals(credential))) {
      return Optional.of(PasskeyRefusal.ENROLLED_ALREADY);
    }
    PersonId id = person.get().id();
    if (enrolled.stream().filter(one -> one.person().equals(id)).count() >= Passkey.MOST) {
      return Optional.of(PasskeyRefusal.TOO_MANY);
    }
    return known.enrolledAfter(now.minus(Passkey.ENROLLING), id) >= Passkey.MOST_ENROLLED
        ? Optional.of(PasskeyRefusal.TOO_OFTEN)
        : Optional.empty();
  }

  /// Whoever removed a passkey of a person does not say whose their next one is: one member could
  /// put a key of their own in its place.
  ///
  /// @param number of the passkey
  /// @param known all there was of passkeys before
  public static Optional<PasskeyRefusal> againstConfirming(
      People people, AccountId account, int number, PasskeyHistory known) {
    Optional<Passkey> passkey = known.of(number);
    Optional<Person> person = people.byAccount(account);
    if (person.isEmpty()) {
      return Optional.of(PasskeyRefusal.NOT_A_PERSON);
    }
    if (passkey.isEmpty()) {
      return Optional.of(PasskeyRefusal.UNKNOWN_PASSKEY);
    }
    if (passkey.get().person().equals(person.get().id())) {
      return Optional.of(PasskeyRefusal.OWN_PASSKEY);
    }
    if (!mayConfirm(people.groups(), person.get())) {
      return Optional.of(noRight(people));
    }
    if (passkey.get().confirmed().isPresent()) {
      return Optional.of(PasskeyRefusal.CONFIRMED_ALREADY);
    }
    return known.tookAway(person.get().id(), passkey.get().person())
        ? Optional.of(PasskeyRefusal.REMOVED_THE_LAST)
        : Optional.empty();
  }

  /// @param passkey as it stands; empty where there is none
  public static Optional<PasskeyRefusal> againstRemoving(
      People people, AccountId account, Optional<Passkey> passkey) {
    Optional<Person> person = people.byAccount(account);
    if (person.isEmpty()) {
      return Optional.of(PasskeyRefusal.NOT_A_PERSON);
    }
    if (passkey.isEmpty()) {
      return Optional.of(PasskeyRefusal.UNKNOWN_PASSKEY);
    }
    return passkey.get().person().equals(person.get().id())
            || mayConfirm(people.groups(), person.get())
        ? Optional.empty()
        : Optional.of(noRight(people));
  }

  private static PasskeyRefusal noRight(People people) {
    return people.groups().stream().anyMatch(Group::mayConfirmPasskeys)
        ? PasskeyRefusal.NO_RIGHT
        : PasskeyRefusal.NOBODY_MAY;
  }
}

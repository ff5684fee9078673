package dev.countersign.people;

import java.time.Instant;
import java.util.Optional;

/// Whether one person may link one more account. A link gives an account that nobody has to a
/// person who has none in that chat; so it never makes two voters of one human by itself, and takes
/// nothing from anybody.
public final class LinkRules {
  private LinkRules() {}

  /// What keeps them from it at this moment.
  ///
  /// @param account whose owner asked for a code
  /// @param confirming the account of whoever types it
  public static Optional<LinkRefusal> refusal(
      People people, AccountId account, AccountId confirming, Instant now) {
    return refusal(people, account, confirming)
        .or(() ->
            people
                .byAccount(confirming)
                .filter(person -> person.isAway(now))
                .map(_ -> LinkRefusal.AWAY));
  }

  /// What keeps them from it whenever it is.
  public static Optional<LinkRefusal> refusal(
      People people, AccountId account, AccountId confirming) {
    Optional<Person> person = people.byAccount(confirming);
    if (person.isEmpty()) {
      return Optional.of(LinkRefusal.NOT_A_PERSON);
    }
    if (!account.surface().isChat()) {
      return Optional.of(LinkRefusal.FOREIGN);
    }
    Optional<Person> holder = people.byAccount(account);
    if (holder.isPresent()) {
      return Optional.of(
          holder.get().id().equals(person.get().id())
              ? LinkRefusal.ALREADY_LINKED
              : LinkRefusal.ACCOUNT_TAKEN);
    }
    return person.get().accountOn(account.surface()).map(_ -> LinkRefusal.CHAT_TAKEN);
  }
}

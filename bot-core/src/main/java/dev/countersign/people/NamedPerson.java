package dev.countersign.people;

import dev.countersign.proposal.PersonId;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds the person that somebody else names: by the id in `people.yaml`, or by a linked account as
/// audit entries spell it, `slack:TEAM:USER`, `teams:TENANT:OBJECT`, `console:ISSUER:SUBJECT`
/// (`oidc:` means the last one too). Never by a name or a mail address alone, which anybody may
/// bear.
public final class NamedPerson {
  /// Colons in one spelling of an account: an issuer is an address, which has some of its own.
  private static final int MOST_COLONS = 8;

  private NamedPerson() {}

  public static Optional<Person> find(String name, Directory directory) {
    if (PersonId.isPersonId(name)) {
      return directory.byId(new PersonId(name));
    }
    return accounts(name).flatMap(account -> directory.byAccount(account).stream()).findFirst();
  }

  private static Stream<AccountId> accounts(String name) {
    int colon = name.indexOf(':');
    Optional<Surface> surface =
        colon < 0 ? Optional.empty() : Surface.named(name.substring(0, colon));
    if (surface.isEmpty()) {
      return Stream.empty();
    }
    String known = surface.get().accounts().normal(name.substring(colon + 1));
    return IntStream.range(1, Math.max(1, known.length() - 1))
        .filter(at -> known.charAt(at) == ':')
        .limit(MOST_COLONS)
        .filter(at -> !known.substring(0, at).isBlank() && !known.substring(at + 1).isBlank())
        .mapToObj(
            at -> new AccountId(surface.get(), known.substring(0, at), known.substring(at + 1)));
  }
}

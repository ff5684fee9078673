package dev.countersign.people;

import dev.countersign.proposal.PersonId;
import java.util.Comparator;

/// An account that a person linked in a chat, beside those that stand in `people.yaml`.
public record ChatLink(PersonId person, AccountId account) {
  /// By the persons' ids, then by the accounts.
  static final Comparator<ChatLink> ORDER =
      Comparator.comparing((ChatLink link) -> link.person().value())
          .thenComparing(link -> link.account().toString());
}

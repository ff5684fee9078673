package dev.countersign.ledger;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.LinkRefusal;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The port to links between accounts and persons. Codes are judged by the ledger's clock; a link
/// and its end are people in force of their own, told by a sealed entry in the same commit.
///
/// Throws [LedgerUnavailableException] when the database does not answer.
public interface AccountLinks {
  /// In which codes and tries are counted.
  Duration SPAN = Duration.ofMinutes(10);

  /// Codes of one account within [#SPAN].
  int MOST_CODES_OF_ONE = 3;

  /// Codes of all within [#SPAN].
  int MOST_CODES = 100;

  /// Codes that one person types within [#SPAN], right or wrong. Showing one and confirming it are
  /// two.
  int MOST_TRIES_OF_ONE = 10;

  /// Codes that all type within [#SPAN]. Of 30 to the power of 8 codes at most [#MOST_CODES] are
  /// good, so that whoever guesses with all of these tries finds one in 30 million spans.
  int MOST_TRIES = 200;

  /// Keeps a code for this account, in place of an earlier one.
  ///
  /// @param id see [LinkCode#id]
  /// @param name as the chat tells it
  Given give(String id, AccountId account, String name, String code);

  /// Counts one try of the person who has this account, whatever comes of it; a refusal where it is
  /// one too many. Before each [#look] and each [#link].
  Optional<LinkRefusal> count(AccountId confirming);

  /// Whom a code is for, where the link could be made now.
  Looked look(String code, AccountId confirming);

  /// Makes the link, once.
  Linked link(String code, AccountId confirming);

  /// What this person linked in chats, of the people in force.
  List<ChatLink> linksOf(PersonId person);

  /// Takes a link back that was made in a chat.
  ///
  /// @param by the account that asked for it, or an operator's name
  Unlinked unlink(PersonId person, Surface surface, String by);

  /// What came of asking for a code.
  sealed interface Given {
    record Code(Instant expiresAt) implements Given {}

    record Not(LinkRefusal why) implements Given {}
  }

  /// What a code turned out to be.
  sealed interface Looked {
    /// @param person who would have the account
    record For(LinkCode code, PersonId person) implements Looked {}

    record Not(LinkRefusal why) implements Looked {}
  }

  /// What came of confirming.
  sealed interface Linked {
    record Done(ChatLink link) implements Linked {}

    record Not(LinkRefusal why) implements Linked {}
  }

  /// What came of unlinking.
  sealed interface Unlinked {
    record Done(ChatLink link) implements Unlinked {}

    record Not(LinkRefusal why) implements Unlinked {}
  }
}

package dev.countersign.ledger;

import dev.countersign.people.AccountId;
import java.time.Duration;
import java.util.Optional;

/// Who is signed in to the pages, on whichever replica. A session belongs to whoever has its
/// secret, which is kept nowhere: by what the store has nobody can be somebody.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface SignIns {
  /// How long a session lasts, whatever is done in it.
  Duration LONGEST = Duration.ofHours(8);

  /// How long it lasts while nothing is done in it.
  Duration IDLE = Duration.ofMinutes(30);

  /// @param secret unguessable, made for this session
  void open(String secret, AccountId account);

  /// The account whose session it is, which lasts on from now; empty where there is none, or none
  /// any more.
  ///
  /// @param secret as a browser sent it
  Optional<AccountId> find(String secret);

  /// Ends it, if there is one.
  void end(String secret);
}

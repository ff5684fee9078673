package dev.countersign.ledger;

import java.time.Duration;
import java.util.Optional;

/// Who is signed in to the pages, on whichever replica. A session belongs to whoever has its
/// secret, which is kept nowhere: by what the store has nobody can be somebody.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface SignIns {
  /// How long it lasts while nothing is done in it, to about [#NOTED].
  Duration IDLE = Duration.ofMinutes(30);

  /// What is done in a session is noted this often at most.
  Duration NOTED = Duration.ofMinutes(1);

  /// @param drawn unguessable, made for this session, in base64url
  /// @return the secret of the session: what was drawn, and this gate's mark on it
  String open(String drawn, SignIn.Session session);

  /// Whose session it is, which lasts on from now; empty where there is none, or none any more. A
  /// secret that this gate did not make is told without asking the store.
  ///
  /// @param secret as a browser sent it
  Optional<SignIn> find(String secret);

  /// The same without making it last on: for what a page asks for by itself, while nobody may sit
  /// before it.
  Optional<SignIn> watch(String secret);

  /// Whether this gate made it, whatever became of its session since. Asks no store.
  boolean isOurs(String secret);

  /// Ends it, if there is one.
  void end(String secret);
}

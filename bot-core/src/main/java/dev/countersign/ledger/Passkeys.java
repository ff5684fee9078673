package dev.countersign.ledger;

import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The port to passkeys. Each step is one transaction: judged by the people in force in it, with
/// its entry in the deployment's chain and its row. What no genuine entry tells counts for nothing.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface Passkeys {
  /// For so long a challenge may be answered.
  Duration CHALLENGE = Duration.ofMinutes(5);

  /// All that count or may come to, read fresh.
  List<Passkey> all();

  /// A session has so many challenges at once; the oldest gives way.
  int MOST_CHALLENGES = 8;

  /// Keeps a challenge for one session.
  ///
  /// @param nonce random, made for this challenge
  /// @param session the secret of the session, which is kept nowhere
  void give(Bound bound, String nonce, String session);

  /// What a challenge of this session was given out for; empty where there is none, where it is
  /// older than [#CHALLENGE], and the second time.
  ///
  /// @param challenge in base64url, as it came back
  Optional<Given> take(String challenge, String session);

  record Given(Bound bound, String nonce) {}

  /// Notes that what was signed to sign in was used; false where it was before, on whichever
  /// replica.
  ///
  /// @param challenge 32 bytes
  boolean signsInFirst(byte[] challenge);

  /// @param account who is signed in
  Done enrol(AccountId account, String name, Passkey.Material made);

  Done confirm(AccountId account, int number);

  Done remove(AccountId account, int number);

  /// Notes that somebody tried their passkey in a drill; false where it is not theirs, is for
  /// something else, or was removed meanwhile.
  ///
  /// @param account who is signed in
  boolean tried(AccountId account, StrongerCheck check);

  /// What came of a step.
  sealed interface Done {
    record Is(Passkey passkey) implements Done {}

    record Not(PasskeyRefusal why) implements Done {}
  }

  /// Notes how often a passkey says that it has signed. False where that is no more often than it
  /// said before, of which an entry tells then; one that never counts is always believed.
  boolean rises(Passkey passkey, long count);
}

package dev.countersign.ledger;

import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeRefusal;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;

/// The port to freezes. Each step is one transaction: its entry in the deployment's chain and its
/// row. From the commit of a freeze on no ledger issues or redeems a grant that it covers,
/// whichever replica asks.
public interface Freezes {

  /// What is frozen now, read fresh.
  Freezing now();

  /// Who asks.
  sealed interface Asker {
    /// Somebody whom a chat vouches for; whether they may is judged in the transaction.
    record Account(AccountId id) implements Asker {}

    /// Whoever has the keys and the database.
    ///
    /// @param name as they give it
    /// @param lifts whether their word alone lifts a freeze; otherwise another operator has to
    ///   confirm it
    record Operator(String name, boolean lifts) implements Asker {}
  }

  /// @param reason as [Freeze#reason] gives it
  Beginning begin(FreezeScope scope, String reason, Asker by);

  /// What came of asking for a freeze.
  sealed interface Beginning {
    record Begun(Freeze freeze) implements Beginning {}

    /// Exactly this is frozen already; nothing was written.
    record Already(Freeze freeze) implements Beginning {}

    record Not(FreezeRefusal why) implements Beginning {}
  }

  /// @param number of the freeze
  Lifting lift(int number, Asker by);

  /// The word of one person, which a passkey of theirs proves for this freeze: that suffices.
  ///
  /// @param number of the freeze
  Lifting lift(int number, AccountId by, StrongerCheck check);

  /// What came of a word for lifting.
  sealed interface Lifting {
    /// It was the first: somebody else has to confirm it.
    record Asked(Freeze freeze) implements Lifting {}

    /// The freeze is over.
    record Lifted(Freeze freeze) implements Lifting {}

    record Not(FreezeRefusal why) implements Lifting {}
  }
}

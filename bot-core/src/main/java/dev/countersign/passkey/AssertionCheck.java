package dev.countersign.passkey;

import java.util.Optional;

/// The port to whoever reads what authenticators sign.
public interface AssertionCheck {

  /// Knows no signature: where nothing reads them, none counts.
  AssertionCheck NONE = (_, _, _) -> Optional.empty();

  /// How often the authenticator says that it has signed, 0 where it does not count. Empty unless
  /// this very passkey signed this challenge, on a page of its own origin, for that origin's host,
  /// and verified its user.
  ///
  /// @param challenge 32 bytes
  Optional<Long> signatures(PasskeyAssertion assertion, Passkey passkey, byte[] challenge);

  /// What is wrong with one that [#signatures] does not take, as far as it says so itself: nothing
  /// in it is proven.
  default StrongerRefusal whyNot(PasskeyAssertion assertion, Passkey passkey) {
    return StrongerRefusal.BAD_SIGNATURE;
  }
}

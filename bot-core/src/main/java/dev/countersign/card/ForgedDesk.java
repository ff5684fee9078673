package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;

/// Where it is written down that somebody pressed a button which the gate did not make, such as one
/// that was posted with the app's stolen token. Nothing else comes of it.
@FunctionalInterface
public interface ForgedDesk {
  /// Notes it of the request that the button named, if there is one: once for each account, button
  /// and request that this replica remembers. What cannot be noted is logged.
  ///
  /// @param button what it would have done
  /// @param reference as the button had it
  /// @param callback digest over the raw callback
  void note(AccountId presser, String button, String reference, Digest callback);
}

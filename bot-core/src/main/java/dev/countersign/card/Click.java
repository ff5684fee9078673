package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;

/// A press on a posted card, after the adapter has verified that the platform itself sent it.
///
/// @param account who pressed, from the platform's callback, never from the button
/// @param messageId the message that carried the button
/// @param token the button's value, not yet verified
/// @param inputs what the presser filled in
/// @param callback digest over the raw callback
/// @param outsider whether the platform says that the presser is a guest, a stranger or nobody of
///   the place; such a press counts for nothing, whatever the account is linked to
public record Click(
    AccountId account,
    ChatAddress address,
    String messageId,
    String token,
    Inputs inputs,
    Digest callback,
    boolean outsider) {

  /// A press by somebody whom the platform does not call an outsider.
  public Click(
      AccountId account,
      ChatAddress address,
      String messageId,
      String token,
      Inputs inputs,
      Digest callback) {
    this(account, address, messageId, token, inputs, callback, false);
  }

  /// The same press, by an outsider.
  public Click byOutsider() {
    return new Click(account, address, messageId, token, inputs, callback, true);
  }

  @Override
  public String toString() {
    return "Click[" + account + " at " + address + " message " + messageId + "]";
  }
}

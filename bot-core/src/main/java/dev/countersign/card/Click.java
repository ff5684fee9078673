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
public record Click(
    AccountId account,
    ChatAddress address,
    String messageId,
    String token,
    Inputs inputs,
    Digest callback) {
  @Override
  public String toString() {
    return "Click[" + account + " at " + address + " message " + messageId + "]";
  }
}

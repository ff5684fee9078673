package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;

/// A press on a button that asks for a form of what decides nothing. Nothing of it is verified but
/// that the platform sent it.
///
/// @param reference how the card names its request, see [CardView#reference]
/// @param address where the card stands
/// @param messageId the message that it stands in
/// @param callback digest over the raw callback
/// @param outsider whether the chat calls them a guest, a stranger or nobody of the place: they get
///   no form, and the request notes it
public record FormPress(
    AccountId account,
    String reference,
    ChatAddress address,
    String messageId,
    Digest callback,
    boolean outsider) {

  /// By a member, as far as the chat says so.
  public FormPress(
      AccountId account, String reference, ChatAddress address, String messageId, Digest callback) {
    this(account, reference, address, messageId, callback, false);
  }

  /// The same press, by an outsider.
  public FormPress byOutsider() {
    return new FormPress(account, reference, address, messageId, callback, true);
  }

  @Override
  public String toString() {
    return "FormPress[" + reference + " by " + account + "]";
  }
}

package dev.countersign.card;

import dev.countersign.json.Digest;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import java.util.Optional;

/// A press on a posted card, after the adapter has verified that the platform itself sent it.
///
/// @param account who pressed, from the platform's callback, never from the button
/// @param messageId the message that carried the button
/// @param token the button's value, not yet verified
/// @param inputs what the presser filled in
/// @param callback digest over the raw callback
/// @param named what the button's own name says it decides, which its token has to agree with;
///   empty where the platform names none
/// @param flaw why the press counts for nothing, whatever its token says; empty for one as it
///   should be
/// @param way what the platform says of how it came about
/// @param stronger what a passkey of the presser proves; empty for a press that came without one
public record Click(
    AccountId account,
    ChatAddress address,
    String messageId,
    String token,
    Inputs inputs,
    Digest callback,
    Optional<Decision> named,
    Optional<PressFlaw> flaw,
    PressWay way,
    Optional<StrongerCheck> stronger) {

  /// A press that nothing is wrong with, on a button without a name.
  public Click(
      AccountId account,
      ChatAddress address,
      String messageId,
      String token,
      Inputs inputs,
      Digest callback) {
    this(
        account,
        address,
        messageId,
        token,
        inputs,
        callback,
        Optional.empty(),
        Optional.empty(),
        PressWay.SAID,
        Optional.empty());
  }

  /// The same press, that came that way.
  public Click by(PressWay other) {
    return new Click(
        account, address, messageId, token, inputs, callback, named, flaw, other, stronger);
  }

  /// The same press, as one on that message.
  public Click on(String message) {
    return new Click(
        account, address, message, token, inputs, callback, named, flaw, way, stronger);
  }

  /// The same press, by an outsider.
  public Click byOutsider() {
    return flawed(PressFlaw.OUTSIDER);
  }

  /// The same press, on a button of that name.
  public Click named(Decision name) {
    return new Click(
        account,
        address,
        messageId,
        token,
        inputs,
        callback,
        Optional.of(name),
        flaw,
        way,
        stronger);
  }

  /// The same press, with what is wrong with it.
  public Click flawed(PressFlaw found) {
    return new Click(
        account,
        address,
        messageId,
        token,
        inputs,
        callback,
        named,
        Optional.of(found),
        way,
        stronger);
  }

  /// The same press, proven by a passkey.
  public Click proven(StrongerCheck check) {
    return new Click(
        account, address, messageId, token, inputs, callback, named, flaw, way, Optional.of(check));
  }

  @Override
  public String toString() {
    return "Click[" + account + " at " + address + " message " + messageId + "]";
  }
}

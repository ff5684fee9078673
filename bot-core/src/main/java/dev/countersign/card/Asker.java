package dev.countersign.card;

import dev.countersign.people.AccountId;
import java.util.function.Supplier;

/// Who asks the gate something in a chat, and how.
///
/// @param alone whether nobody else reads there what is written and what is answered
/// @param pressed whether a button of the gate's own asks, and no words that somebody wrote
/// @param profile what the chat says of the account; a call, so asked for where it matters
public record Asker(
    AccountId account, boolean alone, boolean pressed, Supplier<ChatProfile> profile) {

  /// Somebody who writes where nobody else reads it, and whom the chat is not asked about.
  public static Asker writing(AccountId account) {
    return new Asker(account, true, false, () -> ChatProfile.UNASKED);
  }

  @Override
  public String toString() {
    return "Asker[" + account + "]";
  }
}

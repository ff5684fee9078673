package dev.countersign.people;

import dev.countersign.json.WireName;

/// Why an account is not linked, or not unlinked. The code is stable.
public enum LinkRefusal {
  /// Somebody else has the account already.
  ACCOUNT_TAKEN,
  /// The account is linked to this very person already.
  ALREADY_LINKED,
  /// The person has another account in that chat.
  CHAT_TAKEN,
  /// Who confirms is no person that the gate knows.
  NOT_A_PERSON,
  /// Who confirms is away: their account is used by somebody else, or their calendar is wrong.
  AWAY,
  /// No code that was given out is this one.
  CODE_WRONG,
  /// The code is older than it may be, or its asker has a newer one.
  CODE_EXPIRED,
  CODE_USED,
  TOO_MANY_TRIES,
  /// The asker had several codes a moment ago.
  TOO_MANY_CODES,
  /// So many people ask for codes that no more are given out.
  ALL_CODES_OUT,
  /// The chat calls the account a guest's.
  GUEST,
  BOT,
  /// The account is at home in another workspace or tenant.
  FOREIGN,
  DEACTIVATED,
  /// The chat does not say whose account it is.
  NOT_TOLD,
  /// Others could read the code where it was asked for or typed.
  NOT_PRIVATE,
  /// What lets more people approve takes two operators here.
  NEEDS_OPERATORS,
  /// Nothing is linked that could be unlinked in a chat.
  NOT_LINKED;

  public String code() {
    return WireName.of(this);
  }
}

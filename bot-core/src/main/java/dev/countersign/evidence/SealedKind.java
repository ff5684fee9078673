package dev.countersign.evidence;

import java.nio.charset.StandardCharsets;

/// What a seal is over. Each kind is sealed behind a prefix of its own, so that a seal of one kind
/// is never one of another, whatever the bytes are.
public enum SealedKind {
  /// One link of a request's chain.
  ENTRY("countersign/evidence/entry/1\0"),
  /// One person's decision.
  VOTE("countersign/evidence/vote/1\0"),
  /// One link of the deployment's chain.
  DEPLOYMENT("countersign/evidence/deployment/1\0"),
  /// Whose account a code of a link is for, together with the code, which is stored nowhere.
  LINK_CODE("countersign/evidence/link-code/1\0"),
  /// What a button does that the gate showed to one account, and until when.
  SHOWN_BUTTON("countersign/evidence/button/1\0"),
  /// Who signed in on pages, together with what their browser alone has.
  SIGN_IN("countersign/evidence/sign-in/1\0"),
  /// The secret of a session, so that one that this gate did not make is told without the database.
  SESSION_SECRET("countersign/evidence/session-secret/1\0"),
  /// What a challenge was given out for, together with what the session's browser alone has.
  CHALLENGE("countersign/evidence/challenge/1\0"),
  /// What a browser may sign in with by a passkey, and until when.
  SIGN_IN_TICKET("countersign/evidence/sign-in-ticket/1\0"),
  /// What an attempt came to, in a file of one machine until the ledger takes it.
  KEPT_OUTCOME("countersign/evidence/kept-outcome/1\0");

  private final String prefix;

  SealedKind(String prefix) {
    this.prefix = prefix;
  }

  public byte[] prefix() {
    return prefix.getBytes(StandardCharsets.US_ASCII);
  }
}

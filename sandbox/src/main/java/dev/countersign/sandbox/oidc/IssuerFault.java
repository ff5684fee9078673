package dev.countersign.sandbox.oidc;

/// How the next identity token, or the next answer, is not as it should be.
public enum IssuerFault {
  WRONG_ISSUER,
  WRONG_AUDIENCE,
  WRONG_NONCE,
  NO_NONCE,
  EXPIRED,
  /// Signed by a key that the issuer does not publish, under the name of one that it does.
  FOREIGN_KEY,
  UNSIGNED,
  /// Signed with what everybody can read, as if it were a shared secret.
  SIGNED_WITH_THE_PUBLIC_KEY,
  NO_SUBJECT,
  /// The code is refused in an answer with status 200, as Slack's `openid.connect.token` does.
  REFUSED_WITH_STATUS_200,
  /// A token endpoint that answers with a page.
  NO_JSON,
  /// An answer without an end.
  ENDLESS
}

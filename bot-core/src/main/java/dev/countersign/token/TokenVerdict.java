package dev.countersign.token;

/// What verification says about a decision token.
public sealed interface TokenVerdict {
  record Verified(VerifiedToken token) implements TokenVerdict {}

  record Refused(TokenRefusal reason) implements TokenVerdict {}
}

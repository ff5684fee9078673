package dev.countersign.token;

/// What verification says about a grant.
public sealed interface GrantVerdict {
  record Verified(VerifiedGrant grant) implements GrantVerdict {}

  record Refused(GrantRefusal reason) implements GrantVerdict {}
}

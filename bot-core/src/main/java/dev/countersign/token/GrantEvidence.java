package dev.countersign.token;

/// What an auditor learns from an old grant. It proves what was signed and permits nothing.
public sealed interface GrantEvidence {

  /// @param keyState today's state of the key; when it is revoked, the signature alone says little
  record Genuine(Grant grant, String kid, KeyState keyState) implements GrantEvidence {}

  record Refused(GrantRefusal reason) implements GrantEvidence {}
}

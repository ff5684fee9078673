package dev.countersign.token;

/// What a key is for. A key has one purpose only.
public enum KeyPurpose {
  /// HS256 decision tokens, which only this service reads.
  DECISION,
  /// ES256 grants, which executors and auditors read.
  GRANT,
  /// Seals over votes and audit entries, which only this service and `verify` check.
  EVIDENCE
}

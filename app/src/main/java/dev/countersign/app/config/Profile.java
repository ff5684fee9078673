package dev.countersign.app.config;

/// What a deployment is for.
public enum Profile {
  PRODUCTION,
  /// Takes the secrets and the loopback addresses of a sandbox; for trying out and for tests.
  SANDBOX
}

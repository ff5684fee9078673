package dev.countersign.proposal;

/// Where the action would take effect; inside the action digest.
public enum Environment {
  PRODUCTION,
  STAGING,
  DEVELOPMENT,
  TEST
}

package dev.countersign.proposal;

/// Which kind of deployment an agent's key is made for.
public enum AgentEnvironment {
  LIVE,
  TEST,
  DEV
}

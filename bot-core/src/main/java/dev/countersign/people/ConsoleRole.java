package dev.countersign.people;

/// What somebody may see on pages beside what they are asked about. No role lets anybody decide:
/// that comes from the groups of a policy alone.
public enum ConsoleRole {
  /// How every request stands, in one line each, and figures.
  VIEWER,
  /// What would become of a proposal, the policy, and which connections and agents there are.
  DEVELOPER,
  /// What they are asked about, and what they decided. Every person is one.
  REVIEWER,
  /// Every request, to be read as the policy lets others than its deciders read it, and its record.
  AUDITOR,
  /// What an auditor reads of requests, and how this deployment is set up.
  ADMIN;

  /// Whether whoever has it sees that requests wait which they were never asked about.
  public boolean seesWhatWaits() {
    return this == VIEWER || readsRequests();
  }

  /// Whether whoever has it reads requests that they were never asked about.
  public boolean readsRequests() {
    return this == AUDITOR || this == ADMIN;
  }
}

package dev.countersign.policy;

/// What an id in an action is the id of: a person, or a person's account. The kinds of accounts are
/// called as in `people.yaml`.
public enum IdKind {
  PERSON,
  SLACK,
  TEAMS,
  OIDC;

  /// Whether the id alone names nobody: an account is one of a workspace, a tenant or an issuer.
  public boolean hasTenant() {
    return this != PERSON;
  }
}

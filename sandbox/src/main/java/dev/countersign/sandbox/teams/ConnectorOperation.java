package dev.countersign.sandbox.teams;

/// What the app can ask of the sandbox; faults are scripted by operation.
public enum ConnectorOperation {
  CREATE_CONVERSATION,
  SEND,
  UPDATE,
  DELETE,
  MEMBERS,
  PAGED_MEMBERS,
  MEMBER,
  TEAM,
  CHANNELS,
  /// The Entra token endpoint.
  TOKEN,
  /// The OpenID metadata of the callbacks' issuer.
  METADATA,
  /// The key set of the callbacks' issuer.
  KEYS
}

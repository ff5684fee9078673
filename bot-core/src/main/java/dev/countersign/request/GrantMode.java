package dev.countersign.request;

/// What a grant rests on.
public enum GrantMode {
  QUORUM,
  AUTO,
  BREAKGLASS
}

package dev.countersign.teams.caller;

/// What [ConnectorKeys] says about one key id.
sealed interface KeyAnswer {
  record Known(ConnectorKey key) implements KeyAnswer {}

  /// The connector does not publish it, as far as we looked lately.
  record Unknown() implements KeyAnswer {}

  /// The key set cannot be had, or is too old to trust.
  record Unavailable() implements KeyAnswer {}
}

package dev.countersign.card;

/// What a chat answers when it is asked whether it knows this deployment.
public sealed interface ChatStanding {
  record Known() implements ChatStanding {}

  /// The chat knows its mind: these settings are not good there.
  ///
  /// @param code the platform's own, or `other_workspace`
  record Refused(String code) implements ChatStanding {}

  /// The chat does not answer for the moment.
  record Away(String code) implements ChatStanding {}
}

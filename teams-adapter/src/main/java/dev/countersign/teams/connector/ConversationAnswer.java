package dev.countersign.teams.connector;

/// What came of opening a conversation; otherwise a [ConnectorAnswer.Failed].
public sealed interface ConversationAnswer
    permits ConversationAnswer.Opened, ConnectorAnswer.Failed {
  /// @param conversationId as the connector wrote it; a thread of a channel ends in `;messageid=…`
  /// @param activityId of the first message; empty when none was given along or named
  record Opened(String conversationId, String activityId) implements ConversationAnswer {}
}

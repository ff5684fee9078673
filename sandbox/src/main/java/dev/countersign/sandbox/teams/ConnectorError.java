package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;

/// A call that the connector refuses
/// (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages,
/// status codes).
@SuppressWarnings("serial")
final class ConnectorError extends RuntimeException {
  private final int status;
  private final String code;

  ConnectorError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static ConnectorError badSyntax(String message) {
    return new ConnectorError(400, "BadSyntax", message);
  }

  static ConnectorError badArgument(String message) {
    return new ConnectorError(400, "BadArgument", message);
  }

  static ConnectorError notInRoster() {
    return new ConnectorError(
        403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
  }

  /// No code is documented for what a bot may not do to others' messages and people.
  static ConnectorError forbidden(String message) {
    return new ConnectorError(403, "ForbiddenOperationException", message);
  }

  static ConnectorError noConversation() {
    return new ConnectorError(404, "ConversationNotFound", "Conversation not found.");
  }

  static ConnectorError noActivity() {
    return new ConnectorError(
        404, "ActivityNotFoundInConversation", "The activity is not in the conversation.");
  }

  int status() {
    return status;
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("error", Activities.object("code", code, "message", String.valueOf(getMessage())))
        .build();
  }
}

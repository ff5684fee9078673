package dev.countersign.teams;

import dev.countersign.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One call as a method of [ConnectorClient] wants it, before anybody has checked where it goes.
///
/// @param serviceUrl as it came with an activity or out of the database
/// @param conversation whose purse it spends from; empty for a new one
record ConnectorCall(
    String method,
    String serviceUrl,
    ConnectorPath path,
    @Nullable JsonObject body,
    ThrottleBudget.Kind kind,
    String conversation) {
  private static final String THREAD = ";messageid=";

  static ConnectorCall create(String serviceUrl, JsonObject parameters) {
    return new ConnectorCall(
        "POST",
        serviceUrl,
        ConnectorPath.conversations(),
        parameters,
        ThrottleBudget.Kind.CREATE,
        "");
  }

  static ConnectorCall activity(
      String method,
      String serviceUrl,
      String conversationId,
      ConnectorPath path,
      @Nullable JsonObject body) {
    return new ConnectorCall(
        method, serviceUrl, path, body, ThrottleBudget.Kind.SEND, withoutThread(conversationId));
  }

  static ConnectorCall members(String serviceUrl, String conversationId, ConnectorPath path) {
    return new ConnectorCall(
        "GET", serviceUrl, path, null, ThrottleBudget.Kind.MEMBERS, withoutThread(conversationId));
  }

  private static String withoutThread(String conversationId) {
    int thread = conversationId.indexOf(THREAD);
    return thread < 0 ? conversationId : conversationId.substring(0, thread);
  }
}

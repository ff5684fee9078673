package dev.countersign.teams.connector;

import dev.countersign.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One call as a method of [ConnectorClient] wants it, before anybody has checked where it goes.
///
/// @param serviceUrl as it came with an activity or out of the database
/// @param conversation whose purse it spends from; for a new one the channel or person that it is
///   for
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
        place(parameters));
  }

  /// What a new conversation is in or with, so that many of one place do not hold up the others.
  private static String place(JsonObject parameters) {
    return parameters
        .optionalObject("channelData")
        .flatMap(data -> data.optionalObject("channel"))
        .map(channel -> channel.text("id"))
        .orElseGet(() ->
            parameters.has("members")
                ? String.join(" ", parameters.objects("members", member -> member.text("id")))
                : "");
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

package dev.countersign.teams.connector;

import dev.countersign.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The few methods of the Bot Connector that we call, each once: never redirected, never silently
/// repeated, bounded in time and size. Neither token nor content is ever logged
/// (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference).
///
/// Every call names the service URL as it came with an activity or out of the database. It gets our
/// token only when it is allowed now, whatever was allowed when it was stored.
///
/// All ids are the connector's own: 1 to 512 printable ASCII characters, else
/// [IllegalArgumentException].
public final class ConnectorClient implements AutoCloseable {
  private static final String ACTIVITIES = "activities";

  private final ConnectorCalls calls;
  private final MemberPages pages;

  /// @param serviceUrls the address that may get our token, ending in `/`, or nothing
  public ConnectorClient(
      AccessTokens tokens,
      Function<String, Optional<URI>> serviceUrls,
      ThrottleBudget budget,
      InstantSource clock) {
    this(tokens, serviceUrls, budget, clock, BoundedHttp.CALL_TIMEOUT);
  }

  ConnectorClient(
      AccessTokens tokens,
      Function<String, Optional<URI>> serviceUrls,
      ThrottleBudget budget,
      InstantSource clock,
      Duration callTimeout) {
    calls = new ConnectorCalls(tokens, serviceUrls, budget, clock, callTimeout);
    pages = new MemberPages(calls, clock);
  }

  /// @param parameters of [NewConversation]
  public ConversationAnswer createConversation(String serviceUrl, JsonObject parameters) {
    return switch (calls.exchange(ConnectorCall.create(serviceUrl, parameters))) {
      case HttpAnswer.Answered answered -> ConnectorReader.opened(answered);
      case ConnectorAnswer.Failed failed -> failed;
    };
  }

  public ConnectorAnswer send(String serviceUrl, String conversationId, JsonObject activity) {
    var path = ConnectorPath.conversation(conversationId, ACTIVITIES);
    return done(ConnectorCall.activity("POST", serviceUrl, conversationId, path, activity));
  }

  /// Sends into a thread; the conversation itself bears the rate.
  public ConnectorAnswer sendBelow(
      String serviceUrl, String conversationId, String thread, JsonObject activity) {
    var path = ConnectorPath.conversation(thread, ACTIVITIES);
    return done(ConnectorCall.activity("POST", serviceUrl, conversationId, path, activity));
  }

  /// Sends what only the activity's `recipient` sees, for at most 24 hours.
  public ConnectorAnswer sendTargeted(
      String serviceUrl, String conversationId, JsonObject activity) {
    var path =
        ConnectorPath.conversation(conversationId, ACTIVITIES).with("isTargetedActivity", "true");
    return done(ConnectorCall.activity("POST", serviceUrl, conversationId, path, activity));
  }

  public ConnectorAnswer update(
      String serviceUrl, String conversationId, String activityId, JsonObject activity) {
    var path = ConnectorPath.conversation(conversationId, ACTIVITIES, activityId);
    return done(ConnectorCall.activity("PUT", serviceUrl, conversationId, path, activity));
  }

  ConnectorAnswer delete(String serviceUrl, String conversationId, String activityId) {
    var path = ConnectorPath.conversation(conversationId, ACTIVITIES, activityId);
    return done(ConnectorCall.activity("DELETE", serviceUrl, conversationId, path, null));
  }

  /// One member, fresh from the connector.
  ///
  /// @param memberId an MRI, or an AAD object id
  public MembersAnswer member(String serviceUrl, String conversationId, String memberId) {
    var path = ConnectorPath.conversation(conversationId, "members", memberId);
    return switch (calls.exchange(ConnectorCall.members(serviceUrl, conversationId, path))) {
      case HttpAnswer.Answered answered ->
          ConnectorReader.document(answered)
              .flatMap(ConnectorReader::member)
              .<MembersAnswer>map(member -> new MembersAnswer.Found(List.of(member)))
              .orElseGet(() -> ConnectorReader.malformed(answered));
      case ConnectorAnswer.Failed failed -> failed;
    };
  }

  /// All members or none: half a list would pass for the whole.
  public MembersAnswer members(String serviceUrl, String conversationId) {
    return pages.all(serviceUrl, conversationId);
  }

  @Override
  public void close() {
    calls.close();
  }

  private ConnectorAnswer done(ConnectorCall call) {
    return switch (calls.exchange(call)) {
      case HttpAnswer.Answered answered -> ConnectorReader.done(answered);
      case ConnectorAnswer.Failed failed -> failed;
    };
  }
}

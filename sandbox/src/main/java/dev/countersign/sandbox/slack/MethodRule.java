package dev.countersign.sandbox.slack;

import java.util.List;
import java.util.Map;

/// What Slack wants before it runs a method (docs.slack.dev/reference/methods, and
/// docs.slack.dev/apis/web-api/rate-limits for the tiers).
///
/// @param scopes one of which the token has to have; none where any token will do
/// @param perMinute calls of one app, at least; 0 where Slack counts in another way
/// @param ofTheApp whether it takes the app-level token in place of the bot's
record MethodRule(List<String> scopes, int perMinute, boolean ofTheApp) {
  private static final int TIER_2 = 20;
  private static final int TIER_3 = 50;
  private static final int TIER_4 = 100;
  private static final int BY_CHANNEL = 0;
  private static final int HUNDREDS = 300;

  private static final MethodRule UNRULED = bot(TIER_3);

  private static final Map<String, MethodRule> BY_METHOD =
      Map.ofEntries(
          Map.entry("apps.connections.open", app("connections:write")),
          Map.entry("auth.test", bot(HUNDREDS)),
          Map.entry("chat.delete", bot(TIER_3, "chat:write")),
          Map.entry("chat.postEphemeral", bot(TIER_4, "chat:write")),
          Map.entry("chat.postMessage", bot(BY_CHANNEL, "chat:write")),
          Map.entry("chat.update", bot(TIER_3, "chat:write")),
          Map.entry(
              "conversations.info",
              bot(TIER_3, "channels:read", "groups:read", "im:read", "mpim:read")),
          Map.entry(
              "conversations.open",
              bot(TIER_3, "channels:manage", "groups:write", "im:write", "mpim:write")),
          Map.entry("usergroups.users.list", bot(TIER_2, "usergroups:read")),
          Map.entry("users.info", bot(TIER_4, "users:read")),
          Map.entry("views.open", bot(TIER_4)),
          Map.entry("views.publish", bot(TIER_4)),
          Map.entry("views.push", bot(TIER_4)),
          Map.entry("views.update", bot(TIER_4)));

  static MethodRule of(String method) {
    return BY_METHOD.getOrDefault(method, UNRULED);
  }

  private static MethodRule bot(int perMinute, String... scopes) {
    return new MethodRule(List.of(scopes), perMinute, false);
  }

  private static MethodRule app(String scope) {
    return new MethodRule(List.of(scope), TIER_2, true);
  }
}

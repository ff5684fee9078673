package dev.countersign.slack;

import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.RecentlyUsed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which channels may have a message of ours: those that only our own workspace sees, and those
/// that the settings name although others see them
/// (docs.slack.dev/reference/objects/conversation-object).
///
/// Slack is asked before the first message and then once in [#TRUSTED], in each replica. A channel
/// that is refused is asked about at each try, and those are few. What Slack does not tell for the
/// moment is waited for; what the app has no scope to see is taken as our own, as `slack check` and
/// the log say.
final class OpenChannels {
  /// The code of a channel that others see too.
  static final String SHARED = "shared_channel";

  /// How long an answer counts that lets a message through.
  static final Duration TRUSTED = Duration.ofMinutes(5);

  /// Channels remembered; the one not asked for the longest is forgotten first.
  static final int REMEMBERED = 1_000;

  private static final String NO_SCOPE = "missing_scope";
  private static final Logger log = LoggerFactory.getLogger(OpenChannels.class);

  private final SlackWebApi api;
  private final InstantSource clock;
  private final Set<String> allowed;
  private final Map<String, Instant> trusted = new RecentlyUsed<>(REMEMBERED);

  /// @param allowed ids of channels that may be shared
  OpenChannels(SlackWebApi api, InstantSource clock, Set<String> allowed) {
    this.api = api;
    this.clock = clock;
    this.allowed = allowed;
  }

  /// What stands in the way of a message there; empty where nothing does.
  Optional<Sent> bar(String channel) {
    Instant now = clock.instant();
    if (allowed.contains(channel) || isTrusted(channel, now)) {
      return Optional.empty();
    }
    Optional<Sent> bar =
        switch (api.facts("conversations.info", Map.of("channel", channel))) {
          case SlackFacts.Told told -> told(told);
          case SlackFacts.Refused(String code) when code.equals(NO_SCOPE) -> {
            log.warn("slack does not say whether {} is shared: {}", channel, NO_SCOPE);
            yield Optional.empty();
          }
          case SlackFacts.Refused(String code) ->
              Optional.of(ApiErrors.sent(new ApiAnswer.Failed(code)));
        };
    if (bar.isEmpty()) {
      trust(channel, now.plus(TRUSTED));
    }
    return bar;
  }

  private static Optional<Sent> told(SlackFacts.Told told) {
    return told.channel()
        .map(channel ->
            isShared(channel)
                ? Optional.<Sent>of(new Sent.Refused(Obstacle.PLACE, SHARED))
                : Optional.<Sent>empty())
        .orElseGet(() -> Optional.of(ApiErrors.sent(new ApiAnswer.Failed("malformed_answer"))));
  }

  /// With another organisation, about to be, or with another workspace of our own organisation.
  static boolean isShared(Payload channel) {
    return Stream.of("is_ext_shared", "is_pending_ext_shared", "is_org_shared")
        .anyMatch(channel::isTrue);
  }

  /// Slack is asked before the next message there.
  synchronized void forget(String channel) {
    trusted.remove(channel);
  }

  private synchronized boolean isTrusted(String channel, Instant now) {
    Instant until = trusted.get(channel);
    return until != null && now.isBefore(until);
  }

  private synchronized void trust(String channel, Instant until) {
    trusted.put(channel, until);
  }
}

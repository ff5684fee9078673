package dev.countersign.slack;

import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Set<String> allowed;
  private final RecentAnswers<Optional<Sent>> answers;

  /// @param allowed ids of channels that may be shared
  OpenChannels(SlackWebApi api, InstantSource clock, Set<String> allowed) {
    this.api = api;
    this.allowed = allowed;
    this.answers = new RecentAnswers<>(clock, TRUSTED, REMEMBERED);
  }

  /// What stands in the way of a message there; empty where nothing does.
  Optional<Sent> bar(String channel) {
    return allowed.contains(channel)
        ? Optional.empty()
        : answers.about(channel, () -> asked(channel), Optional::isEmpty);
  }

  private Optional<Sent> asked(String channel) {
    return switch (api.facts("conversations.info", Map.of("channel", channel))) {
      case SlackFacts.Told told -> told(told);
      case SlackFacts.Refused(String code) when code.equals(NO_SCOPE) -> {
        log.warn("slack does not say whether {} is shared: {}", channel, NO_SCOPE);
        yield Optional.empty();
      }
      case SlackFacts.Refused(String code) ->
          Optional.of(ApiErrors.sent(new ApiAnswer.Failed(code)));
    };
  }

  private static Optional<Sent> told(SlackFacts.Told told) {
    return told.channel()
        .map(channel ->
            isShared(channel)
                ? Optional.<Sent>of(new Sent.Refused(Obstacle.PLACE, SHARED))
                : Optional.<Sent>empty())
        .orElseGet(() -> Optional.of(ApiErrors.sent(new ApiAnswer.Failed("malformed_answer"))));
  }

  static boolean isShared(Payload channel) {
    return isSharedOutside(channel) || channel.isTrue("is_org_shared");
  }

  /// By Slack Connect with another organisation, or about to be; what is shared and is not so is
  /// shared with other workspaces of our own organisation.
  static boolean isSharedOutside(Payload channel) {
    return channel.isTrue("is_ext_shared") || channel.isTrue("is_pending_ext_shared");
  }

  /// Slack is asked before the next message there.
  void forget(String channel) {
    answers.forget(channel);
  }
}

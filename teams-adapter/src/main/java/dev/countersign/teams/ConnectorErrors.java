package dev.countersign.teams;

import dev.countersign.card.ChatChannel.Sent;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Decides what a failed call to the Bot Connector means for a card: try again, and when, or give
/// up on the message (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/
/// conversation-messages, "Status codes from bot conversational APIs").
///
/// Giving up needs a reason that no waiting can change. Everything else is tried again, errors that
/// we have never heard of included: a card that comes late is better than one that never comes.
final class ConnectorErrors {
  static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// When we are throttled without being told for how long, and when Teams fails or cannot be
  /// reached.
  static final Duration PAUSE = Duration.ofSeconds(10);

  /// Every pause is prolonged by up to one such part of itself, so that cards that failed together
  /// do not come back together; never shortened.
  static final int JITTER_PART = 5;

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");

  /// The message cannot be there, or our card cannot be shown.
  private static final Set<String> PERMANENT =
      Set.of(
          "ActivityNotFoundInConversation",
          "BadArgument",
          "BadSyntax",
          "BotDisabledByAdmin",
          "BotNotInConversationRoster",
          "ConversationBlockedByUser",
          "ConversationNotFound",
          "MessageSizeTooBig",
          "MissingProperty");

  /// Registration, permissions and addresses: an operator can mend them, and the cards of the
  /// meantime must then appear.
  private static final Set<String> FOR_AN_OPERATOR =
      Set.of("BotNotRegistered", "service_url_not_allowed");

  private final RandomGenerator jitter;

  ConnectorErrors(RandomGenerator jitter) {
    this.jitter = jitter;
  }

  Sent sent(ConnectorAnswer.Failed failed) {
    String code = CODE.matcher(failed.code()).matches() ? failed.code() : "unknown_error";
    // A code is only believed where the status agrees that the request itself is at fault.
    boolean ourFault = failed.status() >= 400 && failed.status() < 500;
    if (ourFault && (PERMANENT.contains(code) || failed.status() == 413)) {
      return new Sent.Never(code);
    }
    if (FOR_AN_OPERATOR.contains(code) || failed.status() == 403) {
      return new Sent.Later(LONGEST_PAUSE, code);
    }
    return new Sent.Later(clamped(prolonged(failed.retryAfter().orElse(PAUSE))), code);
  }

  private Duration prolonged(Duration pause) {
    Duration bounded = clamped(pause);
    return bounded.plusMillis(jitter.nextLong(bounded.toMillis() / JITTER_PART + 1));
  }

  private static Duration clamped(Duration asked) {
    if (asked.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }
}

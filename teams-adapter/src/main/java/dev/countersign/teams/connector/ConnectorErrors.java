package dev.countersign.teams.connector;

import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Decides what a failed call to the Bot Connector means for a card: try again, and when, or say
/// what stands in its way (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/
/// conversation-messages, "Status codes from bot conversational APIs").
///
/// Something stands in the way where waiting alone changes nothing. Everything else is tried again,
/// errors that we have never heard of included: a card that comes late is better than one that
/// never comes.
public final class ConnectorErrors {
  static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// When we are throttled without being told for how long, and when Teams fails or cannot be
  /// reached.
  static final Duration PAUSE = Duration.ofSeconds(10);

  /// Every pause is prolonged by up to one such part of itself, so that cards that failed together
  /// do not come back together; never shortened.
  static final int JITTER_PART = 5;

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");

  /// The conversation is gone, or without us.
  private static final Set<String> NO_PLACE =
      Set.of(
          "BotDisabledByAdmin",
          "BotNotInConversationRoster",
          "ConversationBlockedByUser",
          "ConversationNotFound");

  /// Registration, permissions and addresses: closed to us until somebody mends them.
  private static final Set<String> NO_ENTRY = Set.of("BotNotRegistered", "service_url_not_allowed");

  /// Entra itself says no to us.
  private static final String NO_TOKEN = "token_AADSTS";

  /// What we send is not taken.
  private static final Set<String> NO_SUCH_CARD =
      Set.of("BadArgument", "BadSyntax", "MessageSizeTooBig", "MissingProperty");

  /// The status of an answer that says that there were too many calls.
  private static final int LIMITED = 429;

  private static final String GONE = "ActivityNotFoundInConversation";

  private final RandomGenerator jitter;

  public ConnectorErrors(RandomGenerator jitter) {
    this.jitter = jitter;
  }

  public Sent sent(ConnectorAnswer.Failed failed) {
    String code = CODE.matcher(failed.code()).matches() ? failed.code() : "unknown_error";
    Optional<Obstacle> obstacle = obstacle(failed.status(), code);
    if (obstacle.isPresent()) {
      return new Sent.Refused(obstacle.get(), code);
    }
    Duration pause = clamped(prolonged(failed.retryAfter().orElse(PAUSE)));
    boolean limited =
        (failed.status() == LIMITED && failed.retryAfter().isPresent())
            || code.equals(Sent.Later.OWN_PACE);
    return new Sent.Later(pause, code, limited);
  }

  private static Optional<Obstacle> obstacle(int status, String code) {
    if (NO_ENTRY.contains(code) || (status == 0 && code.startsWith(NO_TOKEN))) {
      return Optional.of(Obstacle.PLACE);
    }
    // A code is only believed where the status agrees that the request itself is at fault.
    if (status < 400 || status >= 500) {
      return Optional.empty();
    }
    if (NO_SUCH_CARD.contains(code) || status == 413) {
      return Optional.of(Obstacle.CARD);
    }
    if (code.equals(GONE)) {
      return Optional.of(Obstacle.GONE);
    }
    return NO_PLACE.contains(code) || status == 403
        ? Optional.of(Obstacle.PLACE)
        : Optional.empty();
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

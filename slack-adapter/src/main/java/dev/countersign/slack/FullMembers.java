package dev.countersign.slack;

import dev.countersign.card.RecentlyUsed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether an account is a full member of our workspace, as Slack says when it decides
/// (docs.slack.dev/reference/methods/users.info). A linked account that has become a guest's, a
/// bot's or nobody's decides nothing.
///
/// An answer counts for [#TRUSTED]. Where the app has no scope to ask, accounts are taken as
/// Slack's callback shows them, as `slack check` and the log say; where Slack does not answer,
/// nothing is decided for the moment.
final class FullMembers implements AutoCloseable {
  /// How long an answer counts.
  static final Duration TRUSTED = Duration.ofMinutes(1);

  /// What one question may take of Slack's patience with a press, which is 3 s.
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

  /// Accounts remembered; the one not asked for the longest is forgotten first.
  static final int REMEMBERED = 2_000;

  private static final String NO_SCOPE = "missing_scope";
  private static final String NOBODY = "user_not_found";
  private static final Logger log = LoggerFactory.getLogger(FullMembers.class);

  private final SlackWebApi api;
  private final String teamId;
  private final InstantSource clock;
  private final Map<String, Known> known = new RecentlyUsed<>(REMEMBERED);

  /// @param api whose calls take at most [#CALL_TIMEOUT]; closed with this
  FullMembers(SlackWebApi api, String teamId, InstantSource clock) {
    this.api = api;
    this.teamId = teamId;
    this.clock = clock;
  }

  /// What Slack says of an account.
  enum Standing {
    /// A full member, or the app may not ask.
    MEMBER,
    OUTSIDER,
    /// Slack did not say for the moment.
    UNKNOWN
  }

  private record Known(Standing standing, Instant until) {}

  Standing of(String user) {
    Instant now = clock.instant();
    Optional<Standing> before = remembered(user, now);
    if (before.isPresent()) {
      return before.get();
    }
    Standing standing =
        switch (api.facts("users.info", Map.of("user", user))) {
          case SlackFacts.Told told -> told.user().map(this::standing).orElse(Standing.UNKNOWN);
          case SlackFacts.Refused(String code) when code.equals(NO_SCOPE) -> {
            log.warn("slack does not say who is a guest or deactivated: {}", NO_SCOPE);
            yield Standing.MEMBER;
          }
          case SlackFacts.Refused(String code) when code.equals(NOBODY) -> Standing.OUTSIDER;
          case SlackFacts.Refused(String code) -> {
            log.warn("slack does not say who presses: {}", code);
            yield Standing.UNKNOWN;
          }
        };
    if (standing != Standing.UNKNOWN) {
      remember(user, new Known(standing, now.plus(TRUSTED)));
    }
    return standing;
  }

  private Standing standing(Payload user) {
    boolean apart =
        Stream.of("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
            .anyMatch(user::isTrue);
    boolean elsewhere = user.text("team_id").filter(team -> !team.equals(teamId)).isPresent();
    return apart || elsewhere ? Standing.OUTSIDER : Standing.MEMBER;
  }

  /// Slack is asked before that account decides again.
  synchronized void forget(String user) {
    known.remove(user);
  }

  private synchronized Optional<Standing> remembered(String user, Instant now) {
    return Optional.ofNullable(known.get(user))
        .filter(one -> now.isBefore(one.until()))
        .map(Known::standing);
  }

  private synchronized void remember(String user, Known one) {
    known.put(user, one);
  }

  @Override
  public void close() {
    api.close();
  }
}

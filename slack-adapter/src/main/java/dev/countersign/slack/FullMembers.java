package dev.countersign.slack;

import dev.countersign.card.ChatProfile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
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
  private final RecentAnswers<Standing> answers;

  /// @param api whose calls take at most [#CALL_TIMEOUT]; closed with this
  FullMembers(SlackWebApi api, String teamId, InstantSource clock) {
    this.api = api;
    this.teamId = teamId;
    this.answers = new RecentAnswers<>(clock, TRUSTED, REMEMBERED);
  }

  /// What Slack says of an account.
  enum Standing {
    /// A full member, or the app may not ask.
    MEMBER,
    OUTSIDER,
    /// Slack did not say for the moment.
    UNKNOWN
  }

  Standing of(String user) {
    return answers.about(user, () -> asked(user), standing -> standing != Standing.UNKNOWN);
  }

  private Standing asked(String user) {
    return switch (api.facts("users.info", Map.of("user", user))) {
      case SlackFacts.Told told ->
          Profiles.standing(told, user, teamId)
              .map(standing ->
                  standing == ChatProfile.Standing.MEMBER ? Standing.MEMBER : Standing.OUTSIDER)
              .orElse(Standing.UNKNOWN);
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
  }

  /// Slack is asked before that account decides again.
  void forget(String user) {
    answers.forget(user);
  }

  @Override
  public void close() {
    api.close();
  }
}

package dev.countersign.slack;

import dev.countersign.card.ChatProfile;
import dev.countersign.json.WireName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Slack says of accounts (docs.slack.dev/reference/methods/users.info): the one way to that
/// method, with one memory and one budget ([AccountAsks]) for whatever rests on it. A linked
/// account that has become a guest's, a bot's or nobody's decides nothing and is answered nothing.
///
/// An answer counts for [#TRUSTED]. Where the app has no scope to ask, accounts are taken as
/// Slack's callback shows them, as `slack check` and the log say; where Slack does not answer, or
/// may not be asked once more, nothing is known, and nothing comes of what was done.
final class Accounts implements AutoCloseable {
  /// How long an answer counts.
  static final Duration TRUSTED = Duration.ofMinutes(1);

  /// What one question may take of Slack's patience with a press, which is 3 s.
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

  /// Accounts remembered; the one not asked for the longest is forgotten first.
  static final int REMEMBERED = 2_000;

  private static final String NO_SCOPE = "missing_scope";
  private static final String NOBODY = "user_not_found";
  private static final String LIMITED = "ratelimited";
  private static final Logger log = LoggerFactory.getLogger(Accounts.class);

  private final SlackWebApi api;
  private final String teamId;
  private final AccountAsks asks;
  private final RecentAnswers<ChatProfile> answers;

  /// @param api whose calls take at most [#CALL_TIMEOUT]; closed with this
  Accounts(SlackWebApi api, String teamId, InstantSource clock) {
    this.api = api;
    this.teamId = teamId;
    this.asks = new AccountAsks(clock);
    this.answers = new RecentAnswers<>(clock, TRUSTED, REMEMBERED);
  }

  ChatProfile of(String user, AccountAsks.Purpose purpose) {
    return answers.about(
        user,
        () -> asked(user, purpose),
        profile -> profile.standing() != ChatProfile.Standing.UNKNOWN);
  }

  private ChatProfile asked(String user, AccountAsks.Purpose purpose) {
    if (!asks.take(user, purpose)) {
      log.warn(
          "slack is not asked about an account: too many questions, for {}", WireName.of(purpose));
      return ChatProfile.UNKNOWN;
    }
    return switch (api.facts("users.info", Map.of("user", user))) {
      case SlackFacts.Told told -> Profiles.of(told, user, teamId);
      case SlackFacts.Refused(String code) when code.equals(NO_SCOPE) -> {
        log.warn("slack does not say who is a guest or deactivated: {}", NO_SCOPE);
        yield ChatProfile.UNASKED;
      }
      case SlackFacts.Refused(String code) when code.equals(NOBODY) ->
          new ChatProfile(ChatProfile.Standing.FOREIGN, "");
      case SlackFacts.Refused(String code) -> {
        log.warn("slack does not say whose account it is, for {}: {}", WireName.of(purpose), code);
        if (code.equals(LIMITED)) {
          asks.rest();
        }
        yield ChatProfile.UNKNOWN;
      }
    };
  }

  /// Slack is asked before that account does anything again.
  void forget(String user) {
    answers.forget(user);
  }

  @Override
  public void close() {
    api.close();
  }
}

package dev.countersign.slack;

import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ChatStanding;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides what a failed Web API call means for a card: try again, and when, or say what stands in
/// its way (docs.slack.dev/reference/methods: chat.postMessage, chat.update).
///
/// Something stands in the way where waiting alone changes nothing. Everything else is tried again,
/// errors that we have never heard of included: a card that comes late is better than one that
/// never comes.
final class ApiErrors {
  static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// When Slack limits us without saying for how long, fails or cannot be reached.
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");

  /// The channel is gone, closed or without us.
  private static final Set<String> NO_PLACE =
      Set.of(
          "channel_not_found",
          "is_archived",
          "is_inactive",
          "messages_tab_disabled",
          "not_in_channel",
          "posting_to_channel_denied",
          "team_not_found");

  private static final String NO_PLACE_PREFIX = "restricted_action";

  /// Credentials, scopes, plans and workspace rules: every channel is closed to us until somebody
  /// mends them.
  private static final Set<String> NO_ENTRY =
      Set.of(
          "access_denied",
          "accesslimited",
          "account_inactive",
          "app_access_restricted",
          "ekm_access_denied",
          "enterprise_is_restricted",
          "invalid_auth",
          "message_limit_exceeded",
          "missing_scope",
          "no_permission",
          "not_allowed_token_type",
          "not_authed",
          "org_login_required",
          "team_access_not_granted",
          "team_added_to_org",
          "token_expired",
          "token_revoked",
          "two_factor_setup_required");

  /// What we send is not taken.
  private static final Set<String> NO_SUCH_CARD =
      Set.of(
          "invalid_arg_name",
          "invalid_arguments",
          "invalid_array_arg",
          "invalid_blocks",
          "invalid_blocks_format",
          "invalid_charset",
          "invalid_form_data",
          "method_deprecated",
          "deprecated_endpoint",
          "msg_blocks_too_long",
          "msg_too_long",
          "no_text",
          "slack_connect_canvas_sharing_blocked",
          "slack_connect_file_link_sharing_blocked",
          "slack_connect_lists_sharing_blocked",
          "unknown_method");

  /// The message is there and stays as it is.
  private static final Set<String> LOCKED =
      Set.of("block_mismatch", "cant_update_message", "edit_window_closed");

  /// There is no such message, or none that anything can be said to.
  private static final Set<String> GONE =
      Set.of("cannot_reply_to_message", "message_not_found", "thread_not_found");

  private ApiErrors() {}

  static Sent sent(ApiAnswer.Failed failed) {
    String code = CODE.matcher(failed.error()).matches() ? failed.error() : "unknown_error";
    return obstacle(code)
        .<Sent>map(obstacle -> new Sent.Refused(obstacle, code))
        .orElseGet(() ->
            new Sent.Later(
                failed.retryAfter().map(ApiErrors::clamped).orElse(PAUSE),
                code,
                failed.retryAfter().isPresent()));
  }

  /// What it says of us as a whole.
  static ChatStanding standing(ApiAnswer.Failed failed) {
    return switch (sent(failed)) {
      case Sent.Refused(_, String code) -> new ChatStanding.Refused(code);
      case Sent.Later(_, String code, _) -> new ChatStanding.Away(code);
      case Sent.Shown _ -> throw new IllegalStateException("nothing was sent");
    };
  }

  private static Optional<Obstacle> obstacle(String code) {
    if (NO_PLACE.contains(code) || code.startsWith(NO_PLACE_PREFIX) || NO_ENTRY.contains(code)) {
      return Optional.of(Obstacle.PLACE);
    }
    if (NO_SUCH_CARD.contains(code)) {
      return Optional.of(Obstacle.CARD);
    }
    if (LOCKED.contains(code)) {
      return Optional.of(Obstacle.LOCKED);
    }
    return GONE.contains(code) ? Optional.of(Obstacle.GONE) : Optional.empty();
  }

  static Duration clamped(Duration asked) {
    if (asked.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }
}

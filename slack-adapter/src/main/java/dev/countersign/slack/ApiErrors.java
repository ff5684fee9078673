package dev.countersign.slack;

import dev.countersign.card.ChatChannel.Sent;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides what a failed Web API call means for a card: try again, and when, or give up on the
/// message (docs.slack.dev/reference/methods: chat.postMessage, chat.update).
///
/// Giving up needs a reason that no waiting can change. Everything else is tried again, errors that
/// we have never heard of included: a card that comes late is better than one that never comes.
final class ApiErrors {
  static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// When Slack limits us without saying for how long, fails or cannot be reached.
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");

  /// The message cannot be there, or our blocks cannot be shown.
  private static final Set<String> PERMANENT =
      Set.of(
          "block_mismatch",
          "cannot_reply_to_message",
          "cant_update_message",
          "channel_not_found",
          "edit_window_closed",
          "invalid_arg_name",
          "invalid_arguments",
          "invalid_array_arg",
          "invalid_blocks",
          "invalid_blocks_format",
          "invalid_charset",
          "invalid_form_data",
          "is_archived",
          "is_inactive",
          "message_not_found",
          "messages_tab_disabled",
          "method_deprecated",
          "deprecated_endpoint",
          "msg_blocks_too_long",
          "msg_too_long",
          "no_text",
          "not_in_channel",
          "posting_to_channel_denied",
          "slack_connect_canvas_sharing_blocked",
          "slack_connect_file_link_sharing_blocked",
          "slack_connect_lists_sharing_blocked",
          "team_not_found",
          "unknown_method");

  private static final String PERMANENT_PREFIX = "restricted_action";

  /// Credentials, scopes, plans and workspace rules: an operator can mend them, and the cards of
  /// the meantime must then appear.
  private static final Set<String> FOR_AN_OPERATOR =
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

  private ApiErrors() {}

  static Sent sent(ApiAnswer.Failed failed) {
    String code = CODE.matcher(failed.error()).matches() ? failed.error() : "unknown_error";
    if (PERMANENT.contains(code) || code.startsWith(PERMANENT_PREFIX)) {
      return new Sent.Never(code);
    }
    if (FOR_AN_OPERATOR.contains(code)) {
      return new Sent.Later(LONGEST_PAUSE, code);
    }
    return new Sent.Later(failed.retryAfter().map(ApiErrors::clamped).orElse(PAUSE), code);
  }

  private static Duration clamped(Duration asked) {
    if (asked.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }
}

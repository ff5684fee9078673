package dev.countersign.app.config;

import dev.countersign.secret.ConfidentialAddress;
import dev.countersign.secret.Secret;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/// One Slack app in one workspace.
///
/// @param teamId callbacks from any other workspace are refused
/// @param apiBase where Web API methods live; only a sandbox has another than Slack's
/// @param replyOrigins where a `response_url` may point
public record SlackConfig(
    Secret signingSecret,
    Secret botToken,
    String teamId,
    String appId,
    URI apiBase,
    Set<URI> replyOrigins) {
  static final URI API_BASE = URI.create("https://slack.com/api/");
  static final URI REPLY_ORIGIN = URI.create("https://hooks.slack.com");

  private static final int MOST_ORIGINS = 10;
  private static final Pattern CREDENTIAL = Pattern.compile("[!-~]{8,512}");
  private static final Pattern TEAM = Pattern.compile("T[A-Z0-9]{1,30}");
  private static final Pattern APP = Pattern.compile("A[A-Z0-9]{1,30}");

  static SlackConfig read(SettingsSection slack, Profile profile) {
    SlackConfig config =
        new SlackConfig(
            slack.requiredSecret("signing_secret"),
            slack.requiredSecret("bot_token"),
            slack.required("team_id", TEAM, "A workspace id such as T012AB3CD."),
            slack.required("app_id", APP, "An app id such as A012AB3CD."),
            slack.uri("api_base", API_BASE),
            slack.uris("reply_origins", Set.of(REPLY_ORIGIN), MOST_ORIGINS));
    config.checkCredential(slack, "signing_secret", config.signingSecret);
    config.checkCredential(slack, "bot_token", config.botToken);
    config.checkAddresses(slack);
    if (profile == Profile.PRODUCTION) {
      config.refuseSandbox(slack);
    }
    slack.close();
    return config;
  }

  private void checkCredential(SettingsSection slack, String name, Secret secret) {
    if (slack.isSet(name) && !CREDENTIAL.matcher(secret.reveal()).matches()) {
      slack.problem(name, "Not the shape of a Slack credential.");
    }
  }

  private void checkAddresses(SettingsSection slack) {
    if (!ConfidentialAddress.is(apiBase) || !apiBase.getPath().endsWith("/")) {
      slack.problem(
          "api_base", "An https address, or http on the loopback one, ending in a slash.");
    }
    if (replyOrigins.stream()
        .anyMatch(uri -> !ConfidentialAddress.is(uri) || !uri.getRawPath().isEmpty())) {
      slack.problem(
          "reply_origins", "Origins without a path: https, or http on the loopback address.");
    }
  }

  private void refuseSandbox(SettingsSection slack) {
    refuseSandbox(slack, "signing_secret", signingSecret);
    refuseSandbox(slack, "bot_token", botToken);
    if (ConfidentialAddress.isLoopback(apiBase)) {
      slack.problem("api_base", "A sandbox's address; profile production does not take it.");
    }
    if (replyOrigins.stream().anyMatch(ConfidentialAddress::isLoopback)) {
      slack.problem("reply_origins", "A sandbox's address; profile production does not take it.");
    }
  }

  private static void refuseSandbox(SettingsSection slack, String name, Secret secret) {
    if (SandboxSecret.is(secret.reveal())) {
      slack.problem(name, "A sandbox's secret; profile production does not take it.");
    }
  }
}

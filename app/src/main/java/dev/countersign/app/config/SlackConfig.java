package dev.countersign.app.config;

import dev.countersign.secret.ConfidentialAddress;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackSettings;
import dev.countersign.slack.SlackSettings.Entrance;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what one Slack app in one workspace needs. What belongs to the other way in is refused: a
/// secret that nothing checks is only there to be stolen.
final class SlackConfig {
  private static final String SIGNING_SECRET = "signing_secret";
  private static final String APP_TOKEN = "app_token";
  private static final String BOT_TOKEN = "bot_token";
  private static final String API_BASE = "api_base";
  private static final String REPLY_ORIGINS = "reply_origins";

  private static final String SHARED_CHANNELS = "shared_channels";

  private static final int MOST_ORIGINS = 10;
  private static final int MOST_SHARED = 100;
  private static final Pattern CREDENTIAL = Pattern.compile("[!-~]{8,512}");
  private static final Pattern TEAM = Pattern.compile("T[A-Z0-9]{1,30}");
  private static final Pattern APP = Pattern.compile("A[A-Z0-9]{1,30}");
  private static final String SANDBOX = "A sandbox's address; profile production does not take it.";

  private final SettingsSection slack;
  private final Profile profile;
  private boolean sound = true;

  SlackConfig(SettingsSection slack, Profile profile) {
    this.slack = slack;
    this.profile = profile;
  }

  /// How it comes in what people do.
  private enum Mode {
    /// Slack posts to the gate.
    HTTP,
    /// The gate opens a socket to Slack.
    SOCKET
  }

  /// Empty when anything is wrong, all of which is reported.
  Optional<SlackSettings> read() {
    Mode mode = slack.choice("mode", Mode.class, Mode.HTTP);
    Optional<Secret> entrance =
        switch (mode) {
          case HTTP -> entrance(SIGNING_SECRET, "", APP_TOKEN, "socket");
          case SOCKET -> entrance(APP_TOKEN, "xapp-", SIGNING_SECRET, "http");
        };
    Optional<Secret> bot = credential(BOT_TOKEN, "");
    String team = slack.required("team_id", TEAM, "A workspace id such as T012AB3CD.");
    String app = slack.required("app_id", APP, "An app id such as A012AB3CD.");
    URI base = slack.uri(API_BASE, SlackSettings.SLACK_API);
    Set<URI> origins = slack.uris(REPLY_ORIGINS, SlackSettings.SLACK_REPLY_ORIGINS, MOST_ORIGINS);
    Set<String> shared =
        slack.texts(
            SHARED_CHANNELS,
            MOST_SHARED,
            SlackConfig::channel,
            "Channel ids such as C012AB3CD are expected.",
            Set.of());
    address(base);
    origins(origins);
    slack.close();
    if (!sound || team.isEmpty() || app.isEmpty()) {
      return Optional.empty();
    }
    return entrance.flatMap(proof ->
        bot.map(token ->
            new SlackSettings(
                mode == Mode.HTTP ? new Entrance.Requests(proof) : new Entrance.Socket(proof),
                token,
                team,
                app,
                base,
                origins,
                shared)));
  }

  private static String channel(String id) {
    if (!SlackSettings.isChannel(id)) {
      throw new IllegalArgumentException("no channel id");
    }
    return id;
  }

  private Optional<Secret> entrance(String name, String begins, String other, String otherMode) {
    Optional<Secret> read = credential(name, begins);
    slack.secret(other);
    if (slack.isGiven(other) || slack.isGiven(other + "_file")) {
      problem(other, "This goes with mode: " + otherMode + "; remove it, or change the mode.");
    }
    return read;
  }

  private Optional<Secret> credential(String name, String begins) {
    Secret secret = slack.requiredSecret(name);
    if (!slack.isSet(name)) {
      return Optional.empty();
    }
    String shape = secret.reveal();
    if (!CREDENTIAL.matcher(shape).matches() || !shape.startsWith(begins)) {
      problem(
          name,
          begins.isEmpty()
              ? "Not the shape of a Slack credential."
              : "An app-level token begins with " + begins + ".");
      return Optional.empty();
    }
    if (profile == Profile.PRODUCTION && SandboxSecret.is(shape)) {
      problem(name, "A sandbox's secret; profile production does not take it.");
    }
    return Optional.of(secret);
  }

  private void address(URI base) {
    if (!ConfidentialAddress.is(base) || !base.getPath().endsWith("/")) {
      problem(API_BASE, "An https address, or http on the loopback one, ending in a slash.");
    } else if (profile == Profile.PRODUCTION && ConfidentialAddress.isLoopback(base)) {
      problem(API_BASE, SANDBOX);
    }
  }

  private void origins(Set<URI> origins) {
    if (origins.isEmpty()
        || origins.stream()
            .anyMatch(uri -> !ConfidentialAddress.is(uri) || !uri.getRawPath().isEmpty())) {
      problem(REPLY_ORIGINS, "Origins without a path: https, or http on the loopback address.");
    } else if (profile == Profile.PRODUCTION
        && origins.stream().anyMatch(ConfidentialAddress::isLoopback)) {
      problem(REPLY_ORIGINS, SANDBOX);
    }
  }

  private void problem(String name, String detail) {
    slack.problem(name, detail);
    sound = false;
  }
}

package dev.countersign.slack;

import dev.countersign.secret.ConfidentialAddress;
import dev.countersign.secret.Secret;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/// One Slack app, installed in one workspace.
///
/// @param entrance how it comes in what people do
/// @param botToken `xoxb-…`
/// @param teamId the workspace, `T…`; callbacks from any other are refused
/// @param appId the app, `A…`; callbacks for any other are refused
/// @param apiBase where Web API methods live, ending in `/`
/// @param replyOrigins scheme, host and port that a `response_url` may have; Slack names them in
///   every callback, so they are input
/// @param sharedChannels ids of channels that get messages although others than the workspace see
///   them: shared by Slack Connect, or with other workspaces of the organisation
public record SlackSettings(
    Entrance entrance,
    Secret botToken,
    String teamId,
    String appId,
    URI apiBase,
    Set<URI> replyOrigins,
    Set<String> sharedChannels) {
  public static final URI SLACK_API = URI.create("https://slack.com/api/");
  public static final Set<URI> SLACK_REPLY_ORIGINS = Set.of(URI.create("https://hooks.slack.com"));

  private static final Pattern CREDENTIAL = Pattern.compile("[!-~]{8,512}");
  private static final Pattern TEAM = Pattern.compile("T[A-Z0-9]{1,30}");
  private static final Pattern CHANNEL = Pattern.compile("[CG][A-Z0-9]{1,30}");
  private static final Pattern APP = Pattern.compile("A[A-Z0-9]{1,30}");

  /// How it comes in what people do: an app has one of the two, and what proves the other is no
  /// business of the gate's.
  public sealed interface Entrance {

    /// Slack posts to the public address, and signs.
    ///
    /// @param signingSecret "Signing Secret" on the app's Basic Information page
    record Requests(Secret signingSecret) implements Entrance {
      public Requests {
        requireCredential("signingSecret", signingSecret);
      }
    }

    /// The gate opens a connection to Slack, which brings it; there is no public address.
    ///
    /// @param appToken `xapp-…`, with the scope `connections:write` and no other
    record Socket(Secret appToken) implements Entrance {
      public Socket {
        requireCredential("appToken", appToken);
      }
    }
  }

  public SlackSettings {
    requireCredential("botToken", botToken);
    require(TEAM.matcher(teamId).matches(), "teamId is a workspace id such as T012AB3CD");
    require(APP.matcher(appId).matches(), "appId is an app id such as A012AB3CD");
    ConfidentialAddress.require("apiBase", apiBase);
    require(apiBase.getPath().endsWith("/"), "apiBase ends with a slash");
    require(!replyOrigins.isEmpty(), "replyOrigins has at least one origin");
    for (URI origin : replyOrigins) {
      ConfidentialAddress.require("replyOrigins", origin);
      require(origin.getRawPath().isEmpty(), "an origin has no path");
    }
    replyOrigins = Set.copyOf(replyOrigins);
    for (String channel : sharedChannels) {
      require(isChannel(channel), "sharedChannels has channel ids such as C012AB3CD");
    }
    sharedChannels = Set.copyOf(sharedChannels);
  }

  /// Without a channel that others see.
  public SlackSettings(
      Entrance entrance,
      Secret botToken,
      String teamId,
      String appId,
      URI apiBase,
      Set<URI> replyOrigins) {
    this(entrance, botToken, teamId, appId, apiBase, replyOrigins, Set.of());
  }

  /// The settings of an app on slack.com.
  public static SlackSettings of(Entrance entrance, Secret botToken, String teamId, String appId) {
    return new SlackSettings(entrance, botToken, teamId, appId, SLACK_API, SLACK_REPLY_ORIGINS);
  }

  /// Whether it has the shape of a channel's id, `C…` or `G…`
  /// (docs.slack.dev/reference/objects/conversation-object).
  public static boolean isChannel(String id) {
    return CHANNEL.matcher(id).matches();
  }

  private static void requireCredential(String name, Secret secret) {
    require(
        CREDENTIAL.matcher(secret.reveal()).matches(),
        name + " is 8 to 512 printable ASCII characters without blanks");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}

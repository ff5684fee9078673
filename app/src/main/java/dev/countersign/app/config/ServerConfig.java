package dev.countersign.app.config;

import dev.countersign.secret.ConfidentialAddress;
import java.net.URI;
import java.time.Duration;

/// Where the gate listens.
///
/// @param host of agents and chats
/// @param port of agents; 0 takes any free one
/// @param chatPort of Slack and Teams, who have a door that agents cannot fill
/// @param managementHost of health and metrics, which nobody outside should reach
/// @param publicUrl how the gate is reached from outside: for links
/// @param lameDuck how long a gate that was told to stop says that it is not ready before it shuts
///   its doors, so that whoever balances the load looks elsewhere first
public record ServerConfig(
    String host,
    int port,
    int chatPort,
    String managementHost,
    int managementPort,
    URI publicUrl,
    Duration lameDuck) {
  static final String HOST = "127.0.0.1";
  static final int PORT = 8080;
  static final int CHAT_PORT = 8081;
  static final int MANAGEMENT_PORT = 9090;
  static final URI PUBLIC_URL = URI.create("http://localhost:8080");

  private static final int MOST_PORT = 65_535;

  static final Duration LAME_DUCK = Duration.ofSeconds(5);
  private static final Duration LONGEST_LAME_DUCK = Duration.ofMinutes(2);

  /// With the chats' door where it is by default.
  public ServerConfig(
      String host, int port, String managementHost, int managementPort, URI publicUrl) {
    this(host, port, chatPort(port), managementHost, managementPort, publicUrl, LAME_DUCK);
  }

  /// Beside a port that is any free one, any other free one.
  private static int chatPort(int port) {
    return port == 0 ? 0 : CHAT_PORT;
  }

  static ServerConfig read(SettingsSection server, Profile profile) {
    int port = server.integer("port", PORT, 0, MOST_PORT);
    ServerConfig config =
        new ServerConfig(
            server.text("host", HOST),
            port,
            server.integer("chat_port", chatPort(port), 0, MOST_PORT),
            server.text("management_host", HOST),
            server.integer("management_port", MANAGEMENT_PORT, 0, MOST_PORT),
            server.uri("public_url", PUBLIC_URL),
            server.duration(
                "lame_duck",
                // Nobody balances the load of a sandbox.
                profile == Profile.PRODUCTION ? LAME_DUCK : Duration.ZERO,
                Duration.ZERO,
                LONGEST_LAME_DUCK));
    config.checkPublicUrl(server, profile);
    server.close();
    return config;
  }

  /// Links are made by adding to it, and people follow them.
  private void checkPublicUrl(SettingsSection server, Profile profile) {
    if (publicUrl.getRawUserInfo() != null
        || publicUrl.getRawQuery() != null
        || publicUrl.getRawFragment() != null
        || !publicUrl.normalize().equals(publicUrl)
        || publicUrl.getRawPath().contains("//")) {
      server.problem(
          "public_url",
          "An address without user, query, fragment or dot segments is expected; a path is what the"
              + " proxy in front takes away.");
    }
    if (profile == Profile.PRODUCTION
        && !"https".equals(publicUrl.getScheme())
        && !ConfidentialAddress.isLoopback(publicUrl)) {
      server.problem(
          "public_url", "Profile production takes https alone, or http on the loopback address.");
    }
  }
}

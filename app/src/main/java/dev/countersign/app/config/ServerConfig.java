package dev.countersign.app.config;

import java.net.URI;

/// Where the gate listens.
///
/// @param host of agents, chats and reviewers
/// @param port 0 takes any free one
/// @param managementHost of health and metrics, which nobody outside should reach
/// @param publicUrl how the gate is reached from outside: for links
public record ServerConfig(
    String host, int port, String managementHost, int managementPort, URI publicUrl) {
  static final String HOST = "127.0.0.1";
  static final int PORT = 8080;
  static final int MANAGEMENT_PORT = 9090;
  static final URI PUBLIC_URL = URI.create("http://localhost:8080");

  private static final int MOST_PORT = 65_535;

  static ServerConfig read(Section server, Profile profile) {
    ServerConfig config =
        new ServerConfig(
            server.text("host", HOST),
            server.integer("port", PORT, 0, MOST_PORT),
            server.text("management_host", HOST),
            server.integer("management_port", MANAGEMENT_PORT, 0, MOST_PORT),
            server.uri("public_url", PUBLIC_URL));
    config.checkPublicUrl(server, profile);
    server.close();
    return config;
  }

  /// Links are made by adding to it, and people follow them.
  private void checkPublicUrl(Section server, Profile profile) {
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
        && !Addresses.isLoopback(publicUrl)) {
      server.problem(
          "public_url", "Profile production takes https alone, or http on the loopback address.");
    }
  }
}

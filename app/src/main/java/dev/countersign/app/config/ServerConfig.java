package dev.countersign.app.config;

import java.net.URI;

/// Where the gate listens.
///
/// @param host of agents and chats
/// @param port of agents; 0 takes any free one
/// @param chatPort of Slack and Teams, who have a door that agents cannot fill
/// @param managementHost of health and metrics, which nobody outside should reach
/// @param publicUrl how the gate is reached from outside: for links
public record ServerConfig(
    String host, int port, int chatPort, String managementHost, int managementPort, URI publicUrl) {
  static final String HOST = "127.0.0.1";
  static final int PORT = 8080;
  static final int CHAT_PORT = 8081;
  static final int MANAGEMENT_PORT = 9090;
  static final URI PUBLIC_URL = URI.create("http://localhost:8080");

  private static final int MOST_PORT = 65_535;

  /// With the chats' door where it is by default.
  public ServerConfig(
      String host, int port, String managementHost, int managementPort, URI publicUrl) {
    this(host, port, chatPort(port), managementHost, managementPort, publicUrl);
  }

  /// Beside a port that is any free one, any other free one.
  private static int chatPort(int port) {
    return port == 0 ? 0 : CHAT_PORT;
  }

  static ServerConfig read(Section server) {
    int port = server.integer("port", PORT, 0, MOST_PORT);
    ServerConfig config =
        new ServerConfig(
            server.text("host", HOST),
            port,
            server.integer("chat_port", chatPort(port), 0, MOST_PORT),
            server.text("management_host", HOST),
            server.integer("management_port", MANAGEMENT_PORT, 0, MOST_PORT),
            server.uri("public_url", PUBLIC_URL));
    server.close();
    return config;
  }
}

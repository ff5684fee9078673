package dev.countersign.app.http;

import java.net.URI;
import java.time.Duration;

/// What bounds the agents' API, and where it is.
///
/// @param port 0 takes any free one
/// @param publicUrl how agents reach this gate; the only source of links, never the Host header
/// @param mostConcurrent requests of agents at work or waiting at once; above it 503
/// @param idleTimeout how long a connection may stand still, also in the middle of a body
/// @param burst requests that one agent may send at once
/// @param perSecond requests per second that one agent may send in the long run
public record HttpSettings(
    String host,
    int port,
    URI publicUrl,
    int mostConcurrent,
    Duration idleTimeout,
    int burst,
    double perSecond) {
  /// Leaves room for work beside [Changes#MOST_WAITERS].
  public static final int MOST_CONCURRENT = 1_500;

  /// Connections of agents and chats together; more are not accepted until some close.
  public static final int MOST_CONNECTIONS = 4_000;

  public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
  public static final int BURST = 60;
  public static final int PER_SECOND = 20;

  /// Beyond it a rate bounds nobody: no gate answers so much.
  public static final int MOST_BURST = 10_000;

  public static final int MOST_PER_SECOND = 10_000;

  /// Bytes of the request line and all headers.
  static final int MOST_HEADER_BYTES = 16 * 1024;

  /// How long a stopping server lets requests end.
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  public HttpSettings {
    if (mostConcurrent < 1 || burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("a server that admits nobody");
    }
  }

  public static HttpSettings at(String host, int port, URI publicUrl) {
    return new HttpSettings(
        host, port, publicUrl, MOST_CONCURRENT, IDLE_TIMEOUT, BURST, PER_SECOND);
  }

  /// The same with another rate for each agent.
  public HttpSettings admitting(int burst, double perSecond) {
    return new HttpSettings(host, port, publicUrl, mostConcurrent, idleTimeout, burst, perSecond);
  }
}

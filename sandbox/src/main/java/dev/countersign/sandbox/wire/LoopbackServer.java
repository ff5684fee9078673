package dev.countersign.sandbox.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// HTTP on the loopback address and nowhere else. A request that names another host, as one does
/// that came through a rebound DNS name, or that a foreign web page started, is refused with 403.
public final class LoopbackServer implements AutoCloseable {
  public static final int MAX_BODY_BYTES = 1024 * 1024;

  private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Server server = new Server(new VirtualThreadPool());
  private final ServerConnector connector;
  private final Queue<Callback> hanging = new ConcurrentLinkedQueue<>();

  private LoopbackServer(int port, Function<HttpCall, HttpReply> door) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(port);
    server.addConnector(connector);
    server.setStopTimeout(0);
    server.setHandler(new Exchange(door));
  }

  /// @param port 0 for any free one
  public static LoopbackServer start(int port, Function<HttpCall, HttpReply> door) {
    var started = new LoopbackServer(port, door);
    try {
      started.server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the sandbox cannot listen on port " + port, e);
    }
    return started;
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /// Breaks off every call that a fault left without an answer, as a peer does that goes away.
  public void hangUp() {
    for (Callback call = hanging.poll(); call != null; call = hanging.poll()) {
      call.failed(new QuietException.Exception("hung up"));
    }
  }

  @Override
  public void close() {
    hangUp();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the sandbox did not stop", e);
    }
  }

  private boolean isLocal(HttpCall call) {
    boolean toUs = call.header("Host").map(this::isOurAuthority).orElse(false);
    boolean fromUs = call.header("Origin").map(this::isOurOrigin).orElse(true);
    return toUs && fromUs;
  }

  private boolean isOurOrigin(String origin) {
    return origin.startsWith("http://") && isOurAuthority(origin.substring("http://".length()));
  }

  private boolean isOurAuthority(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > 0
        && LOOPBACK_NAMES.contains(authority.substring(0, colon).toLowerCase(Locale.ROOT))
        && authority.substring(colon + 1).equals(Integer.toString(connector.getLocalPort()));
  }

  private final class Exchange extends Handler.Abstract {
    private final Function<HttpCall, HttpReply> door;

    Exchange(Function<HttpCall, HttpReply> door) {
      this.door = door;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      Optional<HttpCall> call = read(request);
      HttpReply reply =
          call.map(known -> isLocal(known) ? door.apply(known) : HttpReply.text(403, "forbidden"))
              .orElseGet(() -> HttpReply.text(413, "too large"));
      switch (reply) {
        case HttpReply.Answer answer -> write(answer, response, callback);
        case HttpReply.Hang _ -> hanging.add(callback);
        case HttpReply.Drop _ -> {
          request.getConnectionMetaData().getConnection().getEndPoint().close();
          callback.failed(new QuietException.Exception("dropped as scripted"));
        }
      }
      return true;
    }

    private static void write(HttpReply.Answer answer, Response response, Callback callback) {
      response.setStatus(answer.status());
      answer.headers().forEach(response.getHeaders()::put);
      Content.Sink.write(response, true, answer.body(), callback);
    }

    /// Empty when the body is too large.
    private static Optional<HttpCall> read(Request request) throws IOException {
      try (InputStream body = Content.Source.asInputStream(request)) {
        byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
          return Optional.empty();
        }
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        return Optional.of(
            new HttpCall(
                request.getMethod(),
                path == null ? "" : path,
                query == null ? "" : query,
                headers(request),
                new String(bytes, StandardCharsets.UTF_8)));
      }
    }

    private static Map<String, String> headers(Request request) {
      var headers = new HashMap<String, String>();
      for (HttpField field : request.getHeaders()) {
        headers.put(field.getLowerCaseName(), field.getValue() == null ? "" : field.getValue());
      }
      return headers;
    }
  }
}

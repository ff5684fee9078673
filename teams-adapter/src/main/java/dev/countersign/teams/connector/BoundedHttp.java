package dev.countersign.teams.connector;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP as our own side needs it: each request once, no redirect followed, the whole call bounded
/// in time and its answer in size. Logs nothing.
///
/// HTTP/1.1 only, where the JDK never repeats a POST, PUT or DELETE by itself.
final class BoundedHttp implements AutoCloseable {
  /// One call, from connecting to the last byte.
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /// Bytes of an answer; a page of members is the longest that we ask for.
  static final int MAX_BODY = 256 * 1024;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;
  private final Duration callTimeout;

  private BoundedHttp(HttpClient.Builder builder, Duration callTimeout) {
    this.callTimeout = callTimeout;
    client =
        builder
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
  }

  /// To the outside, through the proxy that the JVM was told to use, if any.
  static BoundedHttp outward(Duration callTimeout) {
    return new BoundedHttp(HttpClient.newBuilder(), callTimeout);
  }

  /// To the platform that we run on: no proxy may see its tokens.
  static BoundedHttp direct(Duration callTimeout) {
    return new BoundedHttp(HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY), callTimeout);
  }

  HttpAnswer call(HttpRequest request) {
    CompletableFuture<HttpResponse<Optional<byte[]>>> answer =
        client.sendAsync(request, _ -> new BoundedBody(MAX_BODY));
    try {
      HttpResponse<Optional<byte[]>> got =
          answer.get(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
      return new HttpAnswer.Answered(got.statusCode(), got.headers(), got.body().orElse(null));
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new HttpAnswer.Broken("timeout");
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new HttpAnswer.Broken("interrupted");
    } catch (ExecutionException broken) {
      return broken(broken);
    }
  }

  private static HttpAnswer broken(ExecutionException broken) {
    return switch (broken.getCause()) {
      case HttpTimeoutException _ -> new HttpAnswer.Broken("timeout");
      case IOException _ -> new HttpAnswer.Broken("unreachable");
      case null, default -> throw new IllegalStateException("the HTTP client failed", broken);
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}

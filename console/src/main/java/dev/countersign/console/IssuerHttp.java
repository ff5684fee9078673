package dev.countersign.console;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP to the issuer: each request once, no redirect followed, the whole call bounded in time and
/// its answer in size. Logs nothing.
final class IssuerHttp implements AutoCloseable {
  /// Bytes of an answer; a key set is the longest that we ask for.
  static final int MOST_BYTES = 256 * 1024;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;
  private final Duration callTimeout;

  /// @param callTimeout one call, from connecting to the last byte
  IssuerHttp(Duration callTimeout) {
    this.callTimeout = callTimeout;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads)
            .build();
  }

  record Answer(int status, String contentType, String body) {}

  /// Empty where there is none in time, or one that is too long.
  Optional<Answer> call(HttpRequest request) {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
    try {
      HttpResponse<String> got = answer.get(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(
          new Answer(
              got.statusCode(), got.headers().firstValue("Content-Type").orElse(""), got.body()));
    } catch (TimeoutException _) {
      answer.cancel(true);
      return Optional.empty();
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException broken) {
      if (broken.getCause() instanceof IOException) {
        return Optional.empty();
      }
      throw new IllegalStateException("the HTTP client failed", broken);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}

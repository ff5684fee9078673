package dev.countersign.sandbox.wire;

import dev.countersign.sandbox.wire.CallbackDelivery.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts callbacks to the app and gives up at the deadline, which covers the last byte of the
/// answer too. Never retries: what a platform sends again, its sandbox sends again.
public final class AppConnection implements AutoCloseable {
  /// Of an answer; more counts as a broken connection.
  public static final long MAX_ANSWER_BYTES = 256 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Duration deadline;

  public AppConnection(Duration deadline) {
    this.deadline = deadline;
  }

  public CallbackDelivery post(URI to, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to).POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    headers.forEach(request::header);
    return new CallbackDelivery(to, headers, body, send(request.build()));
  }

  private Answer send(HttpRequest request) {
    long start = System.nanoTime();
    CompletableFuture<HttpResponse<String>> exchange =
        http.sendAsync(
            request,
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
    try {
      HttpResponse<String> response = exchange.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return new Answer.Answered(response.statusCode(), response.body(), since(start));
    } catch (TimeoutException _) {
      exchange.cancel(true);
      return new Answer.DidNotRespond("no answer within " + deadline, since(start));
    } catch (ExecutionException broken) {
      return new Answer.DidNotRespond(kind(broken), since(start));
    } catch (InterruptedException _) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer.DidNotRespond("interrupted", since(start));
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static String kind(ExecutionException broken) {
    return Optional.ofNullable(broken.getCause())
        .map(cause -> cause.getClass().getSimpleName())
        .orElse("connection failed");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}

package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ManagementServerTest {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void readyWhenEveryCheckHolds() throws Exception {
    TestGate gate = TestGate.inMemory();
    AtomicBoolean working = new AtomicBoolean(true);
    List<ReadinessCheck> checks =
        List.of(
            ReadinessCheck.ledger(gate.ledger),
            ReadinessCheck.keys(() -> gate.keys),
            new ReadinessCheck("workers", working::get));
    try (ManagementServer server =
        new ManagementServer(ManagementServer.LOOPBACK, 0, checks, meters)) {
      server.start();
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
      working.set(false);
      HttpResponse<String> unready = get(server, "/readyz");
      assertThat(unready.statusCode()).isEqualTo(503);
      assertThat(unready.body()).isEqualTo("{\"failing\":[\"workers\"],\"status\":\"not_ready\"}");
      assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void chatsThatAreDownAreNamedAndTurnNobodyAway() throws Exception {
    AtomicBoolean working = new AtomicBoolean(true);
    try (ManagementServer server =
        new ManagementServer(
            ManagementServer.LOOPBACK,
            0,
            List.of(new ReadinessCheck("workers", working::get)),
            () -> List.of(new Impairment("slack", "invalid_auth")),
            meters)) {
      server.start();
      HttpResponse<String> ready = get(server, "/readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body())
          .isEqualTo(
              "{\"down\":[{\"chat\":\"slack\",\"code\":\"invalid_auth\"}],\"status\":\"ready\"}");
      working.set(false);
      HttpResponse<String> unready = get(server, "/readyz");
      assertThat(unready.statusCode()).isEqualTo(503);
      assertThat(unready.body()).contains("\"failing\":[\"workers\"]", "\"chat\":\"slack\"");
    }
  }

  @Test
  void aCheckThatThrowsOrHangsDoesNotHold() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    List<ReadinessCheck> checks =
        List.of(
            new ReadinessCheck(
                "throws",
                () -> {
                  throw new IllegalStateException("broken");
                }),
            new ReadinessCheck(
                "hangs",
                () -> {
                  asked.incrementAndGet();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return true;
                }),
            new ReadinessCheck("holds", () -> true));
    Readiness readiness = new Readiness(checks, Duration.ofMillis(50));
    assertThat(readiness.failing()).containsExactly("throws", "hangs");
    assertThat(readiness.failing()).containsExactly("throws", "hangs");
    assertThat(asked).hasValue(1);
    never.countDown();
  }

  @Test
  void metricsAreThereToScrape() throws Exception {
    meters.counter("countersign.sample").increment();
    try (ManagementServer server =
        new ManagementServer(ManagementServer.LOOPBACK, 0, List.of(), meters)) {
      server.start();
      assertThat(get(server, "/metrics").body()).contains("countersign_sample_total 1.0");
    }
  }

  private static HttpResponse<String> get(ManagementServer server, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}

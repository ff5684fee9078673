package dev.countersign.bench;

import dev.countersign.app.worker.DeliveryWorker;
import dev.countersign.app.worker.WorkerWakeUp;
import dev.countersign.ledger.DeliveryKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// Clicks at a constant rate, whether or not earlier ones were answered: each signed callback goes
/// over HTTP to the servlet that Slack would reach, and its time runs from the moment at which it
/// was to be sent, not from when the sender got round to it. Cards are updated and actions executed
/// behind it, as they would be.
final class ClickStorm {
  private static final String PATH = "/slack/interactions";
  private static final int IN_FLIGHT = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration START = Duration.ofMillis(200);
  private static final DeliveryWorker.Settings WORKER =
      new DeliveryWorker.Settings(
          IN_FLIGHT, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(10));
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;
  private static final int OK = 200;

  private final Duel duel;
  private final BenchGate gate;
  private final String signingSecret;
  private final WorkerWakeUp wakeUp;
  private final Consumer<String> progress;

  /// @param failed clicks not answered 200, or not counted as votes
  record Result(int perSecond, Duration length, Histogram latencies, long failed) {}

  ClickStorm(
      Duel duel,
      BenchGate gate,
      String signingSecret,
      WorkerWakeUp wakeUp,
      Consumer<String> progress) {
    this.duel = duel;
    this.gate = gate;
    this.signingSecret = signingSecret;
    this.wakeUp = wakeUp;
    this.progress = progress;
  }

  Result run(int perSecond, Duration length) throws Exception {
    int warm = (int) (perSecond * WARM_UP.toSeconds());
    int measured = (int) (perSecond * length.toMillis() / 1_000);
    progress.accept("asking for %d clicks".formatted(warm + measured));
    duel.ask(warm + measured);
    List<InstantChat.Posted> cards = new ArrayList<>(gate.asked());
    gate.forget();
    Server server = new Server(new VirtualThreadPool());
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(gate.slack.servlet(gate.core.desks())), PATH);
    server.setHandler(context);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + connector.getLocalPort() + PATH);
    RandomGenerator random = RandomGenerator.getDefault();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        DeliveryWorker showing =
            new DeliveryWorker(
                DeliveryKind.SHOW_CARD,
                gate.deliveries(),
                gate.core.courier()::deliver,
                WORKER,
                gate.metrics,
                random);
        DeliveryWorker executing =
            new DeliveryWorker(
                DeliveryKind.EXECUTE,
                gate.deliveries(),
                gate.core.executions()::run,
                WORKER,
                gate.metrics,
                random)) {
      wakeUp.to(showing);
      wakeUp.to(executing);
      showing.start();
      executing.start();
      SignedPress press = new SignedPress(url, signingSecret, InstantSource.system());
      List<HttpRequest> clicks = new ArrayList<>();
      for (int i = 0; i < warm + measured; i++) {
        clicks.add(press.of(cards.get(i), Sample.LEADS.get(i % Sample.LEADS.size())));
      }
      progress.accept("clicking %d times a second".formatted(perSecond));
      send(client, clicks.subList(0, warm), perSecond);
      double before = votes();
      Result sent = send(client, clicks.subList(warm, clicks.size()), perSecond);
      long lost = measured - Math.round(votes() - before);
      return new Result(perSecond, length, sent.latencies(), Math.max(lost, sent.failed()));
    } finally {
      server.stop();
    }
  }

  private double votes() {
    return gate.registry.find("countersign.votes").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static Result send(HttpClient client, List<HttpRequest> clicks, int perSecond) {
    Histogram latencies = new SynchronizedHistogram(LONGEST_NANOS, DIGITS);
    AtomicInteger failed = new AtomicInteger();
    long gap = Duration.ofSeconds(1).toNanos() / perSecond;
    long start = System.nanoTime() + START.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clicks.size(); i++) {
        HttpRequest click = clicks.get(i);
        long due = start + i * gap;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        threads.execute(() -> {
          if (answer(client, click) != OK) {
            failed.incrementAndGet();
          }
          latencies.recordValue(Math.min(System.nanoTime() - due, LONGEST_NANOS));
        });
      }
    }
    return new Result(perSecond, Duration.ofNanos(gap * clicks.size()), latencies, failed.get());
  }

  private static int answer(HttpClient client, HttpRequest click) {
    try {
      return client.send(click, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}

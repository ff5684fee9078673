package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CallbackMetrics.Connection;
import dev.countersign.card.ChatStanding;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Surface;
import dev.countersign.secret.ConfidentialAddress;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one connection to Slack open, by which comes what Slack would otherwise post to a public
/// address (docs.slack.dev/apis/events-api/using-socket-mode).
///
/// When Slack asks for another connection, that one stands before this one ends. A connection that
/// is lost, or silent, is replaced after a pause that grows, and is drawn at random so that
/// replicas do not come back together. Each replica has a connection of its own, and Slack gives
/// each envelope to one of them.
final class SocketMode implements AutoCloseable {
  private static final int MOST_DOUBLINGS = 10;
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);
  private static final Set<String> RENEWING = Set.of("warning", "refresh_requested");
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");
  private static final Logger log = LoggerFactory.getLogger(SocketMode.class);

  private final SlackWebApi api;
  private final Secret appToken;
  private final String appId;
  private final Callbacks callbacks;
  private final CallbackMetrics metrics;
  private final SocketPatience patience;
  private final RandomGenerator random;
  private final AnsweredEnvelopes envelopes = new AnsweredEnvelopes();
  private final CompletableFuture<Void> stopping = new CompletableFuture<>();
  private final ExecutorService threads = VirtualThreads.perTask("slack-socket");
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(SlackSocket.OPENED_WITHIN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .executor(threads)
          .build();
  private volatile @Nullable SlackSocket current;
  private volatile ChatStanding trouble = new ChatStanding.Away("socket_not_open");

  SocketMode(
      SlackWebApi api,
      Secret appToken,
      String appId,
      Callbacks callbacks,
      CallbackMetrics metrics,
      SocketPatience patience,
      RandomGenerator random) {
    this.api = api;
    this.appToken = appToken;
    this.appId = appId;
    this.callbacks = callbacks;
    this.metrics = metrics;
    this.patience = patience;
    this.random = random;
  }

  /// There is no other connection yet.
  ///
  /// @param atLeast before the next try
  private record Failed(Duration atLeast) {}

  /// Returns at once; the connection stands soon after.
  void start() {
    threads.execute(this::keepOpen);
  }

  /// Whether what people do comes in now.
  ChatStanding standing() {
    SlackSocket now = current;
    return now == null || now.ended().isDone() ? trouble : new ChatStanding.Known();
  }

  private void keepOpen() {
    int failures = 0;
    try {
      while (!stopping.isDone()) {
        long start = System.nanoTime();
        Optional<Failed> failed = once();
        boolean steady = System.nanoTime() - start >= patience.steady().toNanos();
        failures = steady ? 0 : failures + 1;
        pause(failures, failed.map(Failed::atLeast).orElse(Duration.ZERO));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// One connection, from its opening until another is needed. Whatever happens to it, the next one
  /// is tried.
  private Optional<Failed> once() throws InterruptedException {
    try {
      Optional<Failed> failed = replace();
      if (failed.isEmpty()) {
        return stay();
      }
      metrics.connection(Surface.SLACK, Connection.FAILED);
      return failed;
    } catch (ExecutionException | RuntimeException e) {
      log.error("the socket to slack failed in a way of its own", e);
      metrics.connection(Surface.SLACK, Connection.FAILED);
      return Optional.of(away("failed"));
    }
  }

  /// Opens another connection, and only then lets go of the one before.
  private Optional<Failed> replace() throws InterruptedException {
    return switch (api.openSocket(appToken)) {
      case ApiAnswer.Failed failed -> Optional.of(refused(failed));
      case ApiAnswer.Done(String address) -> replace(address);
    };
  }

  private Optional<Failed> replace(String given) throws InterruptedException {
    Optional<URI> address = address(given);
    if (address.isEmpty()) {
      return Optional.of(away("no_address"));
    }
    try {
      return adopt(SlackSocket.open(http, address.get(), this::acknowledgement, threads));
    } catch (IOException _) {
      return Optional.of(away("unreachable"));
    }
  }

  private Optional<Failed> adopt(SlackSocket opened) {
    SocketMessage.Hello hello = opened.hello();
    if (hello == null) {
      String reason = opened.leaving().getNow(opened.ended().getNow("unknown"));
      opened.abort(reason);
      return Optional.of(farewell(reason));
    }
    if (!hello.appId().isEmpty() && !hello.appId().equals(appId)) {
      opened.abort("other_app");
      log.error("slack socket: the app token is of another app than slack.app_id");
      return Optional.of(refused(new ChatStanding.Refused("socket_other_app")));
    }
    SlackSocket former = current;
    current = opened;
    metrics.connection(Surface.SLACK, Connection.OPENED);
    log.info("the socket to slack is open");
    if (former != null) {
      threads.execute(() -> former.closeWhenAnswered(patience.drain()));
    }
    return Optional.empty();
  }

  /// Until another connection is needed.
  ///
  /// @return why, where that is a trouble
  private Optional<Failed> stay() throws InterruptedException, ExecutionException {
    SlackSocket here = Objects.requireNonNull(current);
    var over = CompletableFuture.anyOf(here.ended(), here.leaving(), stopping);
    while (!over.isDone()) {
      try {
        over.get(patience.ping().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        if (here.silentFor().compareTo(patience.silence()) > 0) {
          here.abort("silent");
        } else {
          here.ping();
        }
      }
    }
    return stopping.isDone() ? Optional.empty() : left(here);
  }

  private Optional<Failed> left(SlackSocket here) {
    if (here.leaving().isDone()) {
      String reason = shown(here.leaving().getNow(""));
      if (RENEWING.contains(reason)) {
        metrics.connection(Surface.SLACK, Connection.RENEWED);
        log.info("slack asks for another socket: {}", reason);
        return Optional.empty();
      }
      metrics.connection(Surface.SLACK, Connection.LOST);
      return Optional.of(farewell(reason));
    }
    metrics.connection(Surface.SLACK, Connection.LOST);
    return Optional.of(away(here.ended().getNow("unknown")));
  }

  private Failed farewell(String given) {
    String reason = shown(given);
    return switch (reason) {
      case "link_disabled" -> {
        log.error("slack socket: Socket Mode is switched off for this app");
        yield refused(new ChatStanding.Refused("socket_" + reason));
      }
      case "too_many_websockets" -> {
        log.error("slack socket: this app has as many connections as Slack allows");
        yield away(reason);
      }
      default -> away(reason);
    };
  }

  private Failed refused(ApiAnswer.Failed failed) {
    log.warn("apps.connections.open: {}", failed.error());
    Duration asked = failed.retryAfter().orElse(Duration.ZERO);
    return switch (ApiErrors.standing(failed)) {
      case ChatStanding.Refused(String code) -> refused(new ChatStanding.Refused("socket_" + code));
      case ChatStanding.Away(String code) ->
          failed(
              new ChatStanding.Away("socket_" + code),
              asked.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : asked);
      case ChatStanding.Known _ -> throw new IllegalStateException("it failed");
    };
  }

  /// Nothing changes before somebody mends it.
  private Failed refused(ChatStanding.Refused standing) {
    return failed(standing, patience.longest());
  }

  private Failed away(String code) {
    log.warn("there is no socket to slack: {}", code);
    return failed(new ChatStanding.Away("socket_" + code), Duration.ZERO);
  }

  private Failed failed(ChatStanding standing, Duration atLeast) {
    trouble = standing;
    return new Failed(atLeast);
  }

  private static String shown(String reason) {
    return CODE.matcher(reason).matches() ? reason : "other";
  }

  private void pause(int failures, Duration atLeast) throws InterruptedException {
    if (failures == 0) {
      return;
    }
    long grown =
        Math.min(
            patience.first().toNanos() << Math.min(failures - 1, MOST_DOUBLINGS),
            patience.longest().toNanos());
    long drawn = grown / 2 + random.nextLong(Math.max(1, grown / 2));
    try {
      stopping.get(Math.max(drawn, atLeast.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // The pause is over.
    } catch (ExecutionException e) {
      throw new IllegalStateException("stopping never fails", e);
    }
  }

  /// wss, or ws that does not leave this machine; empty for anything else. Slack gives another
  /// address, with a ticket, each time.
  static Optional<URI> address(String given) {
    try {
      URI uri = new URI(given);
      boolean confidential =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
              && ("wss".equals(uri.getScheme())
                  || ("ws".equals(uri.getScheme()) && ConfidentialAddress.isLoopback(uri)));
      return confidential ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private String acknowledgement(SocketMessage.Envelope envelope, Digest message) {
    long start = System.nanoTime();
    return envelopes.once(
        envelope.id(),
        () -> acknowledged(envelope.id(), callbacks.take(envelope.callback(), message)),
        () -> {
          log.warn("slack callback without effect: repeated envelope");
          metrics.callback(
              Surface.SLACK, CallbackResult.REPLAY, Duration.ofNanos(System.nanoTime() - start));
        });
  }

  private static String acknowledged(String envelope, CallbackAnswer answer) {
    var text = JsonObject.builder().put("envelope_id", envelope);
    if (answer instanceof CallbackAnswer.Structure(var json)) {
      text.put("payload", json);
    }
    return CanonicalJson.text(text.build());
  }

  /// What came is answered, as far as that is quick; then nothing comes any more.
  @Override
  public void close() {
    stopping.complete(null);
    SlackSocket last = current;
    if (last != null) {
      last.closeWhenAnswered(patience.drain());
    }
    http.shutdownNow();
    threads.shutdownNow();
  }
}

package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.card.ClickAnswer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Surface;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one person what became of their press: by the callback's `response_url`, or as an
/// ephemeral message where that fails, or in a modal where there is neither, as for what stands in
/// one or on the app's own page. Nothing is decided here, and nothing waits for it; what cannot be
/// told in the end is counted and dropped.
final class PrivateReplies implements AutoCloseable {
  /// Answers under way at one time.
  static final int MAX_PENDING = 1_000;

  static final int MAX_TRIES = 3;
  static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final String TITLE = "Countersign";
  private static final Logger log = LoggerFactory.getLogger(PrivateReplies.class);

  private final SlackWebApi api;
  private final CallbackMetrics metrics;
  private final Duration firstPause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore free = new Semaphore(MAX_PENDING);
  private final ExecutorService threads = VirtualThreads.perTask("slack-reply");
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .executor(threads)
          .build();

  PrivateReplies(SlackWebApi api, CallbackMetrics metrics, Duration firstPause) {
    this.api = api;
    this.metrics = metrics;
    this.firstPause = firstPause;
  }

  /// Tells an answer of the desk, if it needs telling: when a vote is counted, the card itself
  /// changes. Returns at once.
  void tell(ReplyTo to, ClickAnswer answer) {
    switch (answer.kind()) {
      case COUNTED -> {}
      case PARTLY,
          REPEATED,
          STANDING,
          REFUSED,
          NOT_ENTITLED,
          OUTSIDER,
          OUTDATED,
          INCOMPLETE,
          UNKNOWN_BUTTON,
          MALFORMED,
          UNAVAILABLE ->
          tell(to, answer.text());
    }
  }

  /// Returns at once.
  ///
  /// @param words the service's own
  void tell(ReplyTo to, String words) {
    tell(to, PrivateMessage.of(words));
  }

  /// Returns at once.
  void tell(ReplyTo to, PrivateMessage message) {
    if (!free.tryAcquire()) {
      log.error("too many private answers are waiting; one is dropped");
      metrics.privateReply(Surface.SLACK, PrivateReply.DROPPED);
      return;
    }
    threads.execute(() -> {
      try {
        metrics.privateReply(Surface.SLACK, deliver(to, message));
      } catch (RuntimeException e) {
        log.error("a private answer in slack failed", e);
        metrics.privateReply(Surface.SLACK, PrivateReply.LOST);
      } finally {
        free.release();
      }
    });
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
    threads.shutdownNow();
  }

  private PrivateReply deliver(ReplyTo to, PrivateMessage message) {
    boolean shown =
        to.responseUrl().filter(url -> answer(url, message)).isPresent()
            || whisper(to, message)
            || to.trigger().filter(trigger -> open(trigger, message)).isPresent();
    return shown ? PrivateReply.SHOWN : PrivateReply.LOST;
  }

  private boolean answer(URI url, PrivateMessage message) {
    JsonObject body = message.answer().put("replace_original", false).build();
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofByteArray(CanonicalJson.bytes(body)))
            .build();
    try {
      return answer(request);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean answer(HttpRequest request) throws InterruptedException {
    Duration pause = firstPause;
    for (int tried = 1; tried <= MAX_TRIES; tried++) {
      int status = status(request);
      if (status == 200) {
        return true;
      }
      log.warn("response_url, try {} of {}: {}", tried, MAX_TRIES, status);
      if (isFinal(status)) {
        return false; // used up, too old or unknown
      }
      if (tried < MAX_TRIES) {
        if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          return false;
        }
        pause = pause.multipliedBy(2);
      }
    }
    return false;
  }

  /// 0 when there was no answer.
  private int status(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  private static boolean isFinal(int status) {
    return status != 0 && status != 429 && status < 500;
  }

  private boolean whisper(ReplyTo to, PrivateMessage message) {
    if (to.channel().isEmpty()) {
      return false;
    }
    return switch (api.whisper(
        to.channel(), to.user(), message.text(), CanonicalJson.text(message.blocks()))) {
      case ApiAnswer.Done _ -> true;
      case ApiAnswer.Failed(String error, _) -> {
        log.warn("chat.postEphemeral: {}", error);
        yield false;
      }
    };
  }

  private boolean open(ReplyTo.Trigger trigger, PrivateMessage message) {
    String view = CanonicalJson.text(FormModal.saying(TITLE, message.blocks()));
    ApiAnswer opened =
        trigger.inModal() ? api.pushView(trigger.id(), view) : api.openView(trigger.id(), view);
    return switch (opened) {
      case ApiAnswer.Done _ -> true;
      case ApiAnswer.Failed(String error, _) -> {
        log.warn("views: {}", error);
        yield false;
      }
    };
  }
}

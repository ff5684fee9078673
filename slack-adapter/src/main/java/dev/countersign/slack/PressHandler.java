package dev.countersign.slack;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.json.Digest;
import dev.countersign.slack.SlackMetrics.CallbackResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a press to the desk and waits for the answer, but no longer than Slack waits for ours. An
/// answer that comes later is told privately, so that no press stays unanswered; a counted vote
/// needs no telling, for the card itself changes.
final class PressHandler implements AutoCloseable {
  /// How long the acknowledgement may wait for the desk. Slack shows an error after 3 s, of which
  /// half a second is left for the way there and back.
  static final Duration PATIENCE = Duration.ofMillis(2_500);

  /// Presses with the desk at one time, late ones included.
  static final int MAX_IN_FLIGHT = 256;

  private static final Logger log = LoggerFactory.getLogger(PressHandler.class);

  private static final ClickAnswer BUSY =
      unavailable("busy", "Countersign is busy. Nothing was recorded; please press again.");
  private static final ClickAnswer FAILED =
      unavailable(
          "desk_failed",
          "Countersign could not finish this. Please press again; a vote counts only once.");

  private final PressReader reader;
  private final ClickDesk desk;
  private final PrivateReplies replies;
  private final SlackMetrics metrics;
  private final Duration patience;
  private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);
  private final ExecutorService threads = VirtualThreads.perTask("slack-press");

  PressHandler(
      PressReader reader,
      ClickDesk desk,
      PrivateReplies replies,
      SlackMetrics metrics,
      Duration patience) {
    this.reader = reader;
    this.desk = desk;
    this.replies = replies;
    this.metrics = metrics;
    this.patience = patience;
  }

  /// Takes one payload and waits for its answer, within bounds.
  ///
  /// @param callback over the raw body
  /// @return false when the payload is not one
  boolean handle(@Nullable BlockActionPayload payload, Digest callback) {
    long start = System.nanoTime();
    CallbackResult result =
        switch (reader.read(payload, callback)) {
          case PressReading.Pressed(Click click, ReplyTo reply) -> decide(click, reply);
          case PressReading.Refused(PressRefusal refusal, Optional<ReplyTo> reply) ->
              refuse(refusal, reply);
        };
    metrics.callback(result, Duration.ofNanos(System.nanoTime() - start));
    return result != CallbackResult.MALFORMED;
  }

  @Override
  public void close() {
    threads.close();
  }

  private CallbackResult refuse(PressRefusal refusal, Optional<ReplyTo> reply) {
    log.warn("slack press refused: {}", refusal.code());
    reply.ifPresent(to -> refusal.words().ifPresent(words -> replies.tell(to, words)));
    return switch (refusal) {
      case MALFORMED -> CallbackResult.MALFORMED;
      case STRANGER -> CallbackResult.NOT_ENTITLED;
      case UNKNOWN_ACTION -> CallbackResult.NO_EFFECT;
      case FOREIGN_APP, ENTERPRISE_INSTALL, FOREIGN_TEAM, NOT_A_MESSAGE, EPHEMERAL, UNFURLED ->
          CallbackResult.REFUSED;
    };
  }

  private CallbackResult decide(Click click, ReplyTo reply) {
    if (!free.tryAcquire()) {
      log.error("slack press refused: busy");
      tell(BUSY, reply);
      return CallbackResult.UNAVAILABLE;
    }
    CompletableFuture<ClickAnswer> answer =
        CompletableFuture.supplyAsync(() -> askAndTell(click, reply), threads);
    return await(answer, click);
  }

  private CallbackResult await(CompletableFuture<ClickAnswer> answer, Click click) {
    try {
      return result(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      log.warn("{} is acknowledged before its answer", click);
      return CallbackResult.LATE;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a desk's failure is an answer", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return CallbackResult.LATE;
    }
  }

  private ClickAnswer askAndTell(Click click, ReplyTo reply) {
    try {
      ClickAnswer answer = ask(click);
      tell(answer, reply);
      return answer;
    } finally {
      free.release();
    }
  }

  private ClickAnswer ask(Click click) {
    try {
      return desk.decide(click);
    } catch (RuntimeException e) {
      log.error("{} failed", click, e);
      return FAILED;
    }
  }

  private void tell(ClickAnswer answer, ReplyTo reply) {
    switch (answer.kind()) {
      case COUNTED -> {}
      case STANDING, REFUSED, UNAVAILABLE -> replies.tell(reply, answer.text());
    }
  }

  private static CallbackResult result(ClickAnswer answer) {
    return switch (answer.kind()) {
      case COUNTED, STANDING -> CallbackResult.OK;
      case REFUSED ->
          answer.code().equals("not_eligible")
              ? CallbackResult.NOT_ENTITLED
              : CallbackResult.REFUSED;
      case UNAVAILABLE -> CallbackResult.UNAVAILABLE;
    };
  }

  private static ClickAnswer unavailable(String code, String text) {
    return new ClickAnswer(ClickAnswer.Kind.UNAVAILABLE, code, text);
  }
}

package dev.countersign.slack;

import dev.countersign.json.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to Slack, from its first message to its end. Each envelope is taken on a thread
/// of its own and acknowledged with its answer; while [#MAX_IN_FLIGHT] are, no further one is read.
final class SlackSocket implements WebSocket.Listener {
  /// Characters of the longest message: a view has up to 250 KB.
  static final int MAX_MESSAGE = 1024 * 1024;

  static final int MAX_IN_FLIGHT = 256;

  /// Until the connection stands, and again until Slack's first message.
  static final Duration OPENED_WITHIN = Duration.ofSeconds(10);

  private static final Duration SENT_WITHIN = Duration.ofSeconds(3);
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(SlackSocket.class);

  /// What becomes of an envelope.
  @FunctionalInterface
  interface Taking {
    /// @param message over the text that brought it
    /// @return what is sent back
    String acknowledgement(SocketMessage.Envelope envelope, Digest message);
  }

  private final Taking taking;
  private final Executor threads;
  private final StringBuilder parts = new StringBuilder();
  private final CompletableFuture<SocketMessage.Hello> greeted = new CompletableFuture<>();
  private final CompletableFuture<String> leaving = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final ReentrantLock sending = new ReentrantLock();
  private final ReentrantLock counting = new ReentrantLock();
  private final Condition answered = counting.newCondition();
  private int inFlight;
  private volatile long heard = System.nanoTime();
  private volatile @Nullable WebSocket connection;

  private SlackSocket(Taking taking, Executor threads) {
    this.taking = taking;
    this.threads = threads;
  }

  /// Opens one and waits until Slack says that it stands.
  ///
  /// @param address whoever has it has the socket: it is in no exception
  /// @throws IOException when it does not stand in time
  static SlackSocket open(HttpClient http, URI address, Taking taking, Executor threads)
      throws IOException, InterruptedException {
    var socket = new SlackSocket(taking, threads);
    try {
      http.newWebSocketBuilder()
          .connectTimeout(OPENED_WITHIN)
          .buildAsync(address, socket)
          .get(OPENED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
      CompletableFuture.anyOf(socket.greeted, socket.leaving, socket.ended)
          .get(OPENED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException _) {
      socket.abort("not_opened");
      throw new IOException("the socket does not stand");
    }
    return socket;
  }

  /// Slack's first message; empty where another came in its place.
  SocketMessage.@Nullable Hello hello() {
    return greeted.getNow(null);
  }

  /// Completes when Slack asks for another socket in place of this, or wants none; with its reason.
  CompletableFuture<String> leaving() {
    return leaving;
  }

  /// Completes when nothing comes any more; with our code for why.
  CompletableFuture<String> ended() {
    return ended;
  }

  Duration silentFor() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  /// Asks for a sign of life; any is one.
  void ping() {
    WebSocket to = connection;
    if (to != null) {
      // What is not sent is not answered, and silence ends the connection.
      CompletableFuture<WebSocket> _ = to.sendPing(ByteBuffer.allocate(0));
    }
  }

  /// Goes on until nothing is in flight any more, but no longer than `atMost`, and then says
  /// good-bye.
  void closeWhenAnswered(Duration atMost) {
    awaitAnswers(atMost);
    WebSocket to = connection;
    if (to != null && !ended.isDone()) {
      try {
        to.sendClose(WebSocket.NORMAL_CLOSURE, "")
            .thenCombine(ended, (_, reason) -> reason)
            .get(CLOSED_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException _) {
        // Cut off below.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    abort("closed");
  }

  private void awaitAnswers(Duration atMost) {
    long left = atMost.toNanos();
    counting.lock();
    try {
      while (inFlight > 0 && left > 0 && !ended.isDone()) {
        left = answered.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      counting.unlock();
    }
  }

  /// Cuts the connection.
  void abort(String reason) {
    ended.complete(reason);
    WebSocket to = connection;
    if (to != null) {
      to.abort();
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    connection = opened;
    opened.request(MAX_IN_FLIGHT);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    heard = System.nanoTime();
    if (parts.length() + data.length() > MAX_MESSAGE) {
      log.error("slack socket: a message is longer than any of Slack's");
      abort("too_large");
      return null;
    }
    parts.append(data);
    if (last) {
      String message = parts.toString();
      parts.setLength(0);
      take(from, message);
    } else {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    abort("binary");
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    return alive(from);
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    return alive(from);
  }

  private @Nullable CompletionStage<?> alive(WebSocket from) {
    heard = System.nanoTime();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    ended.complete("closed_" + code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended.complete("broken");
  }

  private void take(WebSocket from, String message) {
    switch (SocketMessage.of(message)) {
      case SocketMessage.Envelope envelope -> {
        count(1);
        threads.execute(() -> {
          try {
            answer(from, envelope, Digest.of(message));
          } finally {
            count(-1);
            from.request(1);
          }
        });
      }
      case SocketMessage.Hello hello -> {
        greeted.complete(hello);
        from.request(1);
      }
      case SocketMessage.Goodbye(String reason) -> {
        leaving.complete(reason);
        from.request(1);
      }
      case SocketMessage.Unknown _ -> {
        log.warn("slack socket: a message that cannot be acknowledged");
        from.request(1);
      }
    }
  }

  private void answer(WebSocket to, SocketMessage.Envelope envelope, Digest digest) {
    try {
      send(to, taking.acknowledgement(envelope, digest));
    } catch (RuntimeException e) {
      // Not acknowledged: Slack tells whoever waits that the app did not answer.
      log.error("an envelope could not be answered", e);
    }
  }

  /// One at a time, as the connection wants it.
  private void send(WebSocket to, String text) {
    sending.lock();
    try {
      to.sendText(text, true).get(SENT_WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException _) {
      log.warn("slack socket: an acknowledgement could not be sent");
      abort("not_sent");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      sending.unlock();
    }
  }

  private void count(int change) {
    counting.lock();
    try {
      inFlight += change;
      answered.signalAll();
    } finally {
      counting.unlock();
    }
  }
}

package dev.countersign.app.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of one door, and what each may take: so long for a header, so long for a body,
/// in all and not between two bytes, so long for taking its answer, and so long without anything to
/// do.
///
/// Where all places are taken, or all that one address may have, the connection that has kept us
/// waiting for the longest makes room for the new one. So connections that idle, drip or do not
/// take what they asked for, however many, keep nobody out; a request that has arrived whole is
/// never cut off before its answer begins.
final class OpenConnections
    implements Connection.Listener, HttpConfiguration.Customizer, LifeCycle.Listener {
  /// From the opening of a connection, or from the first byte of a further request, until its
  /// header is there.
  static final Duration HEADER_TIME = Duration.ofSeconds(10);

  /// From the end of the header until the body is there, all of it.
  static final Duration BODY_TIME = Duration.ofSeconds(20);

  /// From the first byte of an answer until the last one could be written.
  static final Duration ANSWER_TIME = Duration.ofSeconds(30);

  /// The same, while few places are left.
  static final Duration ANSWER_WHEN_FULL = Duration.ofSeconds(5);

  /// Whoever takes longer for an answer is waited for; anybody else has it by then.
  static final Duration SLOW_ANSWER = Duration.ofSeconds(1);

  /// A kept connection without a request, while few places are left.
  static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(2);

  /// How often the times are looked at.
  static final Duration LOOK = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);

  private final int most;
  private final int mostPerAddress;
  private final Duration idle;
  private final LongSupplier nanos;
  private final Map<Connection, Held> open = new ConcurrentHashMap<>();
  private final AtomicLong phases = new AtomicLong();
  private final CountDownLatch shut = new CountDownLatch(1);

  /// What one connection is at.
  private enum Phase {
    /// Nothing of a request has come, or part of its header.
    HEADER,
    BODY,
    AT_WORK,
    /// The answer is being written.
    ANSWER
  }

  /// @param since when the phase began
  /// @param bytes that had come by then
  /// @param begun whether the time of a header runs: from the opening, or since its first byte
  /// @param number grows with every phase of any connection: two that began in one moment have an
  ///   order, too
  private record Held(
      String address, Phase phase, long since, long bytes, boolean begun, long number) {}

  private Held held(String address, Phase phase, long bytes, boolean begun) {
    return new Held(address, phase, nanos.getAsLong(), bytes, begun, phases.incrementAndGet());
  }

  /// @param most connections at once
  /// @param mostPerAddress of them from one address
  /// @param idle how long a kept connection may be without a request
  /// @param nanos a monotonic nanosecond counter
  OpenConnections(int most, int mostPerAddress, Duration idle, LongSupplier nanos) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
    this.idle = idle;
    this.nanos = nanos;
  }

  /// The door opens.
  @Override
  public void lifeCycleStarted(LifeCycle door) {
    Thread.ofVirtual().name("connections").start(this::watch);
  }

  @Override
  public void lifeCycleStopping(LifeCycle door) {
    shut.countDown();
  }

  @Override
  public void onOpened(Connection connection) {
    String address = address(connection.getEndPoint().getRemoteSocketAddress());
    open.put(connection, held(address, Phase.HEADER, 0, true));
    long own = open.values().stream().filter(held -> held.address().equals(address)).count();
    if (own > mostPerAddress) {
      makeRoom(connection, Optional.of(address));
    } else if (open.size() > most) {
      makeRoom(connection, Optional.empty());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  int count() {
    return open.size();
  }

  /// A request has its header.
  @Override
  public Request customize(Request request, HttpFields.Mutable answer) {
    enter(request, request.getLength() == 0 ? Phase.AT_WORK : Phase.BODY);
    Request.addCompletionListener(request, _ -> enter(request, Phase.HEADER));
    request.addHttpStreamWrapper(stream ->
        new HttpStream.Wrapper(stream) {
          @Override
          public void send(
              MetaData.Request asked,
              MetaData.@Nullable Response answered,
              boolean last,
              ByteBuffer content,
              Callback callback) {
            if (answered == null || !HttpStatus.isInterim(answered.getStatus())) {
              answer(request);
            }
            super.send(asked, answered, last, content, callback);
          }
        });
    return new Request.Wrapper(request) {
      @Override
      public @Nullable Chunk read() {
        Chunk chunk = super.read();
        if (chunk != null && chunk.isLast()) {
          arrived(request);
        }
        return chunk;
      }
    };
  }

  private void enter(Request request, Phase phase) {
    enter(request, phase, _ -> true);
  }

  /// What is read after the answer has begun ends no time for it.
  private void arrived(Request request) {
    enter(request, Phase.AT_WORK, before -> before == Phase.BODY);
  }

  /// From its first part on, however many follow.
  private void answer(Request request) {
    enter(request, Phase.ANSWER, before -> before != Phase.ANSWER);
  }

  private void enter(Request request, Phase phase, Predicate<Phase> from) {
    Connection connection = request.getConnectionMetaData().getConnection();
    open.computeIfPresent(
        connection,
        (_, before) ->
            from.test(before.phase())
                ? held(before.address(), phase, connection.getBytesIn(), false)
                : before);
  }

  /// The one that has kept us waiting for the longest goes, before its time: first of those that do
  /// not take their answers, which had their turn. Where everybody is at work, the new one.
  private void makeRoom(Connection newest, Optional<String> address) {
    open.entrySet().stream()
        .filter(
            entry -> !entry.getKey().equals(newest) && entry.getValue().phase() != Phase.AT_WORK)
        .filter(entry -> address.map(entry.getValue().address()::equals).orElse(true))
        .min(
            Comparator.comparing((Map.Entry<Connection, Held> entry) -> !isSlow(entry.getValue()))
                .thenComparing(entry -> entry.getValue().phase())
                .thenComparingLong(entry -> entry.getValue().number()))
        .map(Map.Entry::getKey)
        .ifPresentOrElse(OpenConnections::cut, () -> cut(newest));
  }

  private boolean isSlow(Held held) {
    return held.phase() == Phase.ANSWER && nanos.getAsLong() - held.since() > SLOW_ANSWER.toNanos();
  }

  private void watch() {
    try {
      while (!shut.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
        lookWhateverHappens();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookWhateverHappens() {
    try {
      look();
    } catch (RuntimeException e) {
      log.error("connections could not be looked after; that is tried again", e);
    }
  }

  /// Ends what has taken longer than it may.
  void look() {
    long now = nanos.getAsLong();
    boolean full = open.size() > most / 5 * 4;
    Duration kept = full ? IDLE_WHEN_FULL : idle;
    Duration answer = full ? ANSWER_WHEN_FULL : ANSWER_TIME;
    open.forEach((connection, held) -> {
      try {
        look(connection, held, now, kept, answer);
      } catch (RuntimeException e) {
        log.error("a connection could not be looked after, and is cut off", e);
        cut(connection);
      }
    });
  }

  private void look(Connection connection, Held held, long now, Duration kept, Duration answer) {
    long waited = now - held.since();
    switch (held.phase()) {
      case HEADER -> {
        if (!held.begun() && connection.getBytesIn() > held.bytes()) {
          // The first byte of a further request starts the time of its header.
          open.replace(connection, held, held(held.address(), Phase.HEADER, 0, true));
        } else if (waited > (held.begun() ? HEADER_TIME : kept).toNanos()) {
          cut(connection);
        }
      }
      case BODY -> {
        if (waited > BODY_TIME.toNanos()) {
          endBody(connection);
        }
      }
      case AT_WORK -> {}
      case ANSWER -> {
        if (waited > answer.toNanos()) {
          cut(connection);
        }
      }
    }
  }

  /// Whoever stops waits for none that asks nothing. What has begun to ask keeps its connection.
  void endIdle() {
    open.forEach((connection, held) -> {
      if (held.phase() == Phase.HEADER && connection.getBytesIn() == held.bytes()) {
        cut(connection);
      }
    });
  }

  /// Whoever reads the body is told, and can still answer.
  private static void endBody(Connection connection) {
    if (connection.onIdleExpired(new TimeoutException("the body took too long"))) {
      cut(connection);
    }
  }

  private static void cut(Connection connection) {
    connection.getEndPoint().close();
  }

  private static String address(SocketAddress peer) {
    return peer instanceof InetSocketAddress inet && inet.getAddress() != null
        ? PeerAddress.of(inet.getAddress())
        : "";
  }
}

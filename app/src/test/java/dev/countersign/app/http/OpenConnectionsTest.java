package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Time is turned by hand; what was cut off is seen at the other end of the line.
@Timeout(60)
class OpenConnectionsTest {
  private static final int MOST = 20;
  private static final int MOST_OF_ONE_ADDRESS = 12;

  /// Cut off, and not yet gone.
  private static final int SOME_CLOSING = 10;

  /// More than a connection's buffers hold at both ends.
  private static final int LARGE = 64 << 20;

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final OpenConnections open =
      new OpenConnections(MOST, MOST_OF_ONE_ADDRESS, IDLE, nanos::get);
  private final Server server = new Server();
  private final Semaphore arrived = new Semaphore(0);
  private final CountDownLatch working = new CountDownLatch(1);
  private final Semaphore parts = new Semaphore(0);
  private final ByteBuffer large = ByteBuffer.allocateDirect(LARGE);
  private ServerConnector connector;
  private int port;

  @BeforeEach
  void open() throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(open);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(0); // so that nobody but us cuts anything off
    connector.addBean(open);
    server.addConnector(connector);
    server.setHandler(new Door());
    server.start();
    port = connector.getLocalPort();
  }

  @AfterEach
  void close() throws Exception {
    working.countDown();
    parts.release(MOST);
    server.stop();
  }

  @Test
  void idleConnectionsHoweverManyKeepNobodyOut() throws IOException {
    List<RawConnection> idle = new ArrayList<>();
    for (int i = 0; i < 5 * MOST; i++) {
      idle.add(from(1 + i % 3));
      try (RawConnection honest = new RawConnection(port)) {
        assertThat(honest.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      }
      assertThat(open.count()).isLessThanOrEqualTo(MOST + SOME_CLOSING);
    }
    for (RawConnection each : idle) {
      each.close();
    }
  }

  @Test
  void oneAddressTakesNoPlaceOfAnother() throws IOException {
    List<RawConnection> flood = new ArrayList<>();
    try (RawConnection other = from(2)) {
      assertThat(other.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      for (int i = 0; i < 5 * MOST; i++) {
        flood.add(from(1));
      }
      try (RawConnection last = from(1)) {
        assertThat(last.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      }
      assertThat(other.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
    }
    for (RawConnection each : flood) {
      each.close();
    }
  }

  @Test
  void whereFewPlacesAreLeftAKeptConnectionGoesSooner() throws IOException {
    List<RawConnection> kept = new ArrayList<>();
    for (int i = 0; i < MOST / 5 * 4; i++) {
      kept.add(from(1 + i % 2));
      assertThat(kept.getLast().get("/", "X: y")).startsWith("HTTP/1.1 200 ");
    }
    nanos.addAndGet(OpenConnections.IDLE_WHEN_FULL.toNanos() + 1);
    open.look();
    assertThat(kept.getFirst().get("/", "X: y")).as("enough are left").startsWith("HTTP/1.1 200 ");

    kept.add(from(1));
    assertThat(kept.getLast().get("/", "X: y")).startsWith("HTTP/1.1 200 ");
    nanos.addAndGet(OpenConnections.IDLE_WHEN_FULL.toNanos() + 1);
    open.look();
    assertThat(kept.get(1).untilClosed()).isEmpty();
    for (RawConnection each : kept) {
      each.close();
    }
  }

  @Test
  void aStopWaitsForNoConnectionThatAsksNothing() throws IOException {
    try (RawConnection fresh = new RawConnection(port);
        RawConnection kept = new RawConnection(port);
        RawConnection asking = new RawConnection(port);
        RawConnection askingAgain = new RawConnection(port)) {
      assertThat(kept.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      assertThat(askingAgain.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      opened(4);
      long before = read();
      String half = "GET / HTTP/1.1\r\nHost: x\r\n";
      asking.write(half);
      askingAgain.write(half);
      while (read() < before + 2L * half.length()) {
        Thread.onSpinWait();
      }

      open.endIdle();

      assertThat(fresh.untilClosed()).isEmpty();
      assertThat(kept.untilClosed()).isEmpty();
      asking.write("\r\n");
      assertThat(asking.answer()).startsWith("HTTP/1.1 200 ");
      askingAgain.write("\r\n");
      assertThat(askingAgain.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aHeaderThatDripsIsCutOffInTime() throws IOException {
    try (RawConnection dripping = new RawConnection(port)) {
      dripping.write("GET / HTTP/1.1\r\nHost: x\r\nX-Long: a");
      opened(1);
      nanos.addAndGet(OpenConnections.HEADER_TIME.toNanos());
      open.look();
      dripping.write("b");
      nanos.addAndGet(1);
      open.look();
      assertThat(dripping.untilClosed()).isEmpty();
    }
  }

  @Test
  void aFurtherHeaderHasItsTimeFromItsFirstByte() throws IOException {
    try (RawConnection kept = new RawConnection(port)) {
      kept.get("/", "X: y");
      nanos.addAndGet(IDLE.toNanos() / 2);
      open.look();
      assertThat(kept.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      // Our side may come to rest a moment after its answer has arrived.
      while (open.count() > 0) {
        nanos.addAndGet(IDLE.toNanos() + 1);
        open.look();
      }
      assertThat(kept.untilClosed()).isEmpty();
    }
  }

  @Test
  void aFurtherHeaderThatDripsIsCutOffBeforeAnIdleConnectionWouldBe() throws IOException {
    try (RawConnection kept = new RawConnection(port)) {
      assertThat(kept.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      nanos.addAndGet(IDLE.toNanos() / 2);
      open.look();
      long before = received();
      kept.write("GET / HTTP/1.1\r\nHost: x\r\nX-Long: a");
      while (received() == before) {
        Thread.onSpinWait();
      }
      open.look();
      nanos.addAndGet(OpenConnections.HEADER_TIME.toNanos() + 1);
      open.look();
      assertThat(kept.untilClosed()).isEmpty();
    }
  }

  /// By the one connection that there is.
  private long received() {
    return server.getConnectors()[0].getConnectedEndPoints().stream()
        .mapToLong(point -> point.getConnection().getBytesIn())
        .sum();
  }

  @Test
  void aBodyThatDripsEndsWhatReadsIt() throws Exception {
    try (RawConnection dripping = new RawConnection(port)) {
      dripping.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
      arrived.acquire();
      nanos.addAndGet(OpenConnections.BODY_TIME.toNanos() + 1);
      open.look();
      assertThat(dripping.untilClosed()).doesNotContain(" 200 ");
    }
  }

  @Test
  void whatIsAtWorkIsNeverCutOff() throws Exception {
    try (RawConnection busy = new RawConnection(port)) {
      busy.write("POST /work HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n{");
      arrived.acquire();
      nanos.addAndGet(Duration.ofHours(1).toNanos());
      open.look();
      for (int i = 0; i < 2 * MOST; i++) {
        new RawConnection(port);
      }
      working.countDown();
      assertThat(busy.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whereEverybodyOfAnAddressIsAtWorkItsNewOneGoes() throws Exception {
    List<RawConnection> busy = new ArrayList<>();
    for (int i = 0; i < MOST_OF_ONE_ADDRESS; i++) {
      busy.add(new RawConnection(port));
      busy.getLast().write("POST /work HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n{");
      arrived.acquire();
    }
    try (RawConnection newest = new RawConnection(port)) {
      assertThat(newest.untilClosed()).isEmpty();
    }
    working.countDown();
    for (RawConnection each : busy) {
      assertThat(each.answer()).startsWith("HTTP/1.1 200 ");
      each.close();
    }
  }

  @Test
  void thoseWhoDripTheirBodiesMakeRoomForTheNewOne() throws Exception {
    List<RawConnection> dripping = new ArrayList<>();
    for (int i = 0; i < MOST_OF_ONE_ADDRESS; i++) {
      dripping.add(new RawConnection(port));
      dripping.getLast().write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
      arrived.acquire();
    }
    try (RawConnection newest = new RawConnection(port)) {
      assertThat(newest.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(dripping.getFirst().untilClosed()).doesNotContain(" 200 ");
    for (RawConnection each : dripping) {
      each.close();
    }
  }

  @Test
  void whoSaysNothingMakesRoomBeforeWhoIsSendingABody() throws Exception {
    List<RawConnection> silent = new ArrayList<>();
    try (RawConnection sending = new RawConnection(port)) {
      sending.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
      arrived.acquire();
      for (int i = 1; i < MOST_OF_ONE_ADDRESS; i++) {
        silent.add(new RawConnection(port));
        opened(i + 1);
      }
      try (RawConnection newest = new RawConnection(port)) {
        assertThat(newest.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      }
      assertThat(silent.getFirst().untilClosed()).isEmpty();
      sending.write("}");
      assertThat(sending.answer()).startsWith("HTTP/1.1 200 ").endsWith("{}");
    }
    for (RawConnection each : silent) {
      each.close();
    }
  }

  @Test
  void anInterimAnswerIsNotTheBeginningOfTheAnswer() throws Exception {
    try (RawConnection busy = new RawConnection(port)) {
      busy.write(
          "POST /work HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
      assertThat(busy.answer()).startsWith("HTTP/1.1 100 ");
      busy.write("{");
      arrived.acquire();
      nanos.addAndGet(Duration.ofHours(1).toNanos());
      open.look();
      working.countDown();
      assertThat(busy.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  /// Its first byte says that the answer is being written, and that it does not fit the way there.
  @Test
  void anAnswerThatIsTakenByteByByteEndsInTime() throws IOException {
    try (RawConnection slow = slowReader(1)) {
      nanos.addAndGet(OpenConnections.ANSWER_TIME.toNanos());
      open.look();
      assertThat(slow.read()).as("within its time").isNotNegative();
      nanos.addAndGet(1);
      open.look();
      assertThat(slow.untilClosed().length()).isLessThan(LARGE);
    }
  }

  @Test
  void anAnswerOfManyPartsHasItsTimeFromTheFirst() throws IOException {
    try (RawConnection slow = new RawConnection(port)) {
      slow.write("GET /parts HTTP/1.1\r\nHost: x\r\n\r\n");
      parts.release();
      assertThat(slow.answer()).startsWith("HTTP/1.1 200 ");
      nanos.addAndGet(OpenConnections.ANSWER_TIME.toNanos());
      open.look();
      parts.release();
      assertThat(slow.read()).as("within its time").isNotNegative();
      nanos.addAndGet(1);
      open.look();
      assertThat(slow.untilClosed()).as("the last part is empty").doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void aBodyThatComesAfterItsAnswerHasBegunGivesTheAnswerNoMoreTime() throws Exception {
    try (RawConnection slow = new RawConnection(port)) {
      slow.write("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
      assertThat(slow.answer()).startsWith("HTTP/1.1 200 ");
      slow.write("}");
      arrived.acquire();
      nanos.addAndGet(OpenConnections.ANSWER_TIME.toNanos() + 1);
      open.look();
      assertThat(slow.untilClosed()).as("the last part is empty").doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void pipelinedRequestsWhoseAnswersNobodyTakesEndInTime() throws IOException {
    try (RawConnection slow = slowReader(1)) {
      slow.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
      nanos.addAndGet(OpenConnections.ANSWER_TIME.toNanos() + 1);
      open.look();
      assertThat(slow.untilClosed().length()).isLessThan(LARGE);
    }
  }

  @Test
  void thoseWhoDoNotTakeTheirAnswersMakeRoomBeforeAnybodyElse() throws IOException {
    List<RawConnection> slow = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      slow.add(slowReader(1 + i % 2));
    }
    nanos.addAndGet(OpenConnections.SLOW_ANSWER.toNanos() + 1);
    try (RawConnection honest = from(3);
        RawConnection next = from(3)) {
      assertThat(next.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
      assertThat(honest.get("/", "X: y")).startsWith("HTTP/1.1 200 ");
    }
    for (RawConnection each : slow) {
      each.close();
    }
  }

  @Test
  void whereFewPlacesAreLeftAnAnswerIsTakenSooner() throws IOException {
    List<RawConnection> slow = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      slow.add(slowReader(1 + i % 2));
    }
    nanos.addAndGet(OpenConnections.ANSWER_WHEN_FULL.toNanos() + 1);
    open.look();
    for (RawConnection each : slow) {
      assertThat(each.untilClosed().length()).isLessThan(LARGE);
    }
  }

  private RawConnection slowReader(int host) throws IOException {
    RawConnection slow = from(host);
    slow.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(slow.read()).isEqualTo('H');
    return slow;
  }

  /// From 127.0.0.1, 127.0.0.2 and so on, which all are this machine where the system has it so.
  private RawConnection from(int host) throws IOException {
    try {
      return new RawConnection(InetAddress.ofLiteral("127.0.0." + host), port);
    } catch (BindException e) {
      return Assumptions.abort("this machine has one address only: " + e.getMessage());
    }
  }

  /// Bytes of all connections that are open.
  private long read() {
    return connector.getConnectedEndPoints().stream()
        .mapToLong(each -> each.getConnection().getBytesIn())
        .sum();
  }

  private void opened(int count) {
    while (open.count() < count) {
      Thread.onSpinWait();
    }
  }

  private final class Door extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (request.getHttpURI().getPath().equals("/large")) {
        Content.Source.asString(request, StandardCharsets.UTF_8); // so that it has arrived whole
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, LARGE);
        response.write(true, large.duplicate(), callback);
        return true;
      }
      if (request.getHttpURI().getPath().equals("/parts")) {
        for (int nth = 0; nth < 3; nth++) {
          parts.acquire();
          Content.Sink.write(response, false, ByteBuffer.wrap(new byte[] {'x'}));
        }
        callback.succeeded();
        return true;
      }
      if (request.getHttpURI().getPath().equals("/early")) {
        Content.Sink.write(response, false, ByteBuffer.wrap(new byte[] {'x'}));
        Content.Source.asString(request, StandardCharsets.UTF_8);
        arrived.release();
        working.await();
        callback.succeeded();
        return true;
      }
      boolean works = request.getHttpURI().getPath().equals("/work");
      if (!works) {
        arrived.release();
      }
      String body = Content.Source.asString(request, StandardCharsets.UTF_8);
      if (works) {
        arrived.release();
        working.await();
      }
      Content.Sink.write(response, true, body, callback);
      return true;
    }
  }
}

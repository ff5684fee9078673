package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.RawTarget.Manner;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.HostResolver;
import dev.countersign.json.Digest;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpFaultTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

  private static Outcome send(Billing billing) {
    return Calls.send(
        billing.registry(), Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds")));
  }

  /// Sends once to a target of this manner; at most one connection and one request may have
  /// arrived.
  private static Outcome sendTo(Manner manner) throws IOException {
    try (var target = new RawTarget(manner)) {
      Outcome outcome = send(Billing.at(target.baseUrl()).withTimeout(SHORT).withoutIdempotency());
      assertThat(target.connections()).isEqualTo(1);
      assertThat(target.requests()).hasSizeLessThanOrEqualTo(1);
      return outcome;
    }
  }

  private static Outcome answered(String answer) throws IOException {
    return sendTo((socket, target) -> {
      target.readRequest(socket);
      RawTarget.write(socket, answer);
    });
  }

  @Test
  void aWholeAnswerIsSuccess() throws IOException {
    assertThat(answered(OK)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void anInformationalAnswerIsNotTheAnswer() throws IOException {
    assertThat(answered("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" + OK))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aRefusedConnectionFailsWithNothingSent() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertThat(send(Billing.at("http://api.billing.example:" + port)))
        .isEqualTo(new Outcome.Failed("connect_failed", 0));
  }

  @Test
  void anUnknownHostFailsWithNothingSent() {
    HostResolver nobody =
        _ -> {
          throw new UnknownHostException();
        };
    assertThat(send(Billing.at("http://api.billing.example:9").with(nobody)))
        .isEqualTo(new Outcome.Failed("dns_failed", 0));
  }

  @Test
  void aHangingLookUpEndsAtTheDeadlineAndNeverSendsLater() throws Exception {
    var answer = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    HostResolver slow =
        _ -> {
          try {
            answer.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          answered.countDown();
          return List.of(Billing.HERE);
        };
    try (var target = new RawTarget((socket, t) -> t.readRequest(socket))) {
      Billing billing =
          Billing.at(target.baseUrl())
              .with(Billing.limits(1, Duration.ofSeconds(10), SHORT))
              .with(slow)
              .withoutIdempotency();
      ExecutorRegistry registry = billing.registry();
      var order = Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds"));

      assertThat(Calls.send(registry, order))
          .isEqualTo(new Outcome.Failed("timeout_before_send", 0));

      answer.countDown();
      answered.await();
      // The only slot is free again once the late attempt has ended, so this waits for it.
      Calls.send(registry, order);
      assertThat(target.requests()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void aCredentialThatGoesAwayAfterTheTurnFailsWithNothingSent() throws IOException {
    var asked = new AtomicInteger();
    CredentialResolver once =
        _ -> asked.getAndIncrement() == 0 ? Optional.of(new Secret("Bearer x")) : Optional.empty();
    try (var target = new RawTarget((socket, t) -> t.readRequest(socket))) {
      assertThat(send(Billing.at(target.baseUrl()).withCredentials(once)))
          .isEqualTo(new Outcome.Failed("credential_unavailable", 0));
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void aCredentialThatWouldBreakTheHeaderFailsWithNothingSent() throws IOException {
    CredentialResolver broken = _ -> Optional.of(new Secret("Bearer x\r\nx-admin: 1"));
    try (var target = new RawTarget((socket, t) -> t.readRequest(socket))) {
      assertThat(send(Billing.at(target.baseUrl()).withCredentials(broken)))
          .isEqualTo(new Outcome.Failed("credential_unavailable", 0));
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void aTargetThatSpeaksNoTlsFailsWithNothingSent() throws IOException {
    try (var target =
        new RawTarget((socket, _) -> RawTarget.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      String base = "https://api.billing.example:" + target.port();
      assertThat(send(Billing.at(base))).isEqualTo(new Outcome.Failed("tls_failed", 0));
    }
  }

  @Test
  void aHangingHandshakeFailsWithNothingSent() throws IOException {
    try (var target = new RawTarget((_, t) -> t.hang())) {
      String base = "https://api.billing.example:" + target.port();
      assertThat(send(Billing.at(base).withTimeout(SHORT))).isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void aFaultOfOurOwnBeforeSendingIsToldApart() throws IOException {
    HostResolver faulty =
        _ -> {
          throw new IllegalStateException("Bearer canary");
        };
    try (var target = new RawTarget((socket, t) -> t.readRequest(socket))) {
      assertThat(send(Billing.at(target.baseUrl()).with(faulty)))
          .isEqualTo(new Outcome.Failed("internal_error_before_send", 0));
      assertThat(target.connections()).isZero();
    }
  }

  @Test
  void theProxySettingsOfTheProcessAreIgnored() throws IOException {
    ProxySelector before = ProxySelector.getDefault();
    var asked = new AtomicInteger();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.incrementAndGet();
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    try {
      assertThat(answered(OK)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(asked).hasValue(0);
    } finally {
      ProxySelector.setDefault(before);
    }
  }

  @Test
  void aResetInTheMidstOfReadingIsUnknown() throws IOException {
    assertThat(
            sendTo((socket, _) -> {
              // The first byte shows that sending has begun: a reset before it may meet the
              // connect.
              socket.getInputStream().read();
              RawTarget.reset(socket);
            }))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void aResetAfterReadingIsUnknown() throws IOException {
    assertThat(
            sendTo((socket, target) -> {
              target.readRequest(socket);
              RawTarget.reset(socket);
            }))
        .isEqualTo(new Outcome.Unknown("connection_reset", 0));
  }

  @Test
  void aCloseWithoutAnAnswerIsUnknown() throws IOException {
    assertThat(sendTo((socket, target) -> target.readRequest(socket)))
        .isEqualTo(new Outcome.Unknown("no_answer", 0));
  }

  @Test
  void aHalfCloseWithoutAnAnswerIsUnknown() throws IOException {
    assertThat(
            sendTo((socket, target) -> {
              target.readRequest(socket);
              socket.shutdownOutput();
              target.hang();
            }))
        .isEqualTo(new Outcome.Unknown("no_answer", 0));
  }

  @Test
  void silenceEndsAtTheDeadlineAsUnknown() throws IOException {
    assertThat(
            sendTo((socket, target) -> {
              target.readRequest(socket);
              target.hang();
            }))
        .isEqualTo(new Outcome.Unknown("timeout", 0));
  }

  @Test
  void aDrippingHeaderEndsAtTheDeadlineAsUnknown() throws IOException {
    assertThat(
            sendTo((socket, target) -> {
              target.readRequest(socket);
              RawTarget.write(socket, "HTTP/1.1 200 OK\r\nx-drip: ");
              drip(socket, target);
            }))
        .isEqualTo(new Outcome.Unknown("timeout", 0));
  }

  @Test
  void aDrippingBodyEndsAtTheDeadlineAsUnknownWithTheStatusThatWasSeen() throws IOException {
    assertThat(
            sendTo((socket, target) -> {
              target.readRequest(socket);
              RawTarget.write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
              drip(socket, target);
            }))
        .isEqualTo(new Outcome.Unknown("timeout", 200));
  }

  private static void drip(Socket socket, RawTarget target) throws Exception {
    while (target.pause(20)) {
      RawTarget.write(socket, "x");
    }
  }

  @Test
  void aTruncatedBodyIsUnknown() throws IOException {
    assertThat(answered("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"a\""))
        .isEqualTo(new Outcome.Unknown("truncated_answer", 200));
  }

  @Test
  void aTruncatedChunkIsUnknown() throws IOException {
    assertThat(answered("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab"))
        .isEqualTo(new Outcome.Unknown("truncated_answer", 200));
  }

  @Test
  void aBrokenChunkIsUnknown() throws IOException {
    assertThat(answered("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nab\r\n"))
        .isEqualTo(new Outcome.Unknown("malformed_answer", 200));
  }

  @Test
  void aTruncatedHeadIsUnknown() throws IOException {
    assertThat(answered("HTTP/1.1 200 OK\r\ncontent-le")).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void garbageIsUnknown() throws IOException {
    assertThat(answered("\u0000\u0001\u0002 no http at all\r\n\r\n"))
        .isEqualTo(new Outcome.Unknown("malformed_answer", 0));
  }

  @Test
  void anEndlessHeaderLineIsUnknown() throws IOException {
    assertThat(answered("HTTP/1.1 200 OK\r\nx: " + "a".repeat(100_000)))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void aStatusOutsideHttpIsUnknown() throws IOException {
    assertThat(answered("HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n"))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void aRefusalNeedsNoBodyToBeBelieved() throws IOException {
    assertThat(answered("HTTP/1.1 422 No\r\ncontent-length: 10\r\n\r\n{"))
        .isEqualTo(new Outcome.Failed("target_refused", 422));
  }

  @Test
  void anAnswerIsReadUpToItsLimitAndNoFurther() throws IOException {
    assertThat(answered("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n" + "a".repeat(2000)))
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            done -> assertThat(done.answer()).isEqualTo(Digest.of("a".repeat(1024))));
  }

  @Test
  void anInterruptedCallerHearsUnknownAndStaysInterrupted() throws Exception {
    try (var target =
        new RawTarget((socket, t) -> {
          t.readRequest(socket);
          t.hang();
        })) {
      var interrupted = new AtomicBoolean();
      var outcome = new AtomicReference<Outcome>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                outcome.set(send(Billing.at(target.baseUrl())));
                interrupted.set(Thread.currentThread().isInterrupted());
              });
      while (target.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      caller.interrupt();
      caller.join();
      assertThat(outcome.get()).isEqualTo(new Outcome.Unknown("interrupted", 0));
      assertThat(interrupted).isTrue();
    }
  }
}

package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CallbackMetrics.Connection;
import dev.countersign.card.ChatStanding;
import dev.countersign.card.Click;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.SlackSockets;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.CallbackDelivery.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The socket itself: how it stands, is renewed, is lost and comes back. What comes by it is tested
/// where the requests are.
class SocketModeTest extends SlackTestCase {
  private final SlackSockets sockets = slack.socketMode();
  private String card = "";

  SocketModeTest() {
    super(Way.SOCKET);
  }

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(SampleRecords.pendingMessage()));
  }

  @Test
  void anOpenSocketIsKnownAndCounted() {
    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Known());
    assertThat(metrics.connections()).containsExactly(Connection.OPENED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"warning", "refresh_requested"})
  void anotherSocketStandsBeforeTheOneThatSlackGivesUpEnds(String reason) throws Exception {
    var slow = new CountDownLatch(1);
    desk.answers(click -> {
      await(slow);
      return DeskDouble.COUNTED;
    });
    CompletableFuture<SlackPress> under = CompletableFuture.supplyAsync(this::press);
    assertThat(desk.awaitClicks(1, AT_MOST)).isTrue();

    sockets.sayGoodbye(reason);
    assertThat(sockets.awaitOpened(2, AT_MOST)).isTrue();
    CompletableFuture<SlackPress> next = CompletableFuture.supplyAsync(this::press);
    assertThat(desk.awaitClicks(2, AT_MOST)).isTrue();
    slow.countDown();

    assertThat(under.get(10, TimeUnit.SECONDS).acknowledged()).as("on the old one").isTrue();
    assertThat(next.get(10, TimeUnit.SECONDS).acknowledged()).as("on the new one").isTrue();
    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Known());
    assertThat(metrics.connections())
        .containsExactly(Connection.OPENED, Connection.RENEWED, Connection.OPENED);
  }

  @Test
  void aSocketThatIsCutIsReplacedAndPressesCountAgain() throws Exception {
    sockets.cut();
    assertThat(metrics.await(Connection.OPENED, 2, AT_MOST)).isTrue();

    assertThat(press().acknowledged()).isTrue();
    assertThat(metrics.connections())
        .containsExactly(Connection.OPENED, Connection.LOST, Connection.OPENED);
  }

  @Test
  void aPressWhileThereIsNoSocketIsSeenToFailByWhoeverPressed() throws Exception {
    slack.fail("apps.connections.open", new Fault.Status(503), 1_000_000);
    sockets.cut();
    assertThat(metrics.await(Connection.FAILED, 3, AT_MOST)).isTrue();

    assertThat(press().delivery().shownToUser()).contains("the app did not respond");
    assertThat(desk.clicks()).isEmpty();
    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Away("socket_http_503"));
  }

  @Test
  void aTokenThatIsRevokedIsSaidSo() throws Exception {
    slack.fail("apps.connections.open", new Fault.Answer("token_revoked"), 1_000_000);
    sockets.cut();
    assertThat(metrics.await(Connection.FAILED, 1, AT_MOST)).isTrue();

    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Refused("socket_token_revoked"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"link_disabled", "too_many_websockets", "somethingNew <!channel>"})
  void aSocketThatSlackEndsForAnotherReasonIsTriedAgain(String reason) throws Exception {
    sockets.sayGoodbye(reason);
    assertThat(metrics.await(Connection.OPENED, 2, AT_MOST)).isTrue();

    assertThat(press().acknowledged()).isTrue();
    assertThat(metrics.connections())
        .containsExactly(Connection.OPENED, Connection.LOST, Connection.OPENED);
  }

  @Test
  void theSocketOfAnotherAppIsNotUsed() throws Exception {
    sockets.sayTheyAreOf("A0OTHER");
    sockets.cut();
    assertThat(metrics.await(Connection.FAILED, 1, AT_MOST)).isTrue();

    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Refused("socket_other_app"));
  }

  @Test
  void theEleventhSocketIsSentAwayAndTriedAgain() throws Exception {
    List<SlackAdapter> replicas =
        IntStream.rangeClosed(2, SlackSockets.MOST_CONNECTIONS + 1)
            .mapToObj(_ -> adapter(settings(), PATIENCE, SOON))
            .toList();
    List<SlackAdapter> able = replicas.subList(0, SlackSockets.MOST_CONNECTIONS - 1);
    able.forEach(replica -> replica.listen(desks(), new Random(1)));
    assertThat(sockets.await(SlackSockets.MOST_CONNECTIONS, AT_MOST)).isTrue();

    SlackAdapter eleventh = replicas.getLast();
    eleventh.listen(desks(), new Random(11));
    assertThat(metrics.await(Connection.FAILED, 2, AT_MOST)).isTrue();
    assertThat(eleventh.standing()).isEqualTo(new ChatStanding.Away("socket_too_many_websockets"));
    adapter.stopListening();
    assertThat(sockets.awaitOpened(SlackSockets.MOST_CONNECTIONS + 1, AT_MOST)).isTrue();
    replicas.forEach(SlackAdapter::close);
  }

  @Test
  void ofSeveralReplicasOneGetsThePress() {
    try (var other = adapter(settings(), PATIENCE, SOON)) {
      other.listen(desks(), new Random(2));
      assertThat(sockets.await(2, AT_MOST)).isTrue();
      press();
      press();
      assertThat(desk.clicks()).hasSize(2);
      assertThat(sockets.acknowledged()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void aSocketThatIsSilentIsReplaced() throws Exception {
    var patience =
        new SocketPatience(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofMillis(50),
            Duration.ofDays(1),
            Duration.ofSeconds(1));
    adapter.stopListening();
    assertThat(sockets.await(0, AT_MOST)).isTrue();
    try (var impatient = adapter(settings(), PATIENCE, patience)) {
      impatient.listen(desks(), new Random(3));
      assertThat(sockets.await(1, AT_MOST)).isTrue();
      sockets.fallSilent();
      assertThat(metrics.await(Connection.LOST, 1, AT_MOST)).isTrue();
      assertThat(sockets.awaitOpened(3, AT_MOST)).isTrue();
    }
  }

  @Test
  void theSameEnvelopeASecondTimeMovesNothingAndGetsTheSameAnswer() {
    slack.press(APPROVALS.channel(), card, "reject", "U0MIRA");
    Submission sent =
        slack.submit(
            "U0MIRA", slack.modal("U0MIRA").orElseThrow(), Map.of("reason", "wrong_content"));

    CallbackDelivery again = sockets.repeat(sent.delivery());

    assertThat(desk.clicks()).hasSize(1);
    assertThat(body(again)).isEqualTo(body(sent.delivery())).contains("response_action");
    assertThat(metrics.callbacks())
        .containsExactly(CallbackResult.OK, CallbackResult.OK, CallbackResult.REPLAY);
  }

  @Test
  void theSameEnvelopeOnTheNextSocketMovesNothing() throws Exception {
    SlackPress first = press();
    sockets.cut();
    assertThat(metrics.await(Connection.OPENED, 2, AT_MOST)).isTrue();

    CallbackDelivery again = sockets.repeat(first.delivery());

    assertThat(again.acknowledged()).isTrue();
    assertThat(desk.clicks()).extracting(Click::token).containsExactly("token-APPROVE");
  }

  @Test
  void whatCannotBeReadIsPassedOverAndTheNextPressCounts() {
    for (String text :
        List.of(
            "",
            "x",
            "[]",
            "null",
            "{}",
            "{\"type\":\"interactive\",\"payload\":{}}",
            "{\"type\":\"interactive\",\"envelope_id\":1,\"payload\":{}}",
            "{\"type\":\"interactive\",\"envelope_id\":\"" + "x".repeat(201) + "\"}",
            "{\"type\":\"a_new_message\"}",
            "[".repeat(10_000))) {
      sockets.say(text);
    }
    for (String payload : List.of("", ",\"payload\":[]", ",\"payload\":{\"type\":1}")) {
      CallbackDelivery sent =
          sockets.send("E1" + payload.length(), envelope("E1" + payload.length(), payload));
      assertThat(sent.acknowledged()).as("what has an id is acknowledged").isTrue();
    }
    assertThat(press().acknowledged()).isTrue();
    assertThat(desk.clicks()).hasSize(1);
    assertThat(metrics.connections()).containsExactly(Connection.OPENED);
  }

  @Test
  void aMessageBeyondTheLimitEndsTheSocketAndTheNextOneStands() throws Exception {
    sockets.say("x".repeat(SlackSocket.MAX_MESSAGE + 1));
    assertThat(metrics.await(Connection.OPENED, 2, AT_MOST)).isTrue();
    assertThat(press().acknowledged()).isTrue();
  }

  @Test
  void whatIsUnderWayWhenTheGateStopsIsAnsweredAndNothingComesAfterwards() throws Exception {
    var slow = new CountDownLatch(1);
    desk.answers(click -> {
      await(slow);
      return DeskDouble.COUNTED;
    });
    CompletableFuture<SlackPress> under = CompletableFuture.supplyAsync(this::press);
    assertThat(desk.awaitClicks(1, AT_MOST)).isTrue();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(adapter::stopListening);
    slow.countDown();

    assertThat(under.get(10, TimeUnit.SECONDS).acknowledged()).isTrue();
    stopped.get(10, TimeUnit.SECONDS);
    assertThat(sockets.await(0, AT_MOST)).isTrue();
    assertThat(press().acknowledged()).isFalse();
    assertThat(desk.clicks()).hasSize(1);
  }

  @Test
  void anAppHasOneWayIn() {
    assertThatIllegalStateException().isThrownBy(() -> adapter.servlet(desks()));
    assertThatIllegalStateException().isThrownBy(() -> adapter.listen(desks(), new Random(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://wss-primary.slack.com/link/?ticket=1",
        "https://wss-primary.slack.com/link/?ticket=1",
        "wss://user@wss-primary.slack.com/link/",
        "wss://wss-primary.slack.com/link/#x",
        "wss:///link/",
        "not an address",
        ""
      })
  void anAddressThatIsNotEncryptedIsNotUsed(String address) {
    assertThat(SocketMode.address(address)).isEmpty();
    assertThat(SocketMode.address("wss://wss-primary.slack.com/link/?ticket=1&app_id=2"))
        .isPresent();
  }

  private SlackPress press() {
    return slack.press(APPROVALS.channel(), card, "approve", "U0MIRA");
  }

  private static String envelope(String id, String payload) {
    return "{\"envelope_id\":\"" + id + "\",\"type\":\"interactive\"" + payload + "}";
  }

  private static String body(CallbackDelivery delivery) {
    return ((Answer.Answered) delivery.answer()).body();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

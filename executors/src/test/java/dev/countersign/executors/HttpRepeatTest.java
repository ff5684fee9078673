package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.RawTarget.Manner;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.Rate;
import dev.countersign.proposal.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls to targets whose answer is unclear the first time.
@Timeout(20)
class HttpRepeatTest {
  private static final String OK = "HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}";
  private static final String REFUSED = "HTTP/1.1 422 No\r\ncontent-length: 0\r\n\r\n";
  private static final String LOST = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
  private static final String BUSY = "HTTP/1.1 409 Conflict\r\ncontent-length: 0\r\n\r\n";
  private static final String RESET = "";

  private record Sent(Outcome outcome, List<String> requests) {}

  /// @param answers one for each connection; the last also for those that follow
  private static Sent send(UnaryOperator<Billing> changed, String... answers) throws IOException {
    return send(changed, () -> true, answers);
  }

  /// @param mayRepeat asked before each repeat
  private static Sent send(
      UnaryOperator<Billing> changed, BooleanSupplier mayRepeat, String... answers)
      throws IOException {
    Manner manner =
        (socket, target) -> {
          target.readRequest(socket);
          String answer = answers[Math.min(target.connections(), answers.length) - 1];
          if (answer.isEmpty()) {
            RawTarget.reset(socket);
          } else {
            RawTarget.write(socket, answer);
          }
        };
    try (var target = new RawTarget(manner)) {
      Billing billing = changed.apply(Billing.at(target.baseUrl()));
      Action action = Calls.post(billing.baseUrl() + "/v1/refunds");
      Outcome outcome =
          Calls.send(billing.registry(), new Order(action, Calls.KEY, Map.of(), mayRepeat));
      return new Sent(outcome, List.copyOf(target.requests()));
    }
  }

  @Test
  void whatWasLostIsSentAgainByteForByteUnderTheSameKeyAndItsAnswerCounts() throws IOException {
    for (String unclear : List.of(RESET, LOST, BUSY)) {
      Sent sent = send(billing -> billing, unclear, OK);
      assertThat(sent.outcome()).isInstanceOf(Outcome.Succeeded.class);
      assertThat(sent.requests()).hasSize(2).allMatch(each -> each.contains(Calls.KEY));
      assertThat(new HashSet<>(sent.requests())).hasSize(1);
    }
  }

  /// Such as once it is frozen.
  @Test
  void whatMayNotBeRepeatedIsSentOnceAndItsEndIsUnknown() throws IOException {
    Sent sent = send(billing -> billing, () -> false, LOST, OK);
    assertThat(sent.outcome()).isEqualTo(new Outcome.Unknown("target_error", 502));
    assertThat(sent.requests()).hasSize(1);

    AtomicInteger asked = new AtomicInteger();
    Sent twice = send(billing -> billing, () -> asked.incrementAndGet() == 1, LOST);
    assertThat(twice.requests()).hasSize(2);
  }

  @Test
  void withoutAKeyNothingIsSentAgain() throws IOException {
    Sent sent = send(Billing::withoutIdempotency, RESET, OK);
    assertThat(sent.outcome()).isInstanceOf(Outcome.Unknown.class);
    assertThat(sent.requests()).hasSize(1);
  }

  @Test
  void aRefusalOfTheRepeatSaysNothingOfTheFirst() throws IOException {
    Sent sent = send(billing -> billing, LOST, REFUSED);
    assertThat(sent.outcome()).isEqualTo(new Outcome.Unknown("target_error", 502));
  }

  @Test
  void aRefusalIsNotSentAgain() throws IOException {
    Sent sent = send(billing -> billing, REFUSED, OK);
    assertThat(sent.outcome()).isEqualTo(new Outcome.Failed("target_refused", 422));
    assertThat(sent.requests()).hasSize(1);
  }

  @Test
  void itIsSentThreeTimesAtMost() throws IOException {
    Sent sent = send(billing -> billing, LOST);
    assertThat(sent.outcome()).isEqualTo(new Outcome.Unknown("target_error", 502));
    assertThat(sent.requests()).hasSize(3);
  }

  @Test
  void aRepeatEndsByTheDeadlineOfTheWholeTurn() throws IOException {
    Sent sent = send(billing -> billing.withTimeout(Duration.ofMillis(90)), RESET, OK);
    assertThat(sent.outcome()).isInstanceOf(Outcome.Unknown.class);
    assertThat(sent.requests()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void eachRepeatCountsAgainstTheLimitOfTheConnection() throws IOException {
    Limits two =
        new Limits(
            Optional.of(new Rate(2, Duration.ofHours(1))),
            OptionalInt.of(4),
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            1024,
            1024);
    Sent sent = send(billing -> billing.with(two), LOST);
    assertThat(sent.outcome()).isInstanceOf(Outcome.Unknown.class);
    assertThat(sent.requests()).hasSize(2);
  }
}

package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.card;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingTest extends SlackTestCase {
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void aWaitEndsWithTheMessageThatComesLater() throws Exception {
    CompletableFuture<Optional<PostedMessage>> waiting =
        CompletableFuture.supplyAsync(
            () -> slack.awaitMessage("C1", one -> one.text().equals("second"), LONG));
    client.call("chat.postMessage", "channel", "C1", "text", "first");
    client.call("chat.postMessage", "channel", "C1", "text", "second");
    assertThat(waiting.get()).isPresent();
  }

  @Test
  void aWaitEndsWithAnEdit() throws Exception {
    String ts = client.post("C1", card("Pending", "t"));
    CompletableFuture<Optional<PostedMessage>> waiting =
        CompletableFuture.supplyAsync(
            () -> slack.awaitMessage("C1", one -> one.text().equals("Approved"), LONG));
    client.call("chat.update", "channel", "C1", "ts", ts, "text", "Approved");
    assertThat(waiting.get()).get().extracting(PostedMessage::ts).isEqualTo(ts);
  }

  @Test
  void aWaitForNothingEnds() {
    assertThat(slack.awaitMessage("C1", _ -> true, Duration.ofMillis(1))).isEmpty();
    assertThat(slack.awaitEphemeral("C1", _ -> true, Duration.ZERO)).isEmpty();
  }
}

package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// More questions than are taken at one time, of people who each keep to what one person may ask.
class ManyQuestionsTest extends SlackTestCase {
  ManyQuestionsTest() {
    super(Way.REQUESTS, Duration.ofMillis(1));
  }

  @Test
  void theyMakeNoPressWaitAndWhoAsksThenIsToldSo() throws InterruptedException {
    String card = post(adapter.channel().render(SampleRecords.pendingMessage()));
    var slow = new CountDownLatch(1);
    var reached = new Semaphore(0);
    queue.answers(() -> {
      reached.release();
      await(slow);
      return "Nothing waits for you.";
    });
    try {
      for (int i = 0; i < BoundedCalls.MAX_IN_FLIGHT; i++) {
        ask("U" + i / AskLimit.MOST);
        // Who asks is looked up before; so many look-ups at one time would be refused.
        assertThat(reached.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(metrics.callbacks()).containsOnly(CallbackResult.LATE);

      assertThat(ask("UONEMORE")).contains("Countersign is busy", "ask again");
      assertThat(metrics.callbacks()).endsWith(CallbackResult.UNAVAILABLE);
      assertThat(queue.asked()).hasSizeLessThanOrEqualTo(BoundedCalls.MAX_IN_FLIGHT);
      slack.press(APPROVALS.channel(), card, "approve", "U0MIRA");
    } finally {
      slow.countDown();
    }
    adapter.close(); // waits for whatever is under way
    assertThat(desk.clicks()).as("the press is with the desk").hasSize(1);
    assertThat(queue.asked()).hasSize(BoundedCalls.MAX_IN_FLIGHT);
  }

  private String ask(String user) {
    slack.workspace().put(SlackUser.member(user, "somebody"));
    slack.workspace().put(WorkspaceChannel.open("C01", "questions", user));
    return slack.command("C01", user, "/countersign", "queue").reply().orElseThrow().text();
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

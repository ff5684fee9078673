package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StoppingTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final CountDownLatch hung = new CountDownLatch(1);

  @Test
  void aPartThatFailsKeepsNoOtherFromClosing() {
    Stopping.inOrder(
        List.of(
            part("first"),
            Stopping.part(
                "broken",
                () -> {
                  throw new IllegalStateException("hangs");
                }),
            Stopping.part(
                "worse",
                () -> {
                  throw new StackOverflowError();
                }),
            part("last")));

    assertThat(closed).containsExactly("first", "last");
  }

  @Test
  void theGroundOfWhatCouldNotBeMadeIsClosedAndThatOfWhatWasIsNot() {
    assertThat(Stopping.unlessMade(List.of(part("kept")), () -> "made")).isEqualTo("made");
    assertThatThrownBy(() ->
            Stopping.unlessMade(
                List.of(part("first"), part("last")),
                () -> {
                  throw new IllegalStateException("refused");
                }))
        .hasMessage("refused");

    assertThat(closed).containsExactly("first", "last");
  }

  @Test
  void aPartThatHangsIsNotWaitedForByTheOthers() throws InterruptedException {
    CountDownLatch others = new CountDownLatch(1);
    Stopping.sideBySide(
        List.of(
            // Returns only because the other one was closed meanwhile.
            Stopping.part("slow", others::await),
            Stopping.part(
                "broken",
                () -> {
                  throw new IllegalStateException("hangs");
                }),
            Stopping.part("quick", others::countDown)));

    assertThat(others.getCount()).isZero();
  }

  @Test
  void aPartThatNeverReturnsIsLeftBehind() {
    CountDownLatch never = new CountDownLatch(1);

    Stopping.sideBySide(
        List.of(Stopping.part("hangs", never::await), part("executions")), Duration.ofMillis(50));
    Stopping.inOrder(List.of(part("the ground")));

    assertThat(closed).containsExactly("executions", "the ground");
    assertThat(never.getCount()).isOne();
  }

  /// A worker's drain may be set longer than what a hanging part is given.
  @Test
  void aPartHasTheTimeThatItGivesItself() {
    CountDownLatch never = new CountDownLatch(1);

    Stopping.sideBySide(
        List.of(
            Stopping.part(
                "the executions",
                () -> {
                  hung.await();
                  closed.add("executions");
                },
                Duration.ofMinutes(10)),
            Stopping.part("hangs", () -> interrupted(never))),
        Duration.ofMillis(50));

    assertThat(closed).containsExactly("executions");
  }

  /// Lets the executions end once the part that hangs was given up.
  private void interrupted(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException _) {
      hung.countDown();
    }
  }

  private Stopping.Part part(String name) {
    return Stopping.part(name, () -> closed.add(name));
  }
}

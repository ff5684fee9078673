package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchQueueTest {
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final Recorded work = new Recorded();

  @AfterEach
  void stop() {
    work.open();
    callers.shutdownNow();
  }

  @Test
  void whoeverIsAloneGoesAtOnceInTheOwnThread() {
    assertThat(queue(LONG, LONG).ask("a")).isEqualTo("a alone");
    assertThat(work.threads).containsExactly(Thread.currentThread());
    assertThat(work.batches).isEmpty();
  }

  @Test
  void whoeverComesMeanwhileGoesTogether() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    List<Future<String>> answers = waiting(queue, "b", "c", "d");
    work.open();

    assertThat(answers(answers)).containsExactly("b together", "c together", "d together");
    assertThat(queue.batches().items()).isEqualTo(4);
  }

  @Test
  void noBatchHoldsTwoThatHaveToBeApart() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    List<Future<String>> answers = waiting(queue, "b1", "b2", "b3", "c1");
    work.open();

    assertThat(answers(answers)).allMatch(answer -> answer.endsWith("together"));
    assertThat(work.batches)
        .allSatisfy(batch ->
            assertThat(batch.stream().map(item -> item.charAt(0))).doesNotHaveDuplicates());
  }

  @Test
  void whoeverHasToBeApartFromOneAtWorkKeepsNobodyElseWaiting() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, SHORT);
    List<Future<String>> apart = ask(queue, "a2", "a3");

    assertThat(answers(ask(queue, "b", "c"))).containsExactly("b together", "c together");
    assertThat(work.batches).noneMatch(batch -> batch.contains("a2") || batch.contains("a3"));
    work.open();

    assertThat(answers(apart)).containsExactly("a2 together", "a3 together");
  }

  @Test
  void whatGoesByItselfIsAtWorkUntilItHasGone() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, SHORT);
    work.left.add("b1");
    work.stopped.add("b1");
    List<Future<String>> first = ask(queue, "b1");
    work.reached.await();
    List<Future<String>> second = ask(queue, "b2");

    assertThat(answers(ask(queue, "c"))).containsExactly("c together");
    assertThat(work.batches).noneMatch(batch -> batch.contains("b2"));
    work.open();

    assertThat(answers(first)).containsExactly("b1 alone");
    assertThat(answers(second)).containsExactly("b2 together");
  }

  @Test
  void whoeverLeavesBeforeItGoesByItselfIsAtWorkNoLonger() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, SHORT);
    CountDownLatch begun = new CountDownLatch(1);
    work.left.add("b1");
    work.together =
        items -> {
          begun.countDown();
          work.pass();
          return Recorded.answers(items);
        };
    Future<String> left = ask(queue, "b1").getFirst();
    begun.await();
    left.cancel(true);
    List<Future<String>> next = ask(queue, "b2");
    work.open();

    assertThat(answers(next)).containsExactly("b2 together");
  }

  /// Of one connection it is one.
  @Test
  void whatGoesByItselfNeverTakesAllConnections() throws Exception {
    BatchQueue<String, String> queue = busy(SHORT, Duration.ofMillis(1));
    work.left.addAll(List.of("b", "c"));
    work.stopped.addAll(List.of("b", "c"));
    List<Future<String>> stuck = ask(queue, "b");
    work.reached.await();

    assertThatThrownBy(() -> queue.ask("c"))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("by themselves")
        .hasMessageContaining("nothing was done");
    assertThat(queue.ask("d")).isEqualTo("d together");
    work.open();
    assertThat(answers(stuck)).containsExactly("b alone");
    assertThat(queue.ask("c")).isEqualTo("c alone");
  }

  @Test
  void noBatchIsLargerThanItsBound() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    List<Future<String>> answers =
        waiting(
            queue,
            IntStream.range(0, 3 * BatchQueue.MOST)
                .mapToObj(nth -> Character.toString(0x4e00 + nth))
                .toArray(String[]::new));
    work.open();

    answers(answers);
    assertThat(work.batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(64));
  }

  @Test
  void whatABatchHasNoAnswerForGoesByItself() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    work.left.add("c");
    List<Future<String>> answers = waiting(queue, "b", "c", "d");
    work.open();

    assertThat(answers(answers)).containsExactly("b together", "c alone", "d together");
  }

  @Test
  void whatIsNotAcceptedHarmsNoOther() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    work.refused.add("c");
    List<Future<String>> answers = waiting(queue, "b", "c", "d");
    work.open();

    assertThat(answers.get(0).get()).startsWith("b");
    assertThatThrownBy(() -> answers.get(1).get()).hasRootCauseMessage("c is refused");
    assertThat(answers.get(2).get()).startsWith("d");
  }

  @Test
  void whenNothingIsKnownOfABatchEachHearsSo() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    work.together =
        _ -> {
          throw new LedgerUnavailableException("gone");
        };
    List<Future<String>> answers = waiting(queue, "b", "c");
    work.open();

    for (Future<String> answer : answers) {
      assertThatThrownBy(answer::get)
          .hasCauseInstanceOf(LedgerUnavailableException.class)
          .hasMessageContaining("gone");
    }
    work.together = Recorded::answers;
    assertThat(queue.ask("e")).startsWith("e");
  }

  @Test
  void anErrorInABatchIsToldToEachAndStopsNobodyAfterwards() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    work.together =
        _ -> {
          throw new StackOverflowError("deep");
        };
    List<Future<String>> answers = waiting(queue, "b", "c");
    work.open();

    for (Future<String> answer : answers) {
      assertThatThrownBy(answer::get).hasCauseInstanceOf(LedgerUnavailableException.class);
    }
    assertThat(queue.ask("e")).isEqualTo("e alone");
  }

  @Test
  void aFailureAloneStopsNobodyAfterwards() {
    BatchQueue<String, String> queue = queue(LONG, LONG);
    work.refused.add("a");
    assertThatThrownBy(() -> queue.ask("a")).hasMessage("a is refused");

    assertThat(queue.ask("b")).isEqualTo("b alone");
  }

  @Test
  void nobodyWaitsForOneThatIsStuck() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, SHORT);

    assertThat(answers(ask(queue, "b", "c"))).containsExactly("b together", "c together");
    assertThat(work.isOpen()).as("the first is stuck still").isFalse();
  }

  @Test
  void noMoreThanSoManyAreAtWorkAtOnce() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, SHORT);
    List<Future<String>> stuck = stuck(queue);
    assertThat(work.atWork()).isEqualTo(BatchQueue.MOST_WRITERS);
    List<Future<String>> late = ask(queue, "e", "f");
    work.open();

    assertThat(answers(stuck)).allMatch(answer -> answer.endsWith("together"));
    assertThat(answers(late)).allMatch(answer -> answer.endsWith("together"));
    assertThat(work.mostAtWork()).isEqualTo(BatchQueue.MOST_WRITERS);
  }

  @Test
  void whoseTurnDoesNotComeInTimeHearsThatNothingWasDone() throws Exception {
    BatchQueue<String, String> queue = busy(SHORT, Duration.ofMillis(1));
    List<Future<String>> stuck = stuck(queue);

    assertThatThrownBy(() -> queue.ask("late"))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("nothing was done");
    work.open();
    answers(stuck);
    assertThat(work.batches).noneMatch(batch -> batch.contains("late"));
  }

  /// As many batches as there may be beside the one at work.
  private List<Future<String>> stuck(BatchQueue<String, String> queue) throws Exception {
    Semaphore begun = new Semaphore(0);
    work.together =
        items -> {
          begun.release();
          work.pass();
          return Recorded.answers(items);
        };
    List<Future<String>> stuck = new ArrayList<>();
    for (String letter : List.of("b", "c", "d")) {
      stuck.addAll(ask(queue, letter));
      begun.acquire();
    }
    return stuck;
  }

  @Test
  void aCallerThatIsInterruptedHarmsNobody() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, SHORT);
    CountDownLatch begun = new CountDownLatch(1);
    work.together =
        items -> {
          begun.countDown();
          work.pass();
          return Recorded.answers(items);
        };
    List<Future<String>> answers = ask(queue, "b", "c");
    begun.await();
    answers.getFirst().cancel(true);
    work.open();

    assertThat(answers.getLast().get()).isEqualTo("c together");
    assertThat(queue.ask("e")).startsWith("e");
  }

  @Test
  void moreThanSoManyDoNotWait() throws Exception {
    BatchQueue<String, String> queue = busy(LONG, LONG);
    List<Future<String>> answers =
        waiting(queue, Collections.nCopies(BatchQueue.CAPACITY, "b").toArray(String[]::new));

    assertThatThrownBy(() -> queue.ask("c"))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageContaining("wait already; nothing was done");
    answers.forEach(answer -> answer.cancel(true));
  }

  private BatchQueue<String, String> queue(Duration turn, Duration patience) {
    return new BatchQueue<>(
        "letters",
        new StoreConfig(
            "jdbc:postgresql:", "u", "p", 1, turn, Duration.ofSeconds(1), Duration.ofSeconds(1)),
        patience,
        work);
  }

  /// One at work that does not end before the work is opened.
  private BatchQueue<String, String> busy(Duration turn, Duration patience)
      throws InterruptedException {
    BatchQueue<String, String> queue = queue(turn, patience);
    work.shut();
    CountDownLatch begun = work.begun;
    callers.execute(() -> queue.ask("a"));
    begun.await();
    return queue;
  }

  private List<Future<String>> ask(BatchQueue<String, String> queue, String... items) {
    List<Future<String>> answers = new ArrayList<>();
    for (String item : items) {
      answers.add(callers.submit(() -> queue.ask(item)));
    }
    return answers;
  }

  /// As [#ask], when all of them wait.
  private List<Future<String>> waiting(BatchQueue<String, String> queue, String... items) {
    List<Future<String>> answers = ask(queue, items);
    while (queue.waiting() < items.length) {
      Thread.onSpinWait();
    }
    return answers;
  }

  private static List<String> answers(List<Future<String>> futures)
      throws InterruptedException, ExecutionException {
    List<String> answers = new ArrayList<>();
    for (Future<String> future : futures) {
      answers.add(future.get());
    }
    return answers;
  }

  /// Texts whose first letter has to be apart; what goes alone passes a gate.
  private static final class Recorded implements BatchQueue.Work<String, String> {
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private volatile Function<List<String>, List<Optional<String>>> together = Recorded::answers;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private int working;
    private int most;

    private static List<Optional<String>> answers(List<String> items) {
      return items.stream().map(item -> Optional.of(item + " together")).toList();
    }

    @Override
    public List<Optional<String>> together(List<String> items) {
      begin();
      try {
        batches.add(items);
        items.stream().filter(refused::contains).findFirst().ifPresent(Recorded::refuse);
        List<Optional<String>> answers = new ArrayList<>(together.apply(items));
        for (int i = 0; i < answers.size(); i++) {
          if (left.contains(items.get(i))) {
            answers.set(i, Optional.empty());
          }
        }
        return answers;
      } finally {
        end();
      }
    }

    @Override
    public String alone(String item) {
      begin();
      try {
        threads.add(Thread.currentThread());
        begun.countDown();
        if (stopped.contains(item)) {
          reached.countDown();
          pass();
        }
        if (item.equals("a")) {
          pass();
        }
        if (refused.contains(item)) {
          refuse(item);
        }
        return item + " alone";
      } finally {
        end();
      }
    }

    private static void refuse(String item) {
      throw new IllegalStateException(item + " is refused");
    }

    @Override
    public Collection<?> apart(String item) {
      return List.of(item.charAt(0));
    }

    private synchronized void begin() {
      working++;
      most = Math.max(most, working);
    }

    private synchronized void end() {
      working--;
    }

    private synchronized int atWork() {
      return working;
    }

    private synchronized int mostAtWork() {
      return most;
    }

    private void shut() {
      gate = new CountDownLatch(1);
    }

    private void open() {
      gate.countDown();
    }

    private boolean isOpen() {
      return gate.getCount() == 0;
    }

    private void pass() {
      try {
        if (!gate.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("the gate stayed shut");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

package dev.countersign.slack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The answers to the latest [#CAPACITY] envelopes: Slack sends one again, on this socket or the
/// next, when it did not see our acknowledgement. The second copy does nothing and gets the answer
/// of the first, so that whoever pressed sees what became of it.
///
/// It saves work; it is not what makes a press count once. That is the ledger, which also holds
/// across replicas: the second copy may come to any of them.
final class AnsweredEnvelopes {
  static final int CAPACITY = 1_000;

  private final Map<String, CompletableFuture<String>> answers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<String>> eldest) {
          return size() > CAPACITY;
        }
      };

  /// @param first runs for the first copy alone; when it throws, the next copy is a first one again
  /// @param repeated runs for every other
  /// @return the answer, for which a second copy waits as long as the first takes
  String once(String envelope, Supplier<String> first, Runnable repeated) {
    var mine = new CompletableFuture<String>();
    CompletableFuture<String> earlier = putIfAbsent(envelope, mine);
    if (earlier != null) {
      repeated.run();
      return earlier.join();
    }
    try {
      String answer = first.get();
      mine.complete(answer);
      return answer;
    } catch (RuntimeException e) {
      forget(envelope);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private synchronized @Nullable CompletableFuture<String> putIfAbsent(
      String envelope, CompletableFuture<String> mine) {
    return answers.putIfAbsent(envelope, mine);
  }

  private synchronized void forget(String envelope) {
    answers.remove(envelope);
  }
}

package dev.countersign.slack;

import dev.countersign.card.QueueDesk;
import dev.countersign.card.Reply;
import dev.countersign.people.AccountId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Answers what is asked as it is told to, and remembers each question.
final class QueueDouble implements QueueDesk {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile QueueDesk behind = saying(() -> "Nothing waits for you.");

  @Override
  public Reply queue(AccountId asker, String tag, String after) {
    asked.add(
        "queue of "
            + asker.tenant()
            + " "
            + asker.user()
            + (tag.isEmpty() ? "" : " [" + tag + "]")
            + (after.isEmpty() ? "" : " behind [" + after + "]"));
    return behind.queue(asker, tag, after);
  }

  @Override
  public Reply status(AccountId asker, String id) {
    asked.add("status of [" + id + "] for " + asker.tenant() + " " + asker.user());
    return behind.status(asker, id);
  }

  void answers(Supplier<String> words) {
    behind = saying(words);
  }

  void is(QueueDesk real) {
    behind = real;
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  private static QueueDesk saying(Supplier<String> words) {
    return new QueueDesk() {
      @Override
      public Reply queue(AccountId asker, String tag, String after) {
        return new Reply.Words(words.get());
      }

      @Override
      public Reply status(AccountId asker, String id) {
        return new Reply.Words(words.get());
      }
    };
  }
}

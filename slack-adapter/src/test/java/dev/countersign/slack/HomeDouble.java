package dev.countersign.slack;

import dev.countersign.card.HomeDesk;
import dev.countersign.card.Reply;
import dev.countersign.people.AccountId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Shows what it is told to, and remembers who looked.
final class HomeDouble implements HomeDesk {
  private final List<String> looked = new CopyOnWriteArrayList<>();
  private volatile HomeDesk behind = saying("Nothing waits for you.");

  @Override
  public Reply home(AccountId asker) {
    looked.add("home of " + asker.tenant() + " " + asker.user());
    return behind.home(asker);
  }

  @Override
  public Reply recent(AccountId asker, String after) {
    return behind.recent(asker, after);
  }

  void is(HomeDesk real) {
    behind = real;
  }

  List<String> looked() {
    return List.copyOf(looked);
  }

  private static HomeDesk saying(String words) {
    return new HomeDesk() {
      @Override
      public Reply home(AccountId asker) {
        return new Reply.Words(words);
      }

      @Override
      public Reply recent(AccountId asker, String after) {
        return new Reply.Words(words);
      }
    };
  }
}

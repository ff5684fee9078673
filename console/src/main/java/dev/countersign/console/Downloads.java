package dev.countersign.console;

import dev.countersign.card.AskLimit;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Bounds the files of requests that are handed out: how often to one account, and how many at
/// once, since each is held in memory until it is sent.
final class Downloads {
  /// Files that are sent at once.
  static final int AT_ONCE = 8;

  /// Of them, to one account.
  static final int AT_ONCE_TO_ONE = 2;

  static final int TOO_MANY_REQUESTS = 429;

  private final AskLimit limit;
  private final Map<String, Integer> underWay = new HashMap<>();
  private int all;

  /// @param limit of what one account takes
  Downloads(AskLimit limit) {
    this.limit = limit;
  }

  @FunctionalInterface
  interface HandingOver {
    void run() throws IOException;
  }

  /// Hands over now, or says why not.
  void inTurn(PageRequest asked, HandingOver handing) throws IOException {
    String account = asked.who().account().toString();
    if (limit.ask(account) != AskLimit.Turn.TAKEN) {
      asked
          .answers()
          .words(
              TOO_MANY_REQUESTS,
              "Too often",
              Optional.of(asked.who()),
              "You took more than " + AskLimit.MOST + " files in a minute. Please wait for one.",
              OwnPath.QUEUE);
      return;
    }
    if (!begins(account)) {
      asked
          .answers()
          .words(
              HttpServletResponse.SC_SERVICE_UNAVAILABLE,
              "Not just now",
              Optional.of(asked.who()),
              "Other files are being sent just now, so this one waits until you ask for it again.",
              OwnPath.QUEUE);
      return;
    }
    try {
      handing.run();
    } finally {
      ended(account);
    }
  }

  synchronized boolean begins(String account) {
    int own = underWay.getOrDefault(account, 0);
    if (all == AT_ONCE || own == AT_ONCE_TO_ONE) {
      return false;
    }
    all++;
    underWay.put(account, own + 1);
    return true;
  }

  synchronized void ended(String account) {
    all--;
    underWay.computeIfPresent(account, (_, own) -> own == 1 ? null : own - 1);
  }
}

package dev.countersign.console;

import dev.countersign.card.HomeDesk;
import dev.countersign.card.QueueDesk;
import dev.countersign.card.Reply;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What waits for somebody, and what they decided.
final class ListPages {
  private final QueueDesk queue;
  private final HomeDesk homes;

  private ListPages(QueueDesk queue, HomeDesk homes) {
    this.queue = queue;
    this.homes = homes;
  }

  static List<Route> routes(QueueDesk queue, HomeDesk homes) {
    ListPages pages = new ListPages(queue, homes);
    return List.of(
        Route.of(OwnPath.QUEUE, pages::waiting).inNavigation("Waiting for you"),
        Route.of(OwnPath.DECISIONS, pages::decided).inNavigation("Your decisions"));
  }

  private void waiting(PageRequest asked) throws IOException {
    list(
        asked,
        "Waiting for you",
        queue.queue(asked.who().account(), "", asked.query().text("after")));
  }

  private void decided(PageRequest asked) throws IOException {
    list(asked, "Your decisions", homes.recent(asked.who().account(), asked.query().text("after")));
  }

  private static void list(PageRequest asked, String title, Reply reply) throws IOException {
    asked
        .answers()
        .page(
            HttpServletResponse.SC_OK, title, Optional.of(asked.who()), ReplyPage.of(title, reply));
  }
}

package dev.countersign.console;

import dev.countersign.card.Board;
import dev.countersign.card.Board.Scope;
import dev.countersign.card.BoardDesk;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What waits, by risk and time, and what tells open pages of it to look again.
final class QueuePages {
  private final BoardDesk board;
  private final LivePage live;

  private QueuePages(BoardDesk board, LivePage live) {
    this.board = board;
    this.live = live;
  }

  static List<Route> routes(BoardDesk board, LivePage live) {
    return List.of(
        Route.of(OwnPath.QUEUE, new QueuePages(board, live)::show).inNavigation("Queue"),
        Route.of(LivePage.PATH, live));
  }

  /// What the page has seen is asked first: what changes from then on is told.
  private void show(PageRequest asked) throws IOException {
    QueueAddress address = QueueAddress.of(asked.query());
    String stream = live.address(asked.who(), address.question().scope() == Scope.ALL);
    Board found = board.board(asked.who().account(), address.question());
    asked
        .answers()
        .page(
            HttpServletResponse.SC_OK,
            found.scope() == Scope.ALL ? "All that waits" : "Waiting for you",
            Optional.of(asked.who()),
            BoardView.of(found, address.answered(found.scope()), stream));
  }
}

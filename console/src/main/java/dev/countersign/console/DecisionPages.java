package dev.countersign.console;

import dev.countersign.card.HomeDesk;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What somebody decided.
final class DecisionPages {
  private static final String TITLE = "Your decisions";

  private final HomeDesk homes;

  private DecisionPages(HomeDesk homes) {
    this.homes = homes;
  }

  static List<Route> routes(HomeDesk homes) {
    return List.of(Route.of(OwnPath.DECISIONS, new DecisionPages(homes)::show).inNavigation(TITLE));
  }

  private void show(PageRequest asked) throws IOException {
    asked
        .answers()
        .page(
            HttpServletResponse.SC_OK,
            TITLE,
            Optional.of(asked.who()),
            ReplyPage.of(TITLE, homes.recent(asked.who().account(), asked.query().text("after"))));
  }
}

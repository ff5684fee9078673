package dev.countersign.console;

import dev.countersign.card.AskLimit;
import dev.countersign.card.SearchDesk;
import dev.countersign.card.SearchDesk.Found;
import dev.countersign.card.VisibleText;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Looks for requests. What was looked for stands in the address, so that a link leads to it.
final class SearchPages implements Page {
  static final String PATH = "/search";

  /// What is looked for.
  static final String TYPED = "q";

  /// As long as what is read, in UTF-16 code units.
  private static final int LONGEST = 200;

  /// Searches of one replica at once; each takes a connection to the database for a moment.
  static final int AT_ONCE = 2;

  private static final String TITLE = "Search";
  private static final int TOO_MANY = 429;

  private final SearchDesk desk;
  private final AskLimit limit;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  private SearchPages(SearchDesk desk, AskLimit limit) {
    this.desk = desk;
    this.limit = limit;
  }

  /// @param limit of searches, for each account
  static List<Route> routes(SearchDesk desk, AskLimit limit) {
    return List.of(Route.of(PATH, new SearchPages(desk, limit)).inNavigation(TITLE));
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    Optional<String> query = Optional.ofNullable(asked.request().getQueryString());
    if (query.isPresent() && FormBody.of(query.get()).isEmpty()) {
      said(
          asked,
          HttpServletResponse.SC_BAD_REQUEST,
          "Countersign could not read this address, so nothing was looked for.");
      return;
    }
    if (asked.query().text(TYPED).isBlank()) {
      answer(asked, new Found.Nothing());
      return;
    }
    if (limit.ask(asked.who().account().toString()) != AskLimit.Turn.TAKEN) {
      asked.response().setHeader("Retry-After", Long.toString(AskLimit.SPAN.toSeconds()));
      said(
          asked,
          TOO_MANY,
          "You looked for more than "
              + AskLimit.MOST
              + " things in a minute. Search again in a minute.");
      return;
    }
    if (!turns.tryAcquire()) {
      said(
          asked,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "Others look for something just now, so this was not looked for. Please try again.");
      return;
    }
    Found found;
    try {
      found = desk.search(asked.who().account(), asked.query().text(TYPED));
    } finally {
      turns.release();
    }
    answer(asked, found);
  }

  private static void answer(PageRequest asked, Found found) throws IOException {
    switch (found) {
      case Found.Nothing() ->
          page(
              asked,
              HttpServletResponse.SC_OK,
              List.of(
                  Html.of(
                      "p",
                      "By the id of a request, its short name, or words of its title, what it is"
                          + " about, its target, its target system or its agent; or by the"
                          + " beginning of the digest of its action. Of several words it has to"
                          + " have all; a word of three letters finds all that begin with it.")));
      case Found.Unread(var words) -> said(asked, HttpServletResponse.SC_OK, words);
      case Found.GivenUp(var words) -> said(asked, HttpServletResponse.SC_OK, words);
      case Found.Requests(var rows, var note) -> {
        List<Html> parts = new ArrayList<>();
        parts.add(
            Html.of(
                    "p",
                    rows.isEmpty()
                        ? "Nothing that you may see was found."
                        : Tables.counted(rows.size(), "request") + ", the newest first")
                .with("role", "status"));
        if (!rows.isEmpty()) {
          parts.add(
              Html.of(
                      "ul",
                      rows.stream().map(row -> Html.of("li", ChapterParts.parts(row))).toList())
                  .classed("rows"));
        }
        parts.add(Html.of("p", note).classed("small"));
        page(asked, HttpServletResponse.SC_OK, parts);
      }
    }
  }

  private static void said(PageRequest asked, int status, String words) throws IOException {
    page(asked, status, List.of(Frame.notice(words)));
  }

  private static void page(PageRequest asked, int status, List<Html> below) throws IOException {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    parts.add(form(asked.query().text(TYPED)));
    parts.addAll(below);
    asked.answers().page(status, TITLE, Optional.of(asked.who()), parts);
  }

  /// @param typed is shown again, what does not show in it by its code
  private static Html form(String typed) {
    Html.Element field =
        Html.of("input")
            .with("type", "search")
            .with("id", "q")
            .with("name", TYPED)
            .with("maxlength", Integer.toString(LONGEST))
            .with("autocomplete", "off")
            .with("dir", "auto")
            .with(
                "value",
                VisibleText.onOneLine(typed.substring(0, Math.min(LONGEST, typed.length())))
                    .text());
    return Html.of(
            "form",
            Html.of("label", "Id, words or digest").with("for", "q"),
            Html.of("div", field, Html.of("button", "Search").with("type", "submit")))
        .with("role", "search")
        .with("method", "get")
        .with("action", PATH)
        .classed("search");
  }
}

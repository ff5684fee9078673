package dev.countersign.console;

import dev.countersign.card.Board;
import dev.countersign.card.BoardDesk.Due;
import dev.countersign.card.BoardDesk.Question;
import dev.countersign.card.BoardDesk.Scope;
import dev.countersign.card.Run;
import dev.countersign.card.VisibleText;
import dev.countersign.json.WireName;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The queue as a page: a picture of risk by time, what to narrow it by, and the rows. Risk is said
/// by a word and a shape beside its colour.
final class BoardView {
  private final Board board;
  private final QueueAddress address;
  private final String stream;

  private BoardView(Board board, QueueAddress address, String stream) {
    this.board = board;
    this.address = address;
    this.stream = stream;
  }

  /// @param stream where the page hears that it has to look again
  static List<Html> of(Board board, QueueAddress address, String stream) {
    return new BoardView(board, address, stream).parts();
  }

  private List<Html> parts() {
    List<Html> head = new ArrayList<>();
    head.add(Html.of("h1", board.scope() == Scope.ALL ? "All that waits" : "Waiting for you"));
    if (board.mayAll()) {
      head.add(
          links(
              "Whose",
              List.of(
                  choice("For you", address.of(Scope.OWN), board.scope() == Scope.OWN),
                  choice("All", address.of(Scope.ALL), board.scope() == Scope.ALL))));
    }
    return List.of(
        Html.of(
                "div",
                Html.of("div", head).classed("head"),
                Html.of("div", picture(), filters()).classed("aside"),
                list())
            .classed("board")
            .with("id", "board")
            .with("data-live", stream));
  }

  private Html picture() {
    List<Html> head = new ArrayList<>();
    head.add(Html.of("th", "Risk").with("scope", "col"));
    for (Due due : Due.values()) {
      head.add(Html.of("th", words(due)).with("scope", "col"));
    }
    List<Html> rows = new ArrayList<>();
    for (RiskLevel risk : Arrays.asList(RiskLevel.values()).reversed()) {
      List<Html> cells = new ArrayList<>();
      cells.add(Html.of("th", risk(risk)).with("scope", "row"));
      for (Due due : Due.values()) {
        cells.add(Html.of("td", cell(risk, due)));
      }
      rows.add(Html.of("tr", cells));
    }
    return Html.of(
            "table",
            Html.of(
                "caption",
                board.complete()
                    ? "How many wait, by risk and the time that is left"
                    : "The gravest "
                        + Board.MOST_COUNTED
                        + " that wait, by risk and the time that is left"),
            Html.of("thead", Html.of("tr", head)),
            Html.of("tbody", rows))
        .classed("picture");
  }

  private Html cell(RiskLevel risk, Due due) {
    int count = board.counts().getOrDefault(new Board.Cell(risk, due), 0);
    boolean here =
        address.question().risk().equals(Optional.of(risk))
            && address.question().due().equals(Optional.of(due));
    if (count == 0 && !here) {
      return Html.of("span", "0").classed("none");
    }
    QueueAddress there =
        here
            ? address.at(Optional.empty(), Optional.empty())
            : address.at(Optional.of(risk), Optional.of(due));
    Html.Element link =
        Html.link(there.path(), Integer.toString(count))
            .classed("count " + name(risk))
            .with(
                "aria-label",
                count + " of " + name(risk) + " risk, " + words(due) + (here ? ", shown" : ""));
    return here ? link.with("aria-current", "true") : link;
  }

  private Html filters() {
    Question asked = address.question();
    List<Html> parts = new ArrayList<>();
    parts.add(
        Html.of(
            "summary", asked.narrows() ? "Narrowed; change or take away" : "Narrow what is shown"));
    parts.add(
        row(
            "Risk",
            Arrays.asList(RiskLevel.values()).reversed(),
            asked.risk(),
            BoardView::name,
            one -> address.at(one, asked.due())));
    parts.add(
        row(
            "Time left",
            Arrays.asList(Due.values()),
            asked.due(),
            BoardView::words,
            one -> address.at(asked.risk(), one)));
    parts.add(
        row(
            "Kind",
            board.choices().classes(),
            asked.actionClass(),
            one -> WireName.of(one).replace('_', ' '),
            address::ofClass));
    parts.add(
        row(
            "Environment",
            board.choices().environments(),
            asked.environment(),
            WireName::of,
            address::in));
    parts.add(
        row("Group", board.choices().groups(), asked.group(), GroupName::value, address::ofGroup));
    parts.add(
        row("Agent", board.choices().agents(), asked.agent(), AgentId::value, address::ofAgent));
    parts.add(
        row(
            "Tag",
            board.choices().tags(),
            Optional.of(asked.tag()).filter(tag -> !tag.isEmpty()),
            tag -> tag,
            one -> address.tagged(one.orElse(""))));
    Html.Element details = Html.of("details", parts).classed("filters");
    return asked.narrows() ? details.with("open") : details;
  }

  /// One that is chosen already stands there even where nothing of it waits any more.
  private <T> Html row(
      String title,
      List<T> choices,
      Optional<T> chosen,
      Function<T, String> words,
      Function<Optional<T>, QueueAddress> there) {
    List<T> all = new ArrayList<>(choices);
    chosen.filter(one -> !all.contains(one)).ifPresent(all::add);
    List<Html> links = new ArrayList<>();
    links.add(choice("any", there.apply(Optional.empty()), chosen.isEmpty()));
    for (T one : all) {
      links.add(
          choice(words.apply(one), there.apply(Optional.of(one)), chosen.equals(Optional.of(one))));
    }
    return links(title, links);
  }

  private static Html links(String title, List<Html> links) {
    return Html.of(
            "p",
            List.of(
                Html.of("span", title).classed("title"), Html.of("span", links).classed("choices")))
        .classed("choose");
  }

  private static Html choice(String words, QueueAddress there, boolean chosen) {
    Html.Element link = Html.link(there.path(), words);
    return chosen ? link.with("aria-current", "true") : link;
  }

  private Html list() {
    List<Html> parts = new ArrayList<>();
    if (!board.said().isEmpty()) {
      parts.add(Html.of("p", board.said()).classed("small"));
    }
    if (board.rows().isEmpty()) {
      parts.add(Html.of("p", nothing()).classed("empty"));
    } else {
      parts.add(
          Html.of(
                  "table",
                  Html.of("caption", "Requests, the gravest and most urgent first")
                      .classed("hidden"),
                  Html.of(
                      "thead",
                      Html.of(
                          "tr",
                          Html.of("th", "Risk").with("scope", "col"),
                          Html.of("th", "Action").with("scope", "col"),
                          Html.of("th", "Decide by").with("scope", "col"))),
                  Html.of("tbody", board.rows().stream().map(this::row).toList()))
              .classed("requests"));
    }
    board
        .next()
        .ifPresent(last ->
            parts.add(
                Html.of(
                    "p", Html.link(address.after(last).path(), "Next page").with("rel", "next"))));
    parts.add(
        Html.of(
                "p",
                Html.link(address.path(), "Reload"),
                Html.of("span", "").classed("keys").with("hidden"))
            .classed("small live")
            .with("role", "status"));
    return Html.of("div", parts).classed("list");
  }

  private String nothing() {
    return !address.question().after().isEmpty()
        ? "Nothing more waits here."
        : address.question().narrows()
            ? "Nothing that you asked for waits."
            : board.scope() == Scope.ALL ? "Nothing waits." : "Nothing waits for you.";
  }

  private Html row(Board.Row row) {
    List<Html> small = new ArrayList<>();
    row.object()
        .ifPresent(object -> {
          small.addAll(Runs.of(List.of(Run.supplied(object, Run.Emphasis.STRONG))));
          small.add(Html.text(" · "));
        });
    List<String> names = new ArrayList<>();
    names.add(row.agent().value());
    names.add(row.targetSystem());
    names.add(WireName.of(row.environment()));
    names.addAll(row.tags());
    names.add(row.shortName());
    small.add(Html.text(VisibleText.onOneLine(String.join(" · ", names)).text()));
    List<Html> action = new ArrayList<>();
    action.add(
        Html.link(OwnPath.of(row.id()), VisibleText.onOneLine(row.headline()).text())
            .classed("headline"));
    action.add(Html.of("p", small).classed("small"));
    if (!row.notes().isEmpty()) {
      action.add(Html.of("p", VisibleText.onOneLine(row.notes()).text()).classed("small warn"));
    }
    return Html.of(
            "tr",
            Html.of("td", risk(row.risk())),
            Html.of("td", action),
            Html.of(
                "td",
                Html.of("strong", left(row.deadline())).classed("left"),
                Html.text(" "),
                Runs.moment(row.deadline())))
        .with("id", "r" + row.id().value().substring(row.id().value().indexOf('_') + 1));
  }

  /// So that a reader without a clock beside them knows what is urgent.
  private String left(Instant deadline) {
    Duration left = Duration.between(board.now(), deadline);
    if (!left.isPositive()) {
      return "over";
    }
    long minutes = left.toMinutes();
    long hours = left.toHours();
    return hours >= 48
        ? left.toDays() + " days left"
        : hours > 0
            ? hours + " h " + left.toMinutesPart() + " min left"
            : minutes > 0 ? minutes + " min left" : "under 1 min left";
  }

  /// A word and a shape: no colour has to be seen.
  private static Html risk(RiskLevel risk) {
    String shape =
        switch (risk) {
          case CRITICAL -> "◆";
          case HIGH -> "▲";
          case MEDIUM -> "■";
          case LOW -> "○";
        };
    return Html.of(
            "span", Html.of("span", shape).with("aria-hidden", "true"), Html.text(" " + name(risk)))
        .classed("risk " + name(risk));
  }

  private static String name(RiskLevel risk) {
    return risk.name().toLowerCase(Locale.ROOT);
  }

  private static String words(Due due) {
    return switch (due) {
      case QUARTER -> "under 15 min";
      case HOUR -> "under 1 h";
      case SHIFT -> "under 8 h";
      case LATER -> "later";
    };
  }
}

package dev.countersign.console;

import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.card.RetrospectiveDesk.Line;
import dev.countersign.card.RetrospectiveDesk.Status;
import dev.countersign.card.RetrospectiveDesk.Told;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RetrospectiveQuestion;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is written afterwards about uses of break-glass: all of them in a list, and each on a page
/// of its own, where it is filed and closed.
final class RetrospectivePages implements Page.WithForms {
  static final String PATH = "/retrospectives";
  static final String DEED = "deed";
  static final String FILE = "file";
  static final String CLOSE = "close";

  private static final String BELOW = ConsoleAddress.RETROSPECTIVES;
  private static final String TITLE = "Retrospectives";

  private final RetrospectiveDesk desk;

  private RetrospectivePages(RetrospectiveDesk desk) {
    this.desk = desk;
  }

  static List<Route> routes(RetrospectiveDesk desk) {
    RetrospectivePages pages = new RetrospectivePages(desk);
    return List.of(Route.of(PATH, pages::list).inNavigation(TITLE), Route.of(BELOW, pages));
  }

  private static String page(ProposalId request) {
    return BELOW + request;
  }

  private void list(PageRequest asked) throws IOException {
    List<Line> lines = desk.list(asked.who().account());
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    parts.add(
        Html.of(
            "p",
            "Whenever somebody used break-glass, it is written down afterwards how it went, and two"
                + " others read it. Until it is filed, that person cannot use it again."));
    if (lines.isEmpty()) {
      parts.add(Html.of("p", "None is yours to read.").classed("empty"));
    }
    parts.add(Html.of("ul", lines.stream().map(RetrospectivePages::row).toList()).classed("rows"));
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(asked.who()), parts);
  }

  private static Html row(Line line) {
    return Html.of(
        "li",
        Html.link(page(line.request()), "Break-glass on " + line.name()).classed("headline"),
        Html.of("p", facts(line)));
  }

  private static List<Html> facts(Line line) {
    return List.of(
        Html.of("strong", said(line.status())),
        Html.text("  ·  used by "),
        Runs.name(line.actor()),
        Html.text(", "),
        Runs.moment(line.at()),
        Html.text("  ·  "),
        Runs.name(line.owner()),
        Html.text(" looks at it, due "),
        Runs.moment(line.due()));
  }

  private static String said(Status status) {
    return switch (status) {
      case UNFILED -> "To be filed";
      case OVERDUE -> "Overdue";
      case FILED -> "Filed, two people have to read it";
      case UNREAD -> "Overdue: filed, and not read by two people";
      case CLOSED -> "Closed";
    };
  }

  @Override
  public List<String> typedIn() {
    return Arrays.stream(RetrospectiveQuestion.values()).map(WireName::of).toList();
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    page(asked, "", Map.of());
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    page(asked, SentForm.STALE, typed(sent.form()));
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    Map<RetrospectiveQuestion, String> answers = typed(sent.form());
    String id = asked.path().substring(BELOW.length());
    Told told =
        sent.form().text(DEED).equals(CLOSE)
            ? desk.close(asked.who().account(), id)
            : desk.file(asked.who().account(), id, answers);
    page(asked, told.words(), told.done() ? Map.of() : answers);
  }

  private static Map<RetrospectiveQuestion, String> typed(FormBody form) {
    Map<RetrospectiveQuestion, String> answers = new EnumMap<>(RetrospectiveQuestion.class);
    for (RetrospectiveQuestion question : RetrospectiveQuestion.values()) {
      answers.put(question, form.text(WireName.of(question)));
    }
    return answers;
  }

  private void page(PageRequest asked, String said, Map<RetrospectiveQuestion, String> typed)
      throws IOException {
    Optional<RetrospectiveDesk.Page> found =
        desk.look(asked.who().account(), asked.path().substring(BELOW.length()));
    if (found.isEmpty()) {
      asked.answers().notThere(asked, said, String.join("\n", typed.values()).strip());
      return;
    }
    RetrospectiveDesk.Page page = found.get();
    List<Html> parts = new ArrayList<>();
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    parts.add(Html.of("h1", "Retrospective"));
    page.topic().lines().forEach(line -> parts.add(Html.of("p", Html.of("strong", line))));
    parts.add(Html.of("p", facts(page.line())));
    parts.add(
        Html.of(
            "p",
            Html.text("Incident "),
            supplied("code", page.incident()),
            Html.text(": "),
            supplied("span", page.reason())));
    parts.add(
        Html.of("p", Html.link(OwnPath.of(page.line().request()), "The request with its record")));
    page.filed()
        .ifPresent(
            filed -> parts.add(Html.of("section", filed(filed, page.closedBy())).classed("paper")));
    if (page.files()) {
      parts.add(form(asked.who(), page, typed));
    } else {
      parts.addAll(Frame.kept(String.join("\n", typed.values()).strip()));
    }
    if (page.closes()) {
      parts.add(closing(asked.who(), page));
    }
    asked
        .answers()
        .page(HttpServletResponse.SC_OK, "Retrospective", Optional.of(asked.who()), parts);
  }

  private static Html supplied(String element, String text) {
    return Html.of(element, text).classed("s").with("dir", "auto");
  }

  private static List<Html> filed(RetrospectiveDesk.Filed filed, List<String> closedBy) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h2", "What was filed"));
    parts.add(Html.of("p", Html.text("By "), Runs.name(filed.by())));
    for (RetrospectiveQuestion question : RetrospectiveQuestion.values()) {
      String answer = filed.answers().get(question);
      if (answer != null) {
        parts.add(Html.of("h3", RetrospectiveDesk.label(question)));
        parts.add(Html.of("p", supplied("span", answer)));
      }
    }
    parts.add(Html.of("h2", "Who has read it"));
    if (closedBy.isEmpty()) {
      parts.add(
          Html.of("p", "Nobody yet. Two people have to, other than who used it or wrote this."));
    } else {
      parts.add(
          Html.of("ul", closedBy.stream().map(name -> Html.of("li", Runs.name(name))).toList()));
    }
    return parts;
  }

  private static Html form(
      Visitor who, RetrospectiveDesk.Page page, Map<RetrospectiveQuestion, String> typed) {
    Html.Element form =
        Html.of("form", Html.of("h2", "File it"), Frame.key(who), Frame.hidden(DEED, FILE))
            .with("method", "post")
            .with("action", page(page.line().request()))
            .classed("paper");
    for (RetrospectiveQuestion question : RetrospectiveQuestion.values()) {
      String id = "answer-" + WireName.of(question);
      Html.Element input =
          Html.of("textarea", typed.getOrDefault(question, ""))
              .with("id", id)
              .with("name", WireName.of(question))
              .with("rows", "3")
              .with("minlength", Integer.toString(RetrospectiveQuestion.SHORTEST))
              .with("maxlength", Integer.toString(RetrospectiveQuestion.LONGEST));
      form =
          form.and(
                  Html.of(
                          "label",
                          RetrospectiveDesk.label(question)
                              + (question.isRequired() ? "" : " (optional)"))
                      .with("for", id))
              .and(question.isRequired() ? input.with("required") : input);
    }
    return form.and(Html.of("p", RetrospectiveDesk.KEPT_IN_RECORD))
        .and(
            Html.of("button", "File it, once and for all")
                .with("type", "submit")
                .classed("primary"));
  }

  private static Html closing(Visitor who, RetrospectiveDesk.Page page) {
    return Html.of(
            "form",
            Html.of("p", "You have read it, and nothing has to be added."),
            Frame.key(who),
            Frame.hidden(DEED, CLOSE),
            Html.of("button", "I have read it").with("type", "submit").classed("primary"))
        .with("method", "post")
        .with("action", page(page.line().request()));
  }
}

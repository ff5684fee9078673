package dev.countersign.console;

import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.card.WhyNot;
import dev.countersign.ledger.SignIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What every page has around what it is about.
final class Frame {
  static final String STYLE = "/console.css";
  static final String SCRIPT = "/console.js";

  /// What ends the part of a page that is its own; text on it is escaped.
  static final String END_OF_MAIN = "</main>";

  /// Entries of the navigation that are never behind another one.
  private static final int FIRST_ENTRIES = 3;

  /// Entries that fit on one line of a desk.
  private static final int FEW_ENTRIES = 7;

  /// The field that every form has.
  static final String KEY = "key";

  /// Beside a field whose text goes into the chain of a request.
  static final String KEPT_IN_RECORD = RetrospectiveDesk.KEPT_IN_RECORD;

  private Frame() {}

  /// @param visitor whose pages they are; nobody's before somebody signed in
  /// @param path of the page, which the navigation marks
  static String page(
      String title,
      Optional<Visitor> visitor,
      Routes routes,
      String path,
      List<? extends Html> main) {
    Html.Element head =
        Html.of(
            "head",
            Html.of("meta").with("charset", "utf-8"),
            Html.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Html.of("meta").with("name", "robots").with("content", "noindex"),
            Html.of("title", title + " · Countersign"),
            Html.of("link").with("rel", "stylesheet").with("href", STYLE),
            new Html.OwnScript(SCRIPT));
    Html.Element body =
        Html.of(
            "body",
            Html.link("#main", "Skip to the content").classed("skip"),
            header(visitor, routes, path),
            Html.of("main", main).with("id", "main"));
    return "<!doctype html>" + Html.of("html", head, body).with("lang", "en").written();
  }

  private static Html header(Optional<Visitor> visitor, Routes routes, String path) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("strong", "Countersign").classed("brand"));
    visitor.ifPresent(who -> {
      parts.add(navigation(routes.entries(who), path));
      parts.add(
          Html.of(
                  "form",
                  whoever(who),
                  key(who),
                  Html.of("button", "Sign out").with("type", "submit"))
              .with("method", "post")
              .with("action", "/sign-out")
              .classed("who"));
    });
    return Html.of("header", parts);
  }

  /// The first entries and the page itself; the others are one press away, and stand beside them
  /// where they are few and there is room.
  private static Html navigation(List<Route> entries, String path) {
    Predicate<Route> first =
        route -> entries.indexOf(route) < FIRST_ENTRIES || route.path().equals(path);
    List<Html> parts = new ArrayList<>();
    entries.stream().filter(first).forEach(route -> parts.add(entry(route, path)));
    List<Html> others =
        entries.stream().filter(first.negate()).map(route -> entry(route, path)).toList();
    if (!others.isEmpty()) {
      parts.add(
          Html.of("details", Html.of("summary", "More"), Html.of("div", others)).classed("more"));
    }
    Html.Element navigation = Html.of("nav", parts).with("aria-label", "Pages");
    return entries.size() <= FEW_ENTRIES ? navigation.classed("few") : navigation;
  }

  private static Html whoever(Visitor who) {
    Html.Element name = Html.of("span", Runs.name(who.person().name()));
    return who.by() instanceof SignIn.Means.ByPasskey ? name.and(Html.text(", by passkey")) : name;
  }

  private static Html entry(Route route, String path) {
    Html.Element link = Html.link(route.path(), route.entry());
    return route.path().equals(path) ? link.with("aria-current", "page") : link;
  }

  static Html.Element key(Visitor visitor) {
    return hidden(KEY, visitor.formKey());
  }

  static Html.Element hidden(String name, String value) {
    return Html.of("input").with("type", "hidden").with("name", name).with("value", value);
  }

  /// Something that is said first, and read out when it comes.
  static Html.Element notice(String words) {
    return Html.of("div", words.lines().map(line -> Html.of("p", line)).toList())
        .classed("notice")
        .with("role", "status");
  }

  /// What somebody typed that no form takes any more.
  static List<Html> kept(String typed) {
    return typed.isBlank()
        ? List.of()
        : List.of(
            Html.of("label", WhyNot.KEPT_NOWHERE).with("for", "typed"),
            Html.of("textarea", typed).with("id", "typed").with("readonly").with("rows", "6"));
  }
}

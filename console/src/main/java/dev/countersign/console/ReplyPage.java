package dev.countersign.console;

import dev.countersign.card.Command;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Ask;
import dev.countersign.card.Reply.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A listing of the core as a page: its questions are links here. They are text, as chats send them
/// back; `ReplyPageTest` holds that each that a page answers is known here.
final class ReplyPage {
  private static final String AFTER = "(?: after (prop_[0-9A-Z]{26}))?";
  private static final Pattern STATUS =
      Pattern.compile(Command.STATUS.word() + " (prop_[0-9A-Z]{26})");
  private static final Pattern QUEUE = Pattern.compile(Command.QUEUE.word() + AFTER);
  private static final Pattern RECENT = Pattern.compile(Command.RECENT.word() + AFTER);

  private ReplyPage() {}

  /// @param title of the page
  static List<Html> of(String title, Reply reply) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", title));
    switch (reply) {
      case Reply.Words(var words) ->
          words.lines().map(line -> Html.of("p", line)).forEach(parts::add);
      case Reply.Listing listing -> parts.addAll(listing(listing));
      case Reply.OfRequest _, Reply.Sheet _ -> parts.add(Html.of("p", reply.text()));
    }
    return parts;
  }

  private static List<Html> listing(Reply.Listing listing) {
    List<Html> parts = new ArrayList<>();
    List<Html> rows = new ArrayList<>();
    for (Part part : listing.parts()) {
      switch (part) {
        case Part.Row row -> rows.add(row(row));
        case Part.Note(var words) -> parts.add(Html.of("p", words).classed("small"));
        case Part.Title(var words) -> parts.add(Html.of("h2", words));
        case Part.Lines(var lines) -> lines.forEach(line -> parts.add(Html.of("p", Runs.of(line))));
        case Part.Asks(var asks) ->
            asks.forEach(ask -> link(ask).ifPresent(to -> parts.add(Html.of("p", to))));
        case Part.Leads _ -> {
          // Of chats: whoever is here is there already.
        }
        case Part.Figures _ -> {
          // Home has figures, and no page here shows a home.
        }
      }
    }
    parts.addFirst(Html.of("ul", rows).classed("rows"));
    return parts;
  }

  private static Html row(Part.Row row) {
    Optional<String> path = row.ask().flatMap(ReplyPage::path);
    return Html.of(
        "li",
        path.<Html>map(to -> Html.link(to, row.headline()).classed("headline"))
            .orElseGet(() -> Html.of("strong", row.headline())),
        Html.of("p", Runs.of(row.below())));
  }

  private static Optional<Html> link(Ask ask) {
    return path(ask).map(to -> Html.link(to, ask.label()));
  }

  private static Optional<String> path(Ask ask) {
    String question = ask.question();
    Matcher status = STATUS.matcher(question);
    if (status.matches()) {
      return Optional.of(OwnPath.REQUESTS + status.group(1));
    }
    Matcher recent = RECENT.matcher(question);
    if (recent.matches()) {
      return Optional.of(OwnPath.DECISIONS + after(recent.group(1)));
    }
    Matcher queue = QUEUE.matcher(question);
    return queue.matches() ? Optional.of(OwnPath.QUEUE + after(queue.group(1))) : Optional.empty();
  }

  private static String after(@Nullable String id) {
    return id == null ? "" : "?after=" + id;
  }
}

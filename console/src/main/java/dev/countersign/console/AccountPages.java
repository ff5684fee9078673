package dev.countersign.console;

import dev.countersign.card.AskLimit;
import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.Command;
import dev.countersign.card.LinkDesk;
import dev.countersign.card.Reply;
import dev.countersign.json.Digest;
import dev.countersign.people.Person;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where somebody who is signed in links an account in a chat by the code that they got there, and
/// takes a link back: by the desk of the chats, with its questions, bounds and words.
final class AccountPages implements Page.WithForms {
  static final String PATH = "/accounts";
  static final String DEED = "deed";
  static final String CODE = "code";
  static final String CHAT = "chat";
  static final String AGREEMENT = "agreement";
  static final String LINK = "link";
  static final String UNLINK = "take-away";

  /// How long after signing in an account is linked: it outlives the session, so that a session
  /// which somebody took is not enough.
  static final Duration FRESH = Duration.ofMinutes(10);

  private static final String TITLE = "Your accounts in chats";
  private static final String LONGEST_CODE = "40";

  private static final Pattern CONFIRM =
      Pattern.compile(Command.LINK.word() + " (\\S+) confirm (\\S+)");
  private static final Pattern TAKE_BACK =
      Pattern.compile(Command.UNLINK.word() + " (\\S+) (\\S+)");

  private final LinkDesk desk;
  private final AskLimit limit;
  private final InstantSource clock;

  /// @param limit of what one person sends
  AccountPages(LinkDesk desk, AskLimit limit, InstantSource clock) {
    this.desk = desk;
    this.limit = limit;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(Route.of(PATH, this).inNavigation("Accounts"));
  }

  @Override
  public List<String> typedIn() {
    return List.of(CODE);
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    answer(asked, Optional.empty(), "");
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    if (limit.ask(asked.who().account().toString()) != AskLimit.Turn.TAKEN) {
      answer(
          asked,
          Optional.of(
              new Reply.Words("Too often. Please let a minute pass, and send it again then.")),
          kept(sent.form()));
      return;
    }
    FormBody form = sent.form();
    if (form.text(DEED).equals(LINK) && !isFresh(asked.who())) {
      answer(
          asked,
          Optional.of(
              new Reply.Words(
                  "You signed in more than "
                      + FRESH.toMinutes()
                      + " minutes ago, so nothing was linked. Please sign out and in again, and"
                      + " link this code then.")),
          kept(form));
      return;
    }
    Asker asker = asker(asked.who(), Optional.of(sent.digest()));
    answer(
        asked,
        switch (form.text(DEED)) {
          case LINK ->
              Optional.of(desk.confirm(asker, form.text(CODE).strip(), form.text(AGREEMENT)));
          case UNLINK -> Optional.of(desk.unlink(asker, form.text(CHAT), form.text(AGREEMENT)));
          default -> Optional.empty();
        },
        "");
  }

  private boolean isFresh(Visitor who) {
    return clock.instant().isBefore(who.openedAt().plus(FRESH));
  }

  /// A session is of nobody else, and its person is one that the file has at our issuer.
  private static Asker asker(Visitor who, Optional<Digest> pressed) {
    return new Asker(
        who.account(),
        true,
        pressed,
        () -> new ChatProfile(ChatProfile.Standing.MEMBER, who.person().name()));
  }

  /// @param said what came of what was sent
  /// @param code that was typed and not looked at; may be empty
  private void answer(PageRequest asked, Optional<Reply> said, String code) throws IOException {
    Visitor who = asked.who();
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    said.ifPresent(reply ->
        parts.add(Html.of("section", drawn(who, reply)).classed("paper").with("role", "status")));
    parts.add(
        Html.of(
            "p",
            "Write link to the bot in the chat where Countersign does not know you yet, for"
                + " yourself alone. It gives you a code; type it here, and look whose account it"
                + " is before you link it."));
    parts.add(
        form(who, LINK)
            .and(Html.of("label", "Code").with("for", CODE))
            .and(
                Html.of("input")
                    .with("id", CODE)
                    .with("name", CODE)
                    .with("value", code)
                    .with("maxlength", LONGEST_CODE)
                    .with("autocomplete", "off")
                    .with("required"))
            .and(Html.of("button", "Look whose it is").with("type", "submit").classed("primary"))
            .classed("paper"));
    parts.add(Html.of("h2", "Linked so far"));
    parts.addAll(drawn(who, desk.unlink(asker(who, Optional.empty()), "", "")));
    parts.addAll(away(who.person(), clock.instant()));
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(who), parts);
  }

  /// When the person is away and who decides then, and for whom they do, now and later. Their file
  /// says so, which only operators change.
  static List<Html> away(Person person, Instant now) {
    List<Html> lines = new ArrayList<>();
    person.away().stream()
        .filter(absence -> absence.until().isAfter(now))
        .forEach(absence ->
            lines.add(
                Html.of(
                    "li",
                    Html.text("You are away from "),
                    Runs.moment(absence.from()),
                    Html.text(" to "),
                    Runs.moment(absence.until()),
                    Html.text(". "),
                    absence
                        .instead()
                        .map(one -> Html.text(one + " decides in your place."))
                        .orElseGet(() -> Html.text("Nobody decides in your place.")))));
    person.delegations().stream()
        .filter(delegation -> delegation.ends().isAfter(now))
        .forEach(delegation ->
            lines.add(
                Html.of(
                    "li",
                    Html.text("You decide in the place of " + delegation.from() + " from "),
                    Runs.moment(delegation.begins()),
                    Html.text(" to "),
                    Runs.moment(delegation.ends()),
                    Html.text("."))));
    return lines.isEmpty()
        ? List.of()
        : List.of(
            Html.of("h2", "Away"),
            Html.of("ul", lines),
            Html.of("p", "Who edits people.yaml changes this.").classed("small"));
  }

  private static Html.Element form(Visitor who, String deed) {
    return Html.of("form", Frame.key(who), Frame.hidden(DEED, deed))
        .with("method", "post")
        .with("action", PATH);
  }

  /// A reply of the desk, whose buttons are forms here.
  static List<Html> drawn(Visitor who, Reply reply) {
    List<Html> parts = new ArrayList<>();
    switch (reply) {
      case Reply.Words(var words) ->
          words.lines().map(line -> Html.of("p", line)).forEach(parts::add);
      case Reply.OfRequest _, Reply.Sheet _ -> parts.add(Html.of("p", reply.text()));
      case Reply.Listing listing -> {
        for (Reply.Part part : listing.parts()) {
          switch (part) {
            case Reply.Part.Title(var words) -> parts.add(Html.of("h2", words));
            case Reply.Part.Note(var words) -> parts.add(Html.of("p", words).classed("small"));
            case Reply.Part.Lines(var lines) ->
                lines.forEach(line -> parts.add(Html.of("p", Runs.of(line))));
            case Reply.Part.Row row -> {
              parts.add(Html.of("p", Html.of("strong", row.headline())));
              parts.add(Html.of("p", Runs.of(row.below())));
              row.ask().flatMap(ask -> pressed(who, ask)).ifPresent(parts::add);
            }
            case Reply.Part.Asks(var asks) ->
                asks.forEach(ask -> pressed(who, ask).ifPresent(parts::add));
            case Reply.Part.Leads _, Reply.Part.Figures _ -> {
              // The desk of links has none.
            }
          }
        }
      }
    }
    return parts;
  }

  /// A form that sends what the button would ask in a chat.
  private static Optional<Html> pressed(Visitor who, Reply.Ask ask) {
    Matcher confirm = CONFIRM.matcher(ask.question());
    if (confirm.matches()) {
      return Optional.of(
          form(who, LINK)
              .and(Frame.hidden(CODE, confirm.group(1)))
              .and(Frame.hidden(AGREEMENT, confirm.group(2)))
              .and(Html.of("button", ask.label()).with("type", "submit")));
    }
    Matcher back = TAKE_BACK.matcher(ask.question());
    return back.matches()
        ? Optional.of(
            form(who, UNLINK)
                .and(Frame.hidden(CHAT, back.group(1)))
                .and(Frame.hidden(AGREEMENT, back.group(2)))
                .and(Html.of("button", ask.label()).with("type", "submit").classed("danger")))
        : Optional.empty();
  }
}

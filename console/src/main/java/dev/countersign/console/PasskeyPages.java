package dev.countersign.console;

import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.PasskeyDesk.Checked;
import dev.countersign.card.PasskeyDesk.Line;
import dev.countersign.card.PasskeyDesk.Listing;
import dev.countersign.card.PasskeyDesk.Told;
import dev.countersign.card.Run;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.Passkey;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The page of passkeys, and what passkeys sign for other pages.
final class PasskeyPages {
  static final String PATH = "/passkeys";

  /// Answers the script in JSON what is to be signed.
  static final String CHALLENGE = "/passkeys/challenge";

  private static final String TITLE = "Passkeys";
  private static final String DEED = "deed";
  private static final String NAME = "name";
  private static final String NUMBER = "passkey";
  private static final String ADD = "add";
  private static final String CONFIRM = "confirm";
  private static final String REMOVE = "remove";
  private static final int LONGEST_NUMBER = 9;

  private final PasskeyDesk desk;
  private final String origin;

  /// @param origin of our pages
  PasskeyPages(PasskeyDesk desk, String origin) {
    this.desk = desk;
    this.origin = origin;
  }

  List<Route> routes() {
    return List.of(
        Route.of(PATH, new Listed()).inNavigation(TITLE), Route.of(CHALLENGE, new Challenged()));
  }

  /// The page itself.
  private final class Listed implements Page.WithForms {
    @Override
    public List<String> typedIn() {
      return List.of(NAME);
    }

    @Override
    public void show(PageRequest asked) throws IOException {
      PasskeyPages.this.show(asked, "");
    }

    @Override
    public void take(PageRequest asked, SentForm sent) throws IOException {
      PasskeyPages.this.show(asked, did(asked.who(), sent.form()));
    }
  }

  /// What the script asks; nobody looks at it.
  private final class Challenged implements Page.WithForms {
    @Override
    public List<String> typedIn() {
      return List.of();
    }

    @Override
    public void show(PageRequest asked) throws IOException {
      asked.answers().notThere(asked);
    }

    @Override
    public void take(PageRequest asked, SentForm sent) throws IOException {
      ask(asked.answers(), asked.who(), sent.form());
    }
  }

  /// @param said what came of what was sent; may be empty
  private void show(PageRequest asked, String said) throws IOException {
    Visitor who = asked.who();
    Listing listing = desk.list(who.account());
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    parts.add(
        Html.of(
            "p",
            "With a passkey your own device proves that it is you who approves what a press alone"
                + " does not. It counts once somebody else has confirmed it, and a while after"
                + " that. Have two, on two devices: then one may be lost."));
    parts.add(Html.of("h2", "Yours"));
    parts.add(rows(who, listing.own(), false));
    parts.add(enrolling(who));
    if (!listing.others().isEmpty()) {
      parts.add(Html.of("h2", "Other people’s"));
      parts.add(
          Html.of(
              "p",
              "Confirm one only after its person has told you face to face, or by a call that you"
                  + " made, that they enrolled it just then."));
      parts.add(rows(who, listing.others(), true));
    }
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(who), parts);
  }

  private static Html rows(Visitor who, List<Line> lines, boolean others) {
    return lines.isEmpty()
        ? Html.of("p", "None yet.")
        : Html.of("ul", lines.stream().map(line -> row(who, line, others)).toList())
            .classed("rows");
  }

  private static Html row(Visitor who, Line line, boolean others) {
    Passkey passkey = line.passkey();
    List<Html> parts = new ArrayList<>();
    List<Run> head = new ArrayList<>();
    if (others) {
      head.add(Run.supplied(line.whose(), Run.Emphasis.STRONG));
      head.add(Run.words(": "));
    }
    head.add(
        passkey.name().isEmpty()
            ? Run.words("Passkey")
            : Run.supplied(passkey.name(), Run.Emphasis.STRONG));
    head.add(Run.words(", number " + passkey.number() + ", enrolled "));
    head.add(new Run.Moment(passkey.enrolledAt()));
    parts.add(Html.of("p", Runs.of(head)));
    parts.add(Html.of("p", Runs.of(standing(line))));
    if (others && line.confirmedBy().isEmpty()) {
      parts.add(deed(who, passkey, CONFIRM, "Confirm"));
    }
    parts.add(deed(who, passkey, REMOVE, "Remove"));
    return Html.of("li", parts);
  }

  private static List<Run> standing(Line line) {
    if (line.countsFrom().isEmpty()) {
      return List.of(Run.words("Counts for nothing until somebody else has confirmed it."));
    }
    List<Run> runs = new ArrayList<>();
    runs.add(Run.words("Confirmed by "));
    runs.add(Run.supplied(line.confirmedBy().orElse("?")));
    runs.add(Run.words(line.counts() ? "; it counts since " : "; it counts from "));
    runs.add(new Run.Moment(line.countsFrom().get()));
    return List.copyOf(runs);
  }

  private static Html deed(Visitor who, Passkey passkey, String deed, String label) {
    return form(who, deed)
        .and(Frame.hidden(NUMBER, Integer.toString(passkey.number())))
        .and(
            Html.of("button", label)
                .with("type", "submit")
                .with("aria-label", label + " passkey number " + passkey.number()));
  }

  private static Html enrolling(Visitor who) {
    return PasskeyForms.enrolling(form(who, ADD))
        .and(Html.of("label", "What you call it").with("for", NAME))
        .and(
            Html.of("input")
                .with("id", NAME)
                .with("name", NAME)
                .with("maxlength", Integer.toString(Passkey.LONGEST_NAME)))
        .and(Html.of("button", "Add a passkey").with("type", "submit").classed("primary"));
  }

  private static Html.Element form(Visitor who, String deed) {
    return Html.of("form", Frame.key(who), Frame.hidden(DEED, deed))
        .with("method", "post")
        .with("action", PATH);
  }

  private String did(Visitor who, FormBody form) {
    return switch (form.text(DEED)) {
      case ADD -> enrol(who, form).words();
      case CONFIRM -> number(form).map(one -> desk.confirm(who.account(), one).words()).orElse("");
      case REMOVE -> number(form).map(one -> desk.remove(who.account(), one).words()).orElse("");
      default -> "";
    };
  }

  private Told enrol(Visitor who, FormBody form) {
    return desk.enrol(
        who.account(),
        who.secret(),
        form.text(NAME),
        PasskeyForms.challenge(form).orElse(""),
        (challenge, person) ->
            WebAuthn.made(PasskeyForms.registration(form), challenge, person, origin));
  }

  private static Optional<Integer> number(FormBody form) {
    return form.filled(NUMBER)
        .filter(text -> text.length() <= LONGEST_NUMBER)
        .filter(text -> text.chars().allMatch(unit -> unit >= '0' && unit <= '9'))
        .map(Integer::valueOf);
  }

  /// Answers the script what is to be signed.
  private void ask(PageAnswers answers, Visitor who, FormBody form) throws IOException {
    Optional<JsonObject> asked =
        PasskeyForms.bound(form)
            .flatMap(bound ->
                desk.ask(who.account(), who.secret(), bound).map(one -> told(who, bound, one)));
    answers.bytes(
        asked.isPresent() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_BAD_REQUEST,
        "application/json",
        CanonicalJson.text(asked.orElse(JsonObject.EMPTY)).getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject told(Visitor who, Bound bound, PasskeyDesk.Asked asked) {
    JsonObject.Builder told =
        JsonObject.builder()
            .put("challenge", asked.challenge())
            .put("rp", WebAuthn.host(origin))
            .put("credentials", JsonArray.ofStrings(asked.credentials()));
    if (bound.purpose() == Bound.Purpose.ENROL) {
      told.put("handle", Passkey.handleText(asked.person()))
          .put("name", who.person().name())
          .put("algorithms", JsonArray.of(WebAuthn.ALGORITHMS, PasskeyPages::number));
    }
    return told.build();
  }

  private static JsonNumber number(PublicKeyCredentialParameters one) {
    return JsonNumber.of(one.getAlg().getId());
  }

  /// What the passkey of a press proves; empty for a form that brings none.
  ///
  /// @param on what it has to be signed for
  Optional<Checked> check(Visitor who, FormBody form, PasskeyDesk.Deed on) {
    return PasskeyForms.assertion(form)
        .map(assertion ->
            desk.check(
                who.account(),
                who.secret(),
                PasskeyForms.challenge(form).orElse(""),
                assertion,
                on));
  }
}

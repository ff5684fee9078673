package dev.countersign.console;

import dev.countersign.card.AskLimit;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.Inputs;
import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.ReviewDesk.Reviewed;
import dev.countersign.card.UnavailableException;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what browsers send. Every request passes the same things in the same order: the host,
/// where a form comes from, who is signed in, the key of their forms. A GET moves nothing.
@SuppressWarnings("serial") // servlets are serialisable by ancestry only
final class ConsoleServlet extends HttpServlet {
  static final String SIGN_IN = "/sign-in";
  static final String SIGN_OUT = "/sign-out";
  static final String ICON = "/favicon.ico";

  private static final int MISDIRECTED = 421;
  private static final int TOO_MANY = 429;
  private static final int TOO_LARGE = HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
  private static final String NOT_THERE = "Nothing here";
  private static final String NOT_SHOWN =
      "Countersign cannot reach its records just now, so it cannot show this page. Please try again"
          + " in a little while.";
  private static final String NOT_COUNTED =
      "Countersign cannot reach its records just now, so it does not know whether anything came of"
          + " this. "
          + WhyNot.PRESS_AGAIN;
  private static final Logger log = LoggerFactory.getLogger(ConsoleServlet.class);

  private final ConsoleSettings settings;
  private final ConsoleDesks desks;
  private final SignInPages signIn;
  private final AskLimit limit;
  private final PasskeyPages passkeys;
  private final PasskeySignIn byPasskey;
  private final byte[] style;
  private final byte[] script;

  /// @param limit of pages, for each account
  ConsoleServlet(
      ConsoleSettings settings,
      ConsoleDesks desks,
      SignInPages signIn,
      AskLimit limit,
      byte[] style,
      byte[] script) {
    this.settings = settings;
    this.desks = desks;
    this.signIn = signIn;
    this.limit = limit;
    this.passkeys = new PasskeyPages(desks.passkeys(), settings.address().toString());
    this.byPasskey = new PasskeySignIn(desks.passkeys(), signIn, settings, limit);
    this.style = style.clone();
    this.script = script.clone();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PageAnswers answers = new PageAnswers(response);
    answers.guard(settings.address());
    if (!Browser.asksFor(request, settings.host())) {
      answers.words(
          MISDIRECTED,
          "Another address",
          Optional.empty(),
          "These pages are at " + settings.address() + " and at no other address.",
          "");
      return;
    }
    switch (request.getMethod()) {
      case "GET" -> get(request, response, answers);
      // What nobody reads is not looked at either, so that it counts as no look.
      case "HEAD" -> response.setStatus(HttpServletResponse.SC_OK);
      case "POST" -> post(request, response, answers);
      default -> {
        response.setHeader("Allow", "GET, HEAD, POST");
        answers.words(
            HttpServletResponse.SC_METHOD_NOT_ALLOWED, NOT_THERE, Optional.empty(), "", "");
      }
    }
  }

  private static String path(HttpServletRequest request) {
    return request.getRequestURI();
  }

  private void get(HttpServletRequest request, HttpServletResponse response, PageAnswers answers)
      throws IOException {
    String path = path(request);
    try {
      switch (path) {
        case Frame.STYLE -> {
          response.setHeader("Cache-Control", "public, max-age=300");
          answers.bytes(HttpServletResponse.SC_OK, "text/css; charset=utf-8", style);
        }
        case Frame.SCRIPT -> {
          response.setHeader("Cache-Control", "public, max-age=300");
          answers.bytes(HttpServletResponse.SC_OK, "text/javascript; charset=utf-8", script);
        }
        // Every browser asks for one; there is none.
        case ICON -> response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        case SIGN_IN ->
            SignInPages.choose(answers, HttpServletResponse.SC_OK, "", to(query(request)));
        case SignInPages.START -> signIn.begin(response, answers, to(query(request)));
        case ConsoleSettings.CALLBACK -> signIn.finish(request, response, answers);
        default -> shown(request, response, answers);
      }
    } catch (UnavailableException e) {
      unavailable(answers, e, NOT_SHOWN, OwnPath.of(path), "");
    }
  }

  private static OwnPath to(FormBody query) {
    return OwnPath.of(query.text(PasskeySignIn.TO));
  }

  /// For those who are signed in; whoever is not is sent there, and comes back.
  private void shown(HttpServletRequest request, HttpServletResponse response, PageAnswers answers)
      throws IOException {
    if (Browser.loadsAhead(request)) {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    Optional<Visitor> visitor = signIn.visitor(request);
    if (visitor.isEmpty()) {
      answers.goTo(SignInPages.again(OwnPath.of(path(request))));
      return;
    }
    Visitor who = visitor.get();
    if (limit.ask(who.account().toString()) != AskLimit.Turn.TAKEN) {
      response.setHeader("Retry-After", Long.toString(AskLimit.SPAN.toSeconds()));
      answers.words(
          TOO_MANY,
          "Too many pages",
          Optional.of(who),
          "You opened more than "
              + AskLimit.MOST
              + " pages in a minute. Please come back in a minute; decisions that you send count"
              + " all the same.",
          OwnPath.of(path(request)).text());
      return;
    }
    if (OwnPath.request(path(request)).isPresent() && Browser.comesFromElsewhere(request)) {
      answers.words(
          HttpServletResponse.SC_OK,
          "From another site",
          Optional.of(who),
          "Another site brought you here. When you open this request, Countersign notes that you"
              + " were shown it.",
          OwnPath.of(path(request)).text());
      return;
    }
    FormBody query = query(request);
    switch (path(request)) {
      case OwnPath.QUEUE ->
          list(
              answers,
              who,
              "Waiting for you",
              desks.queue().queue(who.account(), "", query.text("after")));
      case OwnPath.DECISIONS ->
          list(
              answers,
              who,
              "Your decisions",
              desks.homes().recent(who.account(), query.text("after")));
      case PasskeyPages.PATH -> passkeys.show(answers, who, "");
      default -> review(answers, who, path(request), "", ReviewPage.Typed.NOTHING);
    }
  }

  private static void list(PageAnswers answers, Visitor who, String title, Reply reply)
      throws IOException {
    answers.page(HttpServletResponse.SC_OK, title, Optional.of(who), ReplyPage.of(title, reply));
  }

  /// The same answer whether there is no such request or it is none of theirs.
  private void review(
      PageAnswers answers, Visitor who, String path, String said, ReviewPage.Typed typed)
      throws IOException {
    Optional<ProposalId> id = OwnPath.request(path);
    Reviewed reviewed =
        id.map(request -> desks.reviews().look(who.account(), request.value()))
            .orElseGet(Reviewed.Unknown::new);
    switch (reviewed) {
      case Reviewed.Unknown _ ->
          answers.words(
              HttpServletResponse.SC_NOT_FOUND,
              NOT_THERE,
              Optional.of(who),
              (said.isEmpty() ? "" : said + "\n") + WhyNot.UNKNOWN_REQUEST,
              OwnPath.QUEUE,
              typed.note());
      case Reviewed.Page page ->
          answers.page(
              HttpServletResponse.SC_OK,
              page.view().heading(),
              Optional.of(who),
              ReviewPage.of(who, page, said, typed));
    }
  }

  private void post(HttpServletRequest request, HttpServletResponse response, PageAnswers answers)
      throws IOException {
    if (!Browser.sentFromOurPage(request, settings.address().toString())) {
      log.warn("a form from elsewhere is refused");
      answers.words(
          HttpServletResponse.SC_FORBIDDEN,
          "Not from here",
          Optional.empty(),
          "This did not come from a page of Countersign, so nothing came of it.",
          OwnPath.QUEUE);
      return;
    }
    byte[] body = request.getInputStream().readNBytes(FormBody.MOST_BYTES + 1);
    Optional<FormBody> form =
        body.length > FormBody.MOST_BYTES
            ? Optional.empty()
            : FormBody.of(new String(body, StandardCharsets.UTF_8));
    if (form.isEmpty()) {
      answers.words(
          body.length > FormBody.MOST_BYTES ? TOO_LARGE : HttpServletResponse.SC_BAD_REQUEST,
          "Not read",
          Optional.empty(),
          "Countersign could not read this form, so nothing came of it.",
          OwnPath.QUEUE);
      return;
    }
    try {
      post(request, response, answers, body, form.get());
    } catch (UnavailableException e) {
      unavailable(
          answers, e, NOT_COUNTED, OwnPath.of(path(request)), form.get().text(ReviewPage.NOTE));
    }
  }

  private void post(
      HttpServletRequest request,
      HttpServletResponse response,
      PageAnswers answers,
      byte[] body,
      FormBody form)
      throws IOException {
    String path = path(request);
    if (path.equals(PasskeySignIn.CHALLENGE)) {
      byPasskey.ask(response, answers);
      return;
    }
    if (path.equals(PasskeySignIn.PATH)) {
      byPasskey.enter(request, response, answers, form);
      return;
    }
    Optional<Visitor> visitor = signIn.visitor(request);
    if (visitor.isEmpty()) {
      answers.words(
          HttpServletResponse.SC_UNAUTHORIZED,
          "Signed out",
          Optional.empty(),
          "You are not signed in any more, so nothing came of this. Please sign in and send it once"
              + " more.",
          SignInPages.again(OwnPath.of(path)),
          form.text(ReviewPage.NOTE));
      return;
    }
    Visitor who = visitor.get();
    if (!who.owns(form.text(Frame.KEY))) {
      review(
          answers,
          who,
          path,
          "This form is from an earlier sign-in, so nothing came of it. Please send it once more.",
          typed(form, true));
      return;
    }
    if (path.equals(SIGN_OUT)) {
      signIn.end(who, response, answers);
      return;
    }
    switch (path) {
      case PasskeyPages.PATH -> passkeys.post(answers, who, form);
      case PasskeyPages.CHALLENGE -> passkeys.ask(answers, who, form);
      default -> decide(answers, who, path, form, Digest.of(body));
    }
  }

  /// Pressed as in a chat: the same desk, the same checks, the same words.
  private void decide(PageAnswers answers, Visitor who, String path, FormBody form, Digest callback)
      throws IOException {
    Optional<Decision> decision = decision(form);
    if (OwnPath.request(path).isEmpty() || decision.isEmpty()) {
      review(answers, who, path, WhyNot.NOT_OURS.saidToThePresser(), typed(form, false));
      return;
    }
    Click click =
        new Click(
                who.account(),
                ChatAddress.ofPages(who.account()),
                "",
                form.text(ReviewPage.TOKEN),
                new Inputs(form.filled(ReviewPage.REASON), form.filled(ReviewPage.NOTE)),
                callback)
            .named(decision.get());
    Optional<PasskeyDesk.Checked> checked = passkeys.check(who, form);
    ClickAnswer answer =
        desks
            .clicks()
            .decide(
                checked.orElse(null) instanceof PasskeyDesk.Checked.Proven(var check)
                    ? click.proven(check)
                    : click);
    review(
        answers,
        who,
        path,
        said(answer, checked),
        switch (answer.kind()) {
          case COUNTED, REPEATED -> ReviewPage.Typed.NOTHING;
          case STANDING,
              PARTLY,
              REFUSED,
              NOT_ENTITLED,
              OUTSIDER,
              OUTDATED,
              INCOMPLETE,
              UNKNOWN_BUTTON,
              MALFORMED,
              UNAVAILABLE ->
              typed(form, true);
        });
  }

  /// Where only the passkey was missing, what was wrong with it.
  private static String said(ClickAnswer answer, Optional<PasskeyDesk.Checked> checked) {
    return answer.code().equals(ClickAnswer.STRONGER_CHECK)
            && checked.orElse(null) instanceof PasskeyDesk.Checked.Not(var words)
        ? words
        : answer.text();
  }

  private static Optional<Decision> decision(FormBody form) {
    return Arrays.stream(Decision.values())
        .filter(one -> WireName.of(one).equals(form.text(ReviewPage.DECISION)))
        .findFirst();
  }

  private static ReviewPage.Typed typed(FormBody form, boolean again) {
    return new ReviewPage.Typed(
        again ? decision(form) : Optional.empty(),
        form.text(ReviewPage.REASON),
        form.text(ReviewPage.NOTE));
  }

  private static void unavailable(
      PageAnswers answers, UnavailableException e, String words, OwnPath goOn, String typed)
      throws IOException {
    log.error("a page could not be shown: {}", e.getMessage());
    answers.words(
        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
        "Not now",
        Optional.empty(),
        words,
        goOn.text(),
        typed);
  }

  private static FormBody query(HttpServletRequest request) {
    return Optional.ofNullable(request.getQueryString())
        .flatMap(FormBody::of)
        .orElseGet(() -> new FormBody(Map.of()));
  }
}

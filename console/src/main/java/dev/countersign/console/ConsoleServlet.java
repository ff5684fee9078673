package dev.countersign.console;

import dev.countersign.card.AskLimit;
import dev.countersign.card.FreezeReviewDesk;
import dev.countersign.card.UnavailableException;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Digest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what browsers send. Every request passes the same things in the same order: the host,
/// where a form comes from, who is signed in, the key of their forms, whether the page is for their
/// roles. What comes then stands in the table of [Routes]. A GET moves nothing.
@SuppressWarnings("serial") // servlets are serialisable by ancestry only
final class ConsoleServlet extends HttpServlet {
  static final String SIGN_IN = "/sign-in";
  static final String SIGN_OUT = "/sign-out";
  static final String ICON = "/favicon.ico";

  /// What it answers beside the pages of the table.
  static final List<String> OWN =
      List.of(
          SIGN_IN,
          SignInPages.START,
          PasskeySignIn.CHALLENGE,
          PasskeySignIn.PATH,
          SIGN_OUT,
          ConsoleSettings.CALLBACK,
          Frame.STYLE,
          Frame.SCRIPT,
          ICON);

  /// Pages of one account in [AskLimit#SPAN]; one that is told of changes asks every few seconds.
  static final int MOST_PAGES = 60;

  private static final int MISDIRECTED = 421;
  private static final int TOO_MANY = 429;
  private static final int TOO_LARGE = HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
  private static final String NOT_SHOWN =
      "Countersign cannot reach its records just now, so it cannot show this page. Please try again"
          + " in a little while.";
  private static final String NOT_COUNTED =
      "Countersign cannot reach its records just now, so it does not know whether anything came of"
          + " this. "
          + WhyNot.PRESS_AGAIN;
  private static final Logger log = LoggerFactory.getLogger(ConsoleServlet.class);

  private final ConsoleSettings settings;
  private final Routes routes;
  private final FreezeReviewDesk freezes;
  private final SignInPages signIn;
  private final AskLimit limit;
  private final PasskeySignIn byPasskey;
  private final byte[] style;
  private final byte[] script;

  /// @param limit of pages, for each account
  ConsoleServlet(
      ConsoleSettings settings,
      Routes routes,
      FreezeReviewDesk freezes,
      SignInPages signIn,
      PasskeySignIn byPasskey,
      AskLimit limit,
      byte[] style,
      byte[] script) {
    this.settings = settings;
    this.routes = routes;
    this.freezes = freezes;
    this.signIn = signIn;
    this.limit = limit;
    this.byPasskey = byPasskey;
    this.style = style.clone();
    this.script = script.clone();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PageAnswers answers = new PageAnswers(response, routes, path(request), this::frozen);
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
            HttpServletResponse.SC_METHOD_NOT_ALLOWED,
            PageAnswers.NOT_THERE,
            Optional.empty(),
            "",
            "");
      }
    }
  }

  /// A page is worth showing, too, where nobody can say what is frozen.
  private Optional<Html> frozen() {
    try {
      return FreezePages.banner(freezes.now());
    } catch (UnavailableException e) {
      log.warn("pages do not say what is frozen: {}", e.getMessage());
      return Optional.empty();
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
            SignInPages.choose(
                answers, HttpServletResponse.SC_OK, "", to(PageRequest.queryOf(request)));
        case SignInPages.START -> signIn.begin(response, answers, to(PageRequest.queryOf(request)));
        case ConsoleSettings.CALLBACK -> signIn.finish(request, response, answers);
        default -> shown(request, response, answers);
      }
    } catch (UnavailableException e) {
      unavailable(answers, e, NOT_SHOWN, OwnPath.of(request), "");
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
    OwnPath here = OwnPath.of(request);
    Optional<Visitor> visitor =
        path(request).equals(LivePage.PATH) || Browser.asksByScript(request)
            ? signIn.watcher(request)
            : signIn.visitor(request);
    if (visitor.isEmpty()) {
      answers.goTo(SignInPages.on(request, here));
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
              + MOST_PAGES
              + " pages in a minute. Wait for a minute, please; decisions that you send count"
              + " all the same.",
          here.text());
      return;
    }
    PageRequest asked = new PageRequest(request, response, answers, who);
    Optional<Route> route = routes.find(asked.path());
    if (route.isEmpty()) {
      answers.notThere(asked);
    } else if (!route.get().isFor(who)) {
      answers.notForThem(asked);
    } else {
      route.get().page().show(asked);
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
    Optional<Page.WithForms> page = forms(request);
    int most = most(request, page);
    byte[] body = request.getInputStream().readNBytes(most + 1);
    Optional<FormBody> form = form(body, most);
    if (form.isEmpty()) {
      answers.words(
          body.length > most ? TOO_LARGE : HttpServletResponse.SC_BAD_REQUEST,
          "Not read",
          Optional.empty(),
          "Countersign could not read this form, so nothing came of it.",
          OwnPath.QUEUE);
      return;
    }
    try {
      sent(request, response, answers, new SentForm(form.get(), Digest.of(body)));
    } catch (UnavailableException e) {
      unavailable(answers, e, NOT_COUNTED, OwnPath.of(path(request)), typed(page, form.get()));
    }
  }

  private static Optional<FormBody> form(byte[] body, int most) {
    return body.length > most
        ? Optional.empty()
        : FormBody.of(new String(body, StandardCharsets.UTF_8));
  }

  private Optional<Page.WithForms> forms(HttpServletRequest request) {
    return routes
        .find(path(request))
        .map(Route::page)
        .filter(Page.WithForms.class::isInstance)
        .map(Page.WithForms.class::cast);
  }

  private static String typed(Optional<Page.WithForms> page, FormBody form) {
    return page.map(one -> one.kept(form)).orElseGet(() -> form.text(ReviewPage.NOTE));
  }

  /// Strangers send no long forms. Of whoever was signed in they are read whole, so that nothing
  /// typed is lost where they no longer are, or where nobody can say.
  private int most(HttpServletRequest request, Optional<Page.WithForms> page) {
    int most = page.map(Page.WithForms::mostBytes).orElse(FormBody.MOST_BYTES);
    return most <= FormBody.MOST_BYTES || signIn.wasSignedIn(request) ? most : FormBody.MOST_BYTES;
  }

  private void sent(
      HttpServletRequest request, HttpServletResponse response, PageAnswers answers, SentForm sent)
      throws IOException {
    String path = path(request);
    if (path.equals(PasskeySignIn.CHALLENGE)) {
      byPasskey.ask(response, answers);
      return;
    }
    if (path.equals(PasskeySignIn.PATH)) {
      byPasskey.enter(request, response, answers, sent.form());
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
          SignInPages.again(OwnPath.of(path(request))),
          typed(forms(request), sent.form()));
      return;
    }
    PageRequest asked = new PageRequest(request, response, answers, visitor.get());
    boolean theirs = asked.who().owns(sent.form().text(Frame.KEY));
    if (theirs && asked.path().equals(SIGN_OUT)) {
      signIn.end(asked.who(), response, answers);
      return;
    }
    if (asked.path().equals(SIGN_OUT)) {
      stillSignedIn(answers, asked.who());
      return;
    }
    Optional<Route> route = routes.find(asked.path());
    if (route.isPresent() && !route.get().isFor(asked.who())) {
      answers.notForThem(asked);
    } else if (route.map(Route::page).orElse(null) instanceof Page.WithForms page) {
      if (theirs) {
        page.take(asked, sent);
      } else {
        page.refuseStale(asked, sent);
      }
    } else {
      answers.notThere(asked, theirs ? "" : SentForm.STALE, sent.form().text(ReviewPage.NOTE));
    }
  }

  /// For a *Sign out* of an earlier page: here is one of now.
  private static void stillSignedIn(PageAnswers answers, Visitor who) throws IOException {
    Html.Element out =
        Html.of(
                "form",
                Frame.key(who),
                Html.of("button", "Sign out").with("type", "submit").classed("primary"))
            .with("method", "post")
            .with("action", SIGN_OUT);
    answers.page(
        HttpServletResponse.SC_CONFLICT,
        SentForm.EARLIER,
        Optional.of(who),
        List.of(
            Html.of("h1", "You are still signed in"),
            Html.of(
                "p",
                "The page on which you signed out is from an earlier sign-in, so nothing came of"
                    + " it. Sign out here:"),
            out));
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
}

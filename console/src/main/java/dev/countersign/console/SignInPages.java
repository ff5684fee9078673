package dev.countersign.console;

import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.VisibleText;
import dev.countersign.console.IdentityProvider.Identified;
import dev.countersign.ledger.SignIn;
import dev.countersign.ledger.SignIns;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in and out: to the issuer, back from it, and who that makes of a browser.
final class SignInPages {
  /// How long somebody may take at the issuer.
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /// How long a browser remembers that its person comes in by the issuer.
  static final Duration BY_ISSUER = Duration.ofDays(30);

  /// By which an issuer says that it cannot answer now (RFC 6749, section 4.1.2.1).
  private static final Set<String> AWAY = Set.of("server_error", "temporarily_unavailable");

  private static final int SECRET_BYTES = 32;

  /// Where the way to the issuer begins.
  static final String START = "/sign-in/start";

  static final String TITLE = "Sign in";
  private static final Logger log = LoggerFactory.getLogger(SignInPages.class);

  private final IdentityProvider provider;
  private final Directory people;
  private final SignIns signIns;
  private final PasskeyDesk passkeys;
  private final SecureRandom random;

  SignInPages(
      IdentityProvider provider,
      Directory people,
      SignIns signIns,
      PasskeyDesk passkeys,
      SecureRandom random) {
    this.provider = provider;
    this.people = people;
    this.signIns = signIns;
    this.passkeys = passkeys;
    this.random = random;
  }

  /// Who is signed in with this browser, as people in force have them now.
  Optional<Visitor> visitor(HttpServletRequest request) {
    return Browser.session(request)
        .flatMap(secret -> signIns.find(secret).flatMap(session -> visitor(secret, session)));
  }

  /// The same for what a page asks for by itself: it makes no session last longer.
  Optional<Visitor> watcher(HttpServletRequest request) {
    return Browser.session(request)
        .flatMap(secret -> signIns.watch(secret).flatMap(session -> visitor(secret, session)));
  }

  /// Whether somebody was signed in with this browser at some time, also where nobody can say
  /// whether they still are.
  boolean wasSignedIn(HttpServletRequest request) {
    return Browser.session(request).filter(signIns::isOurs).isPresent();
  }

  /// A passkey that is removed, as one is that was lost, takes its sessions along.
  private boolean stands(Person person, SignIn.Means by) {
    return switch (by) {
      case SignIn.Means.Issuer _ -> true;
      case SignIn.Means.ByPasskey(int number) -> passkeys.stands(person.id(), number);
    };
  }

  private Optional<Visitor> visitor(String secret, SignIn signIn) {
    SignIn.Session session = signIn.session();
    Directory now = people.asOfNow();
    return now.byAccount(session.account())
        .filter(person -> stands(person, session.by()))
        .map(person ->
            new Visitor(
                secret,
                session.account(),
                session.by(),
                signIn.openedAt(),
                person,
                now.consoleRoles(person)));
  }

  /// The two ways in. The one by passkey is always there: whoever needs it cannot tell before that
  /// the issuer will not answer.
  ///
  /// @param said why the other way did not lead anywhere; may be empty
  static void choose(PageAnswers answers, int status, String said, OwnPath goOn)
      throws IOException {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    parts.add(
        Html.of(
                "section",
                Html.of(
                    "p",
                    Html.link(start(goOn), "Sign in with your identity provider")
                        .classed("button primary")),
                Html.of("h2", "Or with a passkey"),
                Html.of(
                    "p",
                    "It takes one that you enrolled here before and that counts. This works while"
                        + " your identity provider does not."),
                PasskeySignIn.form(goOn))
            .classed("decide"));
    answers.page(status, TITLE, Optional.empty(), parts);
  }

  /// Off to the issuer.
  ///
  /// @param goOn the page to go on with afterwards
  void begin(HttpServletResponse response, PageAnswers answers, OwnPath goOn) throws IOException {
    SignInAttempt attempt = new SignInAttempt(drawn());
    Optional<URI> there = provider.ask(attempt);
    if (there.isEmpty()) {
      unavailable(answers, goOn);
      return;
    }
    Browser.set(
        response,
        Browser.SIGN_IN + SignInAttempt.slot(attempt.state()),
        attempt.secret() + "." + encoded(goOn),
        PATIENCE.toSeconds());
    answers.goTo(there.get().toString());
  }

  /// Back from the issuer. Only the browser that went there has what it takes, and it has it once.
  void finish(HttpServletRequest request, HttpServletResponse response, PageAnswers answers)
      throws IOException {
    FormBody brought = FormBody.of(query(request)).orElseGet(() -> new FormBody(Map.of()));
    String state = brought.text("state");
    String cookie = Browser.SIGN_IN + SignInAttempt.slot(state);
    String[] parts = Browser.cookie(request, cookie).orElse("").split("\\.", 2);
    OwnPath goOn = parts.length == 2 ? decoded(parts[1]) : OwnPath.of(OwnPath.QUEUE);
    if (!Browser.isSecret(parts[0]) || !new SignInAttempt(parts[0]).isFor(state)) {
      // Whoever goes back in their browser comes by here again, and is signed in.
      if (visitor(request).isPresent()) {
        answers.goTo(OwnPath.QUEUE);
      } else {
        refuse(answers, goOn, "other_browser");
      }
      return;
    }
    Browser.set(response, cookie, "", 0);
    if (!brought.text("error").isEmpty()) {
      log.warn(
          "the issuer sends somebody back without a code: {}",
          IdentityProvider.readable(brought.text("error")));
      if (AWAY.contains(brought.text("error"))) {
        unavailable(answers, goOn);
      } else {
        cancelled(answers, goOn);
      }
      return;
    }
    if (brought.text("code").isEmpty()) {
      refuse(answers, goOn, "no_code");
      return;
    }
    switch (provider.exchange(
        new SignInAttempt(parts[0]), brought.text("code"), brought.text("iss"))) {
      case Identified.Unavailable _ -> unavailable(answers, goOn);
      case Identified.Refused(var code) -> refuse(answers, goOn, code);
      case Identified.UnknownClient _ -> unknownClient(answers, goOn);
      case Identified.As(var account) -> welcome(request, response, answers, account, goOn);
    }
  }

  private void welcome(
      HttpServletRequest request,
      HttpServletResponse response,
      PageAnswers answers,
      AccountId account,
      OwnPath goOn)
      throws IOException {
    Optional<Person> person = people.byAccount(account);
    if (person.isEmpty()) {
      log.warn("{} signed in and is nobody here", account);
      answers.words(
          HttpServletResponse.SC_FORBIDDEN,
          "Nobody here knows you",
          Optional.empty(),
          "You signed in, and Countersign has no person with this account. Please ask your"
              + " administrator to add it to people.yaml, below accounts.oidc:\n"
              + VisibleText.onOneLine("iss: " + account.tenant()).text()
              + "\n"
              + VisibleText.onOneLine("sub: " + account.user()).text(),
          "");
      return;
    }
    open(request, response, new SignIn.Session(account, new SignIn.Means.Issuer()));
    Browser.set(response, Browser.BY_ISSUER, "1", BY_ISSUER.toSeconds());
    log.info("{} signed in", person.get().id());
    answers.goTo(goOn.text());
  }

  /// A new session in place of the one that this browser may have.
  void open(HttpServletRequest request, HttpServletResponse response, SignIn.Session session) {
    Browser.session(request).ifPresent(signIns::end);
    String secret = signIns.open(drawn(), session);
    Browser.set(response, Browser.SESSION, secret, SignIn.LONGEST.toSeconds());
  }

  /// The session ends here, on every replica.
  void end(Visitor visitor, HttpServletResponse response, PageAnswers answers) throws IOException {
    signIns.end(visitor.secret());
    Browser.set(response, Browser.SESSION, "", 0);
    Browser.set(response, Browser.BY_ISSUER, "", 0);
    answers.words(
        HttpServletResponse.SC_OK,
        "Signed out",
        Optional.empty(),
        "You are signed out of Countersign. At your identity provider you may still be signed in.",
        "/sign-in");
  }

  private static void refuse(PageAnswers answers, OwnPath goOn, String code) throws IOException {
    log.warn("a sign-in is refused: {}", code);
    answers.words(
        HttpServletResponse.SC_FORBIDDEN,
        TITLE,
        Optional.empty(),
        "This sign-in did not come to an end here: it was begun elsewhere, took too long, or was"
            + " used before. Please sign in once more.",
        again(goOn));
  }

  private static void cancelled(PageAnswers answers, OwnPath goOn) throws IOException {
    answers.words(
        HttpServletResponse.SC_FORBIDDEN,
        TITLE,
        Optional.empty(),
        "You did not sign in: it was cancelled, or your identity provider does not let you in"
            + " here.",
        again(goOn));
  }

  private static void unknownClient(PageAnswers answers, OwnPath goOn) throws IOException {
    choose(
        answers,
        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
        "Your identity provider does not take the client ID or the client secret of Countersign, so"
            + " it signs nobody in here. Please tell your administrator. Decisions in your chats"
            + " work all the same.",
        goOn);
  }

  private static void unavailable(PageAnswers answers, OwnPath goOn) throws IOException {
    choose(
        answers,
        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
        "Your identity provider does not answer Countersign now, so it signs nobody in here. With a"
            + " passkey you come in all the same, and decisions in your chats work.",
        goOn);
  }

  static String again(OwnPath goOn) {
    return "/sign-in?to=" + goOn.asValue();
  }

  private static String start(OwnPath goOn) {
    return START + "?to=" + goOn.asValue();
  }

  /// Where somebody signs in for a page that they opened: right at the issuer, where they came in
  /// by it before with this browser and did not sign out, so that a link costs no press.
  static String on(HttpServletRequest request, OwnPath goOn) {
    return Browser.cookie(request, Browser.BY_ISSUER).isPresent() ? start(goOn) : again(goOn);
  }

  private static String query(HttpServletRequest request) {
    return request.getQueryString() == null ? "" : request.getQueryString();
  }

  private String drawn() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String encoded(OwnPath path) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(path.text().getBytes(StandardCharsets.UTF_8));
  }

  private static OwnPath decoded(String text) {
    try {
      return OwnPath.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return OwnPath.of(OwnPath.QUEUE);
    }
  }
}

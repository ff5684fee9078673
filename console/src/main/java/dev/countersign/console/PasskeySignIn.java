package dev.countersign.console;

import dev.countersign.card.AskLimit;
import dev.countersign.card.PasskeyDesk;
import dev.countersign.card.PasskeyDesk.Entering;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.SignIn;
import dev.countersign.passkey.PasskeyAssertion;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in by a passkey alone, for when the issuer does not answer. Strangers cost a seal for
/// each question; only so many answers are looked at at a time, and only so many sessions of one
/// person are opened in a minute.
final class PasskeySignIn {
  /// Answers the script in JSON what is to be signed.
  static final String CHALLENGE = "/sign-in/challenge";

  static final String PATH = "/sign-in/passkey";

  static final String TO = "to";

  /// Answers of passkeys that are looked at at the same time, those that wait for it, and how long.
  static final int MOST_AT_ONCE = 4;

  static final int MOST_WAITING = 64;
  static final long PATIENCE_SECONDS = 5;

  private static final int TOO_MANY = 429;
  private static final Logger log = LoggerFactory.getLogger(PasskeySignIn.class);

  private final PasskeyDesk desk;
  private final SignInPages pages;
  private final ConsoleSettings settings;
  private final AskLimit limit;
  final Semaphore room = new Semaphore(MOST_AT_ONCE, true);

  /// @param limit of sessions, for each person
  PasskeySignIn(PasskeyDesk desk, SignInPages pages, ConsoleSettings settings, AskLimit limit) {
    this.desk = desk;
    this.pages = pages;
    this.settings = settings;
    this.limit = limit;
  }

  static Html.Element form(OwnPath goOn) {
    return PasskeyForms.signingIn(
            Html.of("form", Frame.hidden(TO, goOn.text()))
                .with("method", "post")
                .with("action", PATH))
        .and(Html.of("button", "Sign in with a passkey").with("type", "submit"));
  }

  void ask(HttpServletResponse response, PageAnswers answers) throws IOException {
    PasskeyDesk.Entrance entrance = desk.entrance();
    Browser.set(response, Browser.TICKET, entrance.ticket(), Passkeys.CHALLENGE.toSeconds());
    answers.bytes(
        HttpServletResponse.SC_OK,
        "application/json",
        CanonicalJson.text(
                JsonObject.builder()
                    .put("challenge", entrance.challenge())
                    .put("rp", WebAuthn.host(settings.address().toString()))
                    .put("credentials", JsonArray.ofStrings(List.of()))
                    .build())
            .getBytes(StandardCharsets.UTF_8));
  }

  void enter(
      HttpServletRequest request, HttpServletResponse response, PageAnswers answers, FormBody form)
      throws IOException {
    OwnPath goOn = OwnPath.of(form.text(TO));
    String ticket = Browser.cookie(request, Browser.TICKET).orElse("");
    Browser.set(response, Browser.TICKET, "", 0);
    Optional<PasskeyAssertion> assertion = PasskeyForms.assertion(form);
    if (assertion.isEmpty()) {
      refuse(answers, "You are not signed in: no passkey was used.", goOn);
      return;
    }
    if (!hasTurn()) {
      SignInPages.choose(
          answers, TOO_MANY, "Many sign in at this moment. Please press once more.", goOn);
      return;
    }
    try {
      switch (desk.enter(ticket, PasskeyForms.challenge(form).orElse(""), assertion.get())) {
        case Entering.Not(var words) -> refuse(answers, words, goOn);
        case Entering.In(var person, int passkey) ->
            welcome(request, response, answers, person, passkey, goOn);
      }
    } finally {
      room.release();
    }
  }

  private boolean hasTurn() {
    try {
      return room.getQueueLength() < MOST_WAITING
          && room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void welcome(
      HttpServletRequest request,
      HttpServletResponse response,
      PageAnswers answers,
      Person person,
      int passkey,
      OwnPath goOn)
      throws IOException {
    Optional<AccountId> account =
        person.accounts().stream()
            .filter(
                one -> one.surface() == Surface.CONSOLE && one.tenant().equals(settings.issuer()))
            .findFirst();
    if (account.isEmpty()) {
      log.warn("{} has a passkey and no account for pages", person.id());
      refuse(answers, "You are not signed in: people.yaml has no account.oidc of yours.", goOn);
      return;
    }
    if (limit.ask("sign-in " + person.id()) != AskLimit.Turn.TAKEN) {
      SignInPages.choose(
          answers, TOO_MANY, "You signed in too often. In a minute you can again.", goOn);
      return;
    }
    pages.open(
        request, response, new SignIn.Session(account.get(), new SignIn.Means.ByPasskey(passkey)));
    Browser.set(response, Browser.BY_ISSUER, "", 0);
    log.info("{} signed in by passkey", person.id());
    answers.goTo(goOn.text());
  }

  private static void refuse(PageAnswers answers, String words, OwnPath goOn) throws IOException {
    SignInPages.choose(answers, HttpServletResponse.SC_FORBIDDEN, words, goOn);
  }
}

package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.sandbox.oidc.IssuerFault;
import dev.countersign.sandbox.wire.FormEncoding;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
  private static Pages pages;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  @Test
  void whoeverIsNotSignedInComesBackToTheirPage() {
    String wanted = "/requests/" + pages.gate.ask();
    TestBrowser browser = pages.browser();

    TestBrowser.Page back = browser.signIn(pages.issuer, wanted, "ULENA");
    assertThat(back.status()).isEqualTo(303);
    assertThat(back.location()).isEqualTo(wanted);
    assertThat(browser.get(wanted).status()).isEqualTo(200);
  }

  /// What a page was narrowed by, or asked for, is there again afterwards.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?of=all&risk=high",
        "/search?q=charge_2048+refund",
        "/search?q=%C3%BCber%2Bx%26y%3D1%25",
        "/decisions?after=prop_01K0000000000000000000000Z"
      })
  void aLinkIsKeptWithWhatItAsks(String wanted) {
    TestBrowser browser = pages.browser();
    assertThat(browser.signIn(pages.issuer, wanted, "ULENA").location()).isEqualTo(wanted);
    assertThat(browser.get(wanted).status()).isEqualTo(200);
  }

  @Test
  void whatDoesNotFitIsLeftOutAndThePageIsKept() {
    for (String query :
        new String[] {"q=" + "x".repeat(OwnPath.LONGEST), "to=//evil.example", "q=a/b", ""}) {
      TestBrowser browser = pages.browser();
      assertThat(browser.signIn(pages.issuer, "/search?" + query, "ULENA").location())
          .as(query)
          .isEqualTo("/search");
    }
    assertThat(OwnPath.of("/search?q=a\r\nSet-Cookie: x=y").text()).isEqualTo("/search");
    assertThat(OwnPath.of("/search?q=%0d%0aSet-Cookie").text())
        .as("it stands in an address as it came, and ends no header")
        .isEqualTo("/search?q=%0d%0aSet-Cookie");
    assertThat(OwnPath.of("/search?q=%").text()).isEqualTo("/search");
    assertThat(OwnPath.of("/search?q=a#b").text()).isEqualTo("/search");
  }

  /// Whoever comes by the issuer every day presses nothing for a link.
  @Test
  void whoCameByTheIssuerBeforeIsLedThereAtOnceUntilTheySignOut() {
    TestBrowser browser = pages.signedIn("ULENA");
    assertThat(browser.cookies.remove(Browser.SESSION)).as("it is over").isNotNull();
    assertThat(browser.get("/search?q=refund").location())
        .isEqualTo("/sign-in/start?to=/search%3Fq%3Drefund");
    assertThat(browser.signIn(pages.issuer, "/search?q=refund", "ULENA").location())
        .isEqualTo("/search?q=refund");
    assertThat(browser.get("/sign-in").text()).as("the choice is still there").contains("passkey");

    browser.post("/sign-out", Map.of("key", browser.get("/").key()));
    assertThat(browser.cookies).isEmpty();
    assertThat(browser.get("/search?q=refund").location())
        .isEqualTo("/sign-in?to=/search%3Fq%3Drefund");
  }

  @Test
  void whatTheIssuerIsAskedHasEveryGuardOfTheCodeFlow() {
    TestBrowser browser = pages.browser();
    String asked = browser.get("/sign-in/start").location();

    assertThat(asked)
        .startsWith(pages.issuer.issuer() + "/authorize?")
        .contains("response_type=code", "scope=openid", "code_challenge_method=S256")
        .contains("code_challenge=", "state=", "nonce=")
        .doesNotContain(browser.begun().getValue().substring(0, 43));
  }

  @Test
  void cookiesAreForThisHostAloneAndForNoScript() {
    TestBrowser browser = pages.browser();
    TestBrowser.Page toIssuer = browser.get("/sign-in/start");
    URI back = pages.issuer.signedIn(URI.create(toIssuer.location()), "ULENA");
    TestBrowser.Page in = browser.get(back.getRawPath() + "?" + back.getRawQuery());

    assertThat(toIssuer.headers().get("set-cookie"))
        .startsWith("__Host-")
        .contains("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600");
    assertThat(browser.session()).hasValueSatisfying(secret -> assertThat(secret).hasSize(43));
    assertThat(browser.cookies).containsOnlyKeys(Browser.SESSION, Browser.BY_ISSUER);
    assertThat(in.html()).isEmpty();
  }

  /// Somebody who could set a cookie before would otherwise know the session of who signs in.
  @Test
  void aSessionIsNewAtEachSignInAndTheFormerOneIsOver() {
    TestBrowser browser = pages.signedIn("ULENA");
    String former = browser.session().orElseThrow();
    browser.signIn(pages.issuer, "/sign-in", "ULENA");
    assertThat(browser.session()).isPresent().get().isNotEqualTo(former);
    assertThat(pages.signIns.open).doesNotContainKey(former);

    TestBrowser again = pages.browser();
    String planted = "A".repeat(43);
    again.cookies.put(Browser.SESSION, planted);
    again.signIn(pages.issuer, "/", "UMARC");
    assertThat(again.session()).isPresent().get().isNotEqualTo(planted);
    assertThat(pages.signIns.open).doesNotContainKey(planted);
  }

  @Test
  void aCodeIsGoodOnce() {
    TestBrowser browser = pages.browser();
    URI asked = URI.create(browser.get("/sign-in/start").location());
    Map.Entry<String, String> begun = browser.begun();
    URI back = pages.issuer.signedIn(asked, "ULENA");
    browser.get(back.getRawPath() + "?" + back.getRawQuery());

    TestBrowser replaying = pages.browser();
    replaying.cookies.put(begun.getKey(), begun.getValue());
    TestBrowser.Page answer = replaying.get(back.getRawPath() + "?" + back.getRawQuery());
    assertThat(answer.status()).isEqualTo(403);
    assertThat(replaying.session()).isEmpty();
  }

  /// A link with a code of the attacker's own, sent to somebody who is to work in the attacker's
  /// name.
  @Test
  void aSignInThatAnotherBrowserBeganIsFinishedInNone() {
    TestBrowser attacker = pages.browser();
    URI back =
        pages.issuer.signedIn(URI.create(attacker.get("/sign-in/start").location()), "UMARC");
    String link = back.getRawPath() + "?" + back.getRawQuery();

    TestBrowser bare = pages.browser();
    assertThat(bare.get(link).status()).isEqualTo(403);
    TestBrowser victim = pages.browser();
    victim.get("/sign-in/start");
    assertThat(victim.get(link).status()).isEqualTo(403);
    assertThat(victim.session()).isEmpty();
    assertThat(bare.session()).isEmpty();
  }

  @Test
  void pagesOpenedSideBySideAllComeBackSignedIn() {
    TestBrowser browser = pages.browser();
    String wanted = "/requests/" + pages.gate.ask();
    URI first = begun(browser, wanted);
    URI last = begun(browser, "/decisions");
    // Two of eight places: once more where both have the same one.
    for (int tries = 0; browser.cookies.size() < 2 && tries < 60; tries++) {
      browser.cookies.clear();
      first = begun(browser, wanted);
      last = begun(browser, "/decisions");
    }

    assertThat(browser.get(last.getRawPath() + "?" + last.getRawQuery()).location())
        .isEqualTo("/decisions");
    assertThat(browser.session()).isPresent();
    assertThat(browser.get(first.getRawPath() + "?" + first.getRawQuery()).location())
        .isEqualTo(wanted);
    assertThat(browser.get(last.getRawPath() + "?" + last.getRawQuery()).location())
        .as("whoever goes back is signed in")
        .isEqualTo("/");
  }

  private static URI begun(TestBrowser browser, String to) {
    return pages.issuer.signedIn(
        URI.create(browser.get("/sign-in/start?to=" + to).location()), "ULENA");
  }

  /// PKCE would stop what comes after it; nothing is to rest on that alone.
  @Test
  void aStateIsForTheSecretThatItWasMadeOfAlone() {
    SignInAttempt own = new SignInAttempt("A".repeat(43));
    SignInAttempt other = new SignInAttempt("B".repeat(43));

    assertThat(own.isFor(own.state())).isTrue();
    assertThat(own.isFor(other.state())).isFalse();
    assertThat(own.isFor("")).isFalse();
    assertThat(Set.of(own.state(), own.nonce(), own.verifier(), own.secret())).hasSize(4);
  }

  @Test
  void noPageFillsABrowserWithSignIns() {
    TestBrowser browser = pages.browser();
    for (int times = 0; times < 60; times++) {
      browser.get("/sign-in/start");
    }
    assertThat(browser.cookies).hasSizeLessThanOrEqualTo(SignInAttempt.SLOTS);
  }

  @ParameterizedTest
  @EnumSource(
      value = IssuerFault.class,
      names = {"NO_JSON", "ENDLESS"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatTheIssuerWouldNotSayOfSomebodyWhoSignedInHereSignsNobodyIn(IssuerFault fault) {
    TestBrowser browser = pages.browser();
    pages.issuer.misbehave(fault);
    TestBrowser.Page answer = browser.signIn(pages.issuer, "/", "ULENA");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(browser.session()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = IssuerFault.class,
      names = {"NO_JSON", "ENDLESS"})
  void anAnswerThatIsNoneIsSaidToBeAnOutage(IssuerFault fault) {
    TestBrowser browser = pages.browser();
    pages.issuer.misbehave(fault);

    assertThat(browser.signIn(pages.issuer, "/", "ULENA").status()).isEqualTo(503);
    assertThat(browser.session()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&iss=https%3A%2F%2Fother.example"})
  void aCodeThatAnotherIssuerSentIsNotShownToThisOne(String issuer) {
    TestBrowser browser = pages.browser();
    URI back = pages.issuer.signedIn(URI.create(browser.get("/sign-in/start").location()), "ULENA");
    String query = back.getRawQuery().replaceAll("&iss=[^&]*", "") + issuer;
    int before = pages.issuer.exchanged();

    assertThat(browser.get(back.getRawPath() + "?" + query).status()).isEqualTo(403);
    assertThat(pages.issuer.exchanged()).isEqualTo(before);
  }

  @Test
  void whoeverIsNobodyHereIsToldSoAndGetsNothing() {
    TestBrowser browser = pages.browser();
    TestBrowser.Page answer = browser.signIn(pages.issuer, "/", "STRANGER");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("Nobody here knows you", "sub: STRANGER");
    assertThat(browser.session()).isEmpty();
    assertThat(browser.signIn(pages.issuer, "/", "<b>x</b>").html())
        .contains("&lt;b&gt;x&lt;/b&gt;")
        .doesNotContain("<b>x");
  }

  @Test
  void whoCancelsIsToldSoAndSignedInNowhere() {
    TestBrowser browser = pages.browser();
    String state =
        FormEncoding.decode(URI.create(browser.get("/sign-in/start").location()).getRawQuery())
            .getOrDefault("state", "");
    TestBrowser.Page answer = browser.get("/signed-in?error=access_denied&state=" + state);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("You did not sign in");
    assertThat(browser.session()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server_error", "temporarily_unavailable"})
  void anIssuerThatCannotAnswerNowIsNoCancellation(String error) {
    TestBrowser browser = pages.browser();
    String state =
        FormEncoding.decode(URI.create(browser.get("/sign-in/start").location()).getRawQuery())
            .getOrDefault("state", "");
    TestBrowser.Page answer = browser.get("/signed-in?error=" + error + "&state=" + state);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).contains("does not answer Countersign now", "passkey");
    assertThat(browser.session()).isEmpty();
  }

  @Test
  void aClientThatTheIssuerDoesNotTakeIsSaidToBeWrong() throws Exception {
    try (Pages wrong = new Pages(TestGate.ONE_LEAD, "another secret")) {
      TestBrowser browser = wrong.browser();
      TestBrowser.Page answer = browser.signIn(wrong.issuer, "/", "ULENA");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("the client secret", "tell your administrator");
      assertThat(browser.session()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Access", "a\nb", "<b>", "a b"})
  void noOtherErrorThanACodeIsInTheLog(String code) {
    assertThat(IdentityProvider.readable(code)).isEqualTo("(no error code that reads)");
    assertThat(IdentityProvider.readable("a".repeat(65))).doesNotContain("aa");
    assertThat(IdentityProvider.readable("invalid_client")).isEqualTo("invalid_client");
  }

  @Test
  void whileOthersSignInOneWaitsForTheirTurn() throws Exception {
    try (IssuerHttp http = new IssuerHttp(Duration.ofSeconds(5))) {
      ConsoleSettings settings = pages.settings();
      IdentityProvider provider =
          new IdentityProvider(
              settings, http, new IssuerFacts(settings.issuer(), http, System::nanoTime));
      SignInAttempt attempt = new SignInAttempt("A".repeat(43));
      URI back = pages.issuer.signedIn(provider.ask(attempt).orElseThrow(), "ULENA");
      Map<String, String> brought = FormEncoding.decode(back.getRawQuery());
      provider.room.acquire(IdentityProvider.MOST_AT_ONCE);
      FutureTask<IdentityProvider.Identified> signingIn =
          new FutureTask<>(() ->
              provider.exchange(
                  attempt, brought.getOrDefault("code", ""), brought.getOrDefault("iss", "")));
      Thread.ofVirtual().start(signingIn);
      while (!provider.room.hasQueuedThreads() && !signingIn.isDone()) {
        Thread.onSpinWait();
      }
      provider.room.release();

      assertThat(signingIn.get()).isInstanceOf(IdentityProvider.Identified.As.class);
    }
  }

  @Test
  void aDeadIssuerIsSaidSoUntilItIsBack() throws Exception {
    try (Pages dead = new Pages(TestGate.ONE_LEAD)) {
      dead.issuer.setDown(true);
      TestBrowser.Page answer = dead.browser().get("/sign-in/start?to=/decisions");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("Your identity provider does not answer");
      assertThat(answer.html()).as("a link to try again").contains("/sign-in/start?to=/decisions");

      dead.issuer.setDown(false);
      dead.nanos.addAndGet(IssuerFacts.ASKED_AGAIN.toNanos());
      TestBrowser browser = dead.signedIn("ULENA");
      dead.issuer.setDown(true);
      assertThat(browser.get("/").status()).as("who is signed in works on").isEqualTo(200);
    }
  }

  @Test
  void aKeyThatTheIssuerChangedIsFound() {
    pages.signedIn("ULENA");
    pages.issuer.rotate();
    pages.nanos.addAndGet(IssuerFacts.ASKED_AGAIN.toNanos());

    assertThat(pages.signedIn("ULENA").session()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/requests/../../evil",
        "/requests/prop_x",
        "javascript:alert(1)",
        "%2F%2Fevil.example",
        "/search/?q=x//evil",
        "//evil.example?of=all",
        "?q=x",
        "/?to=https://evil.example",
        "/requests/prop_x?of=all",
        "/sea rch?q=x",
        "\\\\evil.example?x=1",
        "/@evil.example"
      })
  void nobodyIsSentToAPageThatIsNotOurs(String to) {
    TestBrowser browser = pages.browser();
    String sought = URLEncoder.encode(to, StandardCharsets.UTF_8);
    URI back =
        pages.issuer.signedIn(
            URI.create(browser.get("/sign-in/start?to=" + sought).location()), "ULENA");

    assertThat(browser.get(back.getRawPath() + "?" + back.getRawQuery()).location()).isEqualTo("/");
  }

  @Test
  void signingOutEndsTheSessionForEveryBrowserThatHasIt() {
    TestBrowser browser = pages.signedIn("ULENA");
    TestBrowser copy = pages.browser();
    copy.cookies.putAll(browser.cookies);
    TestBrowser.Page queue = browser.get("/");
    assertThat(copy.get("/sign-out").status()).as("a GET ends nothing").isEqualTo(404);
    assertThat(copy.get("/").status()).isEqualTo(200);

    assertThat(browser.post("/sign-out", Map.of("key", queue.key())).status()).isEqualTo(200);
    assertThat(copy.get("/").status()).isEqualTo(303);
    assertThat(browser.session()).isEmpty();
  }
}

package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.WhyNot;
import dev.countersign.ledger.SignIn;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What foreign pages, forged requests and browsers with ideas of their own get.
class GuardedPagesTest {
  private static Pages pages;
  private static TestBrowser lena;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    lena = pages.signedIn("ULENA");
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/decisions", "/requests/prop_x", "/console.css", "/sign-out"})
  void everyAnswerTellsTheBrowserWhatItMayNotDo(String path) {
    TestBrowser.Page page = lena.get(path);

    assertThat(page.headers())
        .containsEntry("content-security-policy", PageAnswers.POLICY)
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "same-origin");
    assertThat(page.headers().get("cache-control"))
        .isEqualTo(path.endsWith(".css") ? "public, max-age=300" : "no-store");
    assertThat(PageAnswers.POLICY)
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .contains("script-src 'self';")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", ""})
  void anotherHostThanTheOneThatPeopleTypeIsShownNothing(String host) throws Exception {
    assertThat(lena.askedByHost(host)).containsAnyOf(" 421", " 400");
  }

  @Test
  void aFormFromElsewhereDecidesNothing() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page page = lena.get(path);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", page.key());
    fields.put("decision", "approve");
    fields.put("token", page.field("approve", "token"));
    String origin = pages.address.toString();

    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "null"),
            Map.of("Origin", origin + ".evil.example"),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"),
            Map.of("Sec-Fetch-Site", "none"),
            Map.of("Origin", origin, "Sec-Fetch-Site", "cross-site"))) {
      TestBrowser.Page answer = lena.post(path, fields, headers);
      assertThat(answer.status()).as(headers.toString()).isEqualTo(403);
    }
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "of another session"})
  void aFormWithoutTheKeyOfItsSessionDecidesNothing(String key) {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page page = lena.get(path);
    String sent = key.startsWith("of") ? pages.signedIn("ULENA").get("/").key() : key;
    TestBrowser.Page answer =
        lena.post(
            path,
            Map.of(
                "key",
                sent,
                "decision",
                "return",
                "note",
                "typed before",
                "token",
                page.field("return", "token")));

    assertThat(answer.text()).contains("nothing came of it", "typed before");
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whoSignsOutOnAnEarlierPageIsToldThatTheyAreSignedInAndOfferedTheWayOut() {
    TestBrowser browser = pages.signedIn("ULENA");
    String earlier = browser.get("/").key();
    TestBrowser now = pages.signedIn("ULENA");

    TestBrowser.Page answer = now.post("/sign-out", Map.of("key", earlier));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text())
        .contains("You are still signed in")
        .doesNotContain(WhyNot.UNKNOWN_REQUEST);
    assertThat(answer.html().split("<main", 2)[1]).contains("action=\"/sign-out\"");
    assertThat(now.get("/").status()).as("still signed in").isEqualTo(200);
    now.post("/sign-out", Map.of("key", answer.key()));
    assertThat(now.get("/").status()).isEqualTo(303);
  }

  @ParameterizedTest
  @CsvSource({
    "UADAM, /export, /export",
    "ULENA, /accounts, /accounts",
    "ULENA, /passkeys, /passkeys",
    "ULENA, /evidence/%s, /requests/%s",
    "ULENA, /attachments/%s, /requests/%s"
  })
  void aFormOfAnEarlierPageLeadsToThatPageAnew(String who, String sentTo, String shownAt) {
    String id = pages.gate.ask().value();
    TestBrowser.Page answer =
        pages.signedIn(who).post(sentTo.formatted(id), Map.of("key", "of an earlier page"));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text())
        .contains(SentForm.STALE)
        .doesNotContain(WhyNot.UNKNOWN_REQUEST, PageAnswers.NOT_THERE);
    assertThat(answer.html().split("<main", 2)[1])
        .contains("href=\"" + shownAt.formatted(id) + "\"");
  }

  @Test
  void aFormThatIsTooLongOrNamesAFieldTwiceIsNotRead() {
    TestBrowser.Page page = lena.get("/");
    assertThat(lena.post("/requests/x", Map.of("note", "a".repeat(FormBody.MOST_BYTES))).status())
        .isEqualTo(413);
    assertThat(FormBody.of("key=a&key=b")).isEmpty();
    assertThat(FormBody.of("key=%zz")).isEmpty();
    assertThat(page.status()).isEqualTo(200);
  }

  @Test
  void aPageThatNobodyMayEverLookAtIsNotShown() {
    ProposalId id = pages.gate.ask();
    TestBrowser.Page ahead = lena.getAhead("/requests/" + id);

    assertThat(ahead.status()).isEqualTo(503);
    assertThat(pages.gate.audit(id, EntryType.PAGE_SHOWN)).isEmpty();
  }

  @Test
  void whetherThereIsAPageIsNoLookAtIt() {
    ProposalId id = pages.gate.ask();
    TestBrowser.Page asked = lena.head("/requests/" + id);

    assertThat(asked.status()).isEqualTo(200);
    assertThat(pages.gate.audit(id, EntryType.PAGE_SHOWN)).isEmpty();
  }

  /// A queue that is left open must not keep somebody signed in who has gone.
  @Test
  void whatAPageAsksForByItselfMakesNoSessionLastLonger() throws Exception {
    lena.get("/");
    assertThat(pages.signIns.lasting).isNotEmpty();
    pages.signIns.lasting.clear();

    assertThat(lena.get("/", "Sec-Fetch-Dest", "empty").status()).isEqualTo(200);
    HttpResponse<InputStream> live = lena.stream("/live?seen=nothing");
    assertThat(live.statusCode()).isEqualTo(200);
    live.body().close();

    assertThat(pages.signIns.lasting).isEmpty();
    lena.get("/", "Sec-Fetch-Dest", "document");
    assertThat(pages.signIns.lasting).isNotEmpty();
  }

  /// A page of somebody else's could open it where nobody looks.
  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void whomAnotherSiteBroughtIsShownARequestOnceTheySaySo(String site) {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page brought = lena.get(path, "Sec-Fetch-Site", site);

    assertThat(brought.html()).contains("href=\"" + path + "\"").doesNotContain(">Your decision<");
    assertThat(pages.gate.audit(id, EntryType.PAGE_SHOWN)).isEmpty();
    assertThat(lena.get(path, "Sec-Fetch-Site", "same-origin").html()).contains(">Your decision<");
    assertThat(pages.gate.audit(id, EntryType.PAGE_SHOWN)).hasSize(1);
  }

  @Test
  void whoOpensTooManyPagesWaitsAndDecidesAllTheSame() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser marc = pages.signedIn("UMARC");
    TestBrowser.Page page = marc.get(path);
    pages.standsStill.set(true);
    try {
      for (int times = 0; times < ConsoleServlet.MOST_PAGES; times++) {
        marc.get("/decisions");
      }
      TestBrowser.Page one = marc.get(path);
      assertThat(one.status()).isEqualTo(429);
      assertThat(one.headers()).containsEntry("retry-after", "60");
      assertThat(lena.get("/").status()).as("others do not wait").isEqualTo(200);
      marc.decide(path, page, "approve", Map.of());
    } finally {
      pages.standsStill.set(false);
    }
    assertThat(pages.gate.state(id)).isNotInstanceOf(Pending.class);
    assertThat(marc.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"https://approve.example.com, max-age=31536000", "http://127.0.0.1:8080, "})
  void browsersAskNothingElseThanHttpsWhereThePagesAre(String address, @Nullable String said) {
    Map<String, Object> headers = new HashMap<>();
    HttpServletResponse response =
        (HttpServletResponse)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (_, _, arguments) -> headers.put((String) arguments[0], arguments[1]));
    new PageAnswers(response, new Routes(List.of()), "/", Optional::empty)
        .guard(URI.create(address));

    assertThat(headers.get("Strict-Transport-Security")).isEqualTo(said);
    assertThat(headers).containsKey("Content-Security-Policy");
  }

  @Test
  void aCookieThatComesTwiceIsNone() {
    TestBrowser twice = pages.browser();
    String secret = lena.session().orElseThrow();
    twice.cookies.put(Browser.SESSION, secret + "; " + Browser.SESSION + "=" + secret);

    assertThat(twice.get("/").status()).isEqualTo(303);
  }

  @Test
  void whoLeavesThePeopleIsSignedInNoMore() {
    TestBrowser browser = pages.browser();
    String secret = "B".repeat(43);
    pages.signIns.open(
        secret,
        new SignIn.Session(
            new AccountId(Surface.CONSOLE, pages.issuer.issuer().toString(), "GONE"),
            new SignIn.Means.Issuer()));
    browser.cookies.put(Browser.SESSION, secret);

    assertThat(browser.get("/").status()).isEqualTo(303);
  }
}

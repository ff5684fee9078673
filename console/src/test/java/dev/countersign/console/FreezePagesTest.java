package dev.countersign.console;

import static dev.countersign.console.TestBrowser.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.ledger.Freezes.Asker;
import dev.countersign.ledger.Freezes.Beginning;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FreezePagesTest {
  private static Pages pages;
  private static TestBrowser lena;
  private static SoftwareAuthenticator device;

  @BeforeAll
  static void lenaHasAPasskeyThatCounts() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    lena = pages.signedIn("ULENA");
    device = enrolled(lena);
    TestBrowser marc = pages.signedIn("UMARC");
    int number = pages.passkeys.all().getLast().number();
    marc.post(
        "/passkeys",
        Map.of(
            "key",
            marc.get("/passkeys").key(),
            "deed",
            "confirm",
            "passkey",
            Integer.toString(number)));
    pages.gate.clock.advance(Duration.ofHours(24));
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  private static SoftwareAuthenticator enrolled(TestBrowser browser) {
    var made = new SoftwareAuthenticator(pages.address.toString(), pages.address.getHost());
    String key = browser.get("/passkeys").key();
    TestBrowser.Page asked =
        browser.post("/passkeys/challenge", Map.of("key", key, "purpose", "enrol"));
    Map<String, String> fields =
        new LinkedHashMap<>(made.made(json(asked, "challenge"), json(asked, "handle")));
    fields.putAll(Map.of("key", key, "deed", "add"));
    browser.post("/passkeys", fields);
    return made;
  }

  private static Freeze frozen(String reason) {
    return ((Beginning.Begun)
            pages.freezes.begin(FreezeScope.EVERYTHING, reason, new Asker.Operator("Olga", false)))
        .freeze();
  }

  private static String challenge(TestBrowser browser, int freeze) {
    return json(
        browser.post(
            "/passkeys/challenge",
            Map.of(
                "key",
                browser.get("/freezes").key(),
                "purpose",
                "lift_freeze",
                "request",
                Integer.toString(freeze))),
        "challenge");
  }

  private static TestBrowser.Page lift(
      TestBrowser browser, int freeze, Map<String, String> signed) {
    Map<String, String> fields = new LinkedHashMap<>(signed);
    fields.put("key", browser.get("/freezes").key());
    fields.put("request", Integer.toString(freeze));
    return browser.post("/freezes", fields);
  }

  @Test
  void everyPageSaysWhatIsFrozenAndOnePersonLiftsItWithTheirPasskey() {
    assertThat(lena.get("/").text()).doesNotContain("Frozen");
    Freeze freeze = frozen("it <b>mails</b> nonsense");
    assertThat(lena.get("/").text()).contains("🧊 Frozen: everything", "by Olga since");
    assertThat(pages.browser().get("/sign-in").text()).as("a stranger").doesNotContain("Frozen");
    assertThat(lena.get("/freezes").html())
        .contains("data-passkey=\"lift_freeze\"", "it &lt;b&gt;mails&lt;/b&gt; nonsense");

    TestBrowser.Page answer =
        lift(lena, freeze.number(), device.signed(challenge(lena, freeze.number())));
    assertThat(answer.text()).contains("Lifted.", "Nothing is frozen");
    assertThat(pages.freezes.now().inForce()).isEmpty();
  }

  @Test
  void nothingElseThatIsSignedOrSentLiftsIt() {
    Freeze freeze = frozen("one");
    Freeze other = frozen("other");
    int number = freeze.number();
    String key = lena.get("/freezes").key();
    TestBrowser.Page answer = lift(lena, number, Map.of());
    assertThat(answer.text()).contains("Nothing was lifted: that takes a passkey of yours");
    assertThat(lift(lena, number, device.signed(challenge(lena, other.number()))).text())
        .as("signed for another freeze")
        .contains("signed for something else");
    String enrolling =
        json(lena.post("/passkeys/challenge", Map.of("key", key, "purpose", "enrol")), "challenge");
    assertThat(lift(lena, number, device.signed(enrolling)).text()).contains("nothing was done");
    Map<String, String> signed = device.signed(challenge(lena, number));
    assertThat(lena.post("/freezes", Map.of("request", "" + number, "key", "stale")).text())
        .contains("earlier sign-in");
    TestBrowser marc = pages.signedIn("UMARC");
    assertThat(lift(marc, number, signed).text()).as("of another session").contains("nothing was");
    TestBrowser otto = pages.signedIn("UOTTO");
    assertThat(lift(otto, number, device.signed(challenge(otto, number))).text())
        .contains("is not yours");
    device.verifies = false;
    assertThat(lift(lena, number, device.signed(challenge(lena, number))).text())
        .contains("could not be verified");
    device.verifies = true;
    Map<String, String> once = device.signed(challenge(lena, other.number()));
    assertThat(lift(lena, other.number(), once).text()).contains("Lifted.");
    assertThat(lift(lena, number, once).text()).as("a second time").contains("used before");
    assertThat(pages.freezes.now().of(number)).isPresent();
    assertThat(lift(lena, number, device.signed(challenge(lena, number))).text())
        .contains("Lifted.");
  }

  @Test
  void onePersonWhoMayFreezesHereWithAReasonAndNobodyElseIsOfferedIt() {
    TestBrowser.Page page = lena.get("/freezes");
    assertThat(page.html()).contains("Freeze it now", "value=\"everything\"");
    assertThat(freeze(lena, "nothing", "why").html())
        .contains("Nothing was frozen. A scope is", "value=\"nothing\"", "value=\"why\"");
    assertThat(freeze(lena, "everything", " ").text()).contains("Nothing was frozen");
    assertThat(freeze(lena, "connection:billing", "why").text())
        .contains("no connection is called so");
    assertThat(
            lena.post("/freezes", Map.of("key", "stale", "scope", "everything", "why", "x")).html())
        .contains("earlier sign-in", "value=\"x\"");
    assertThat(pages.freezes.now().inForce()).isEmpty();

    TestBrowser pia = pages.signedIn("UPIA");
    assertThat(pia.get("/freezes").html()).doesNotContain("Freeze it now");
    assertThat(freeze(pia, "everything", "why").text()).contains("in no group that may freeze");

    assertThat(freeze(lena, "agent:support-bot", "it <b>mails</b>").text())
        .contains("Frozen. From now on nothing", "🧊 Frozen: agent:support-bot", "it <b>mails</b>");
    assertThat(freeze(lena, "agent:support-bot", "once more").text()).contains("frozen already");
    Freeze frozen = pages.freezes.now().inForce().getFirst();
    assertThat(frozen.reason()).isEqualTo("it <b>mails</b>");
    lift(lena, frozen.number(), device.signed(challenge(lena, frozen.number())));
  }

  private static TestBrowser.Page freeze(TestBrowser browser, String scope, String why) {
    return browser.post(
        "/freezes", Map.of("key", browser.get("/freezes").key(), "scope", scope, "why", why));
  }

  @Test
  void pagesAreShownWhileNobodyCanSayWhatIsFrozen() {
    pages.freezes.away = true;
    try {
      assertThat(lena.get("/decisions").status()).isEqualTo(200);
    } finally {
      pages.freezes.away = false;
    }
  }
}

package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.AskLimit;
import dev.countersign.proposal.ProposalId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPagesTest {
  private static Pages pages;
  private static TestBrowser lena;
  private static TestBrowser pia;
  private static ProposalId id;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    lena = pages.signedIn("ULENA");
    pia = pages.signedIn("UPIA");
    id = pages.gate.propose(TestGate.body("{\"anew\":true,\"target_id\":\"charge_4711\"}"));
    pages.gate.showCards();
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  private static TestBrowser.Page search(TestBrowser browser, String typed) {
    return browser.get("/search?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"charge_4711", "CHARGE support-bot", "4711"})
  void aLinkLeadsToWhatWasFound(String typed) {
    TestBrowser.Page page = search(lena, typed);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.html())
        .contains("href=\"/requests/" + id + "\"", "value=\"" + typed + "\"", "1 request");
    assertThat(pages.gate.audit(id, EntryType.PAGE_SHOWN)).as("nobody was shown it").isEmpty();
  }

  /// By which nobody is told that there is one.
  @Test
  void whatIsSomebodyElsesIsNotFoundJustAsWhatThereIsNot() {
    for (String typed : new String[] {"charge_4711", id.value()}) {
      TestBrowser.Page theirs = search(pia, typed);
      TestBrowser.Page nobodys = search(pia, "nosuchword");
      assertThat(theirs.status()).isEqualTo(200);
      assertThat(theirs.html().replace("value=\"" + typed, "value=\""))
          .isEqualTo(nobodys.html().replace("value=\"nosuchword", "value=\""));
    }
  }

  @Test
  void withoutAWordThePageSaysByWhatOneLooks() {
    for (String path : new String[] {"/search", "/search?q=", "/search?q=%20%09", "/search?x=1"}) {
      TestBrowser.Page page = lena.get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text()).contains("By the id of a request").doesNotContain("found");
    }
    assertThat(search(lena, "a").text()).contains("at least two letters");
    assertThat(search(lena, "long ".repeat(50)).text()).contains("at most 200 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/search?q=a&q=b", "/search?q=a&x=1&x=2"})
  void anAddressThatDoesNotReadIsSaidToBeNone(String path) {
    TestBrowser.Page page = lena.get(path);
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("could not read this address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"><script>alert(1)</script>",
        "' or 1=1 --",
        "\u202egnihtyna charge\u200b",
        "'a':* | !b & <->",
        "\u0000\u0007charge",
        "\ud83d\ude42\ufe0f {{7*7}} ${x}",
        "../../etc/passwd"
      })
  void whateverSomebodyTypesStaysText(String typed) {
    TestBrowser.Page page = search(lena, typed);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.html().replace("<script src=\"/console.js\" defer></script>", ""))
        .doesNotContain("<script", "\u202e", "\u200b", "\u0000", "\u0007");
  }

  @Test
  void oneAccountLooksForABoundedNumberOfThings() {
    TestBrowser marc = pages.signedIn("UMARC");
    pages.standsStill.set(true);
    try {
      for (int times = 0; times < AskLimit.MOST; times++) {
        assertThat(search(marc, "charge").status()).isEqualTo(200);
      }
      TestBrowser.Page refused = search(marc, "charge");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.headers()).containsKey("retry-after");
      assertThat(refused.html()).contains("value=\"charge\"").doesNotContain(id.value());
      assertThat(marc.get("/search").status()).as("the page itself").isEqualTo(200);
    } finally {
      pages.standsStill.set(false);
    }
  }

  @Test
  void everyPageLeadsToIt() {
    assertThat(lena.get("/").html()).contains("<a href=\"/search\"");
    assertThat(search(lena, "charge").html())
        .contains("<a href=\"/search\" aria-current=\"page\"", "role=\"search\"", "for=\"q\"");
  }
}

package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonString;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a visitor does on the page, in Debian's Chromium: one browser for all tests of a class.
/// Where there is none they are skipped.
@ExtendWith(SharedTrial.class)
@Timeout(90)
abstract class PageInBrowserTestCase {
  /// A button below a card.
  static final String IN_SLACK = "//*[@id='slack']//button[starts-with(., '%s')]";

  static Chromium browser;
  static URI page;

  @BeforeAll
  static void open(SharedTrial.Running trial) throws Exception {
    assumeThat(Chromium.isThere()).as("there is no chromium with its chromedriver").isTrue();
    browser = trial.stack().add(Chromium.start());
    page = trial.page().url();
    browser.look(1280, false);
    reload();
  }

  /// A script that fails, or that the page's policy refuses, would be there.
  @AfterEach
  void theBrowserHasNothingToComplainOf() {
    assertThat(browser.log()).isEqualTo(String.valueOf(JsonArray.EMPTY));
    assertThat(browser.run("return document.querySelectorAll('.unsupported').length"))
        .isEqualTo(Json.of(0));
  }

  static void reload() {
    browser.open(page.toString());
    browser.awaitTrue("document.querySelectorAll('#examples button').length === 8");
  }

  /// By its button, as it is.
  static void propose(String label) {
    browser.pressAt("//*[@id='examples']/button[b = '" + label + "']");
    browser.awaitTrue("document.getElementById('told').innerText.startsWith('" + label + ": ')");
  }

  /// As Slack's own client does: the button, then the question whether one is sure.
  static void approveInSlack() {
    browser.pressAt(IN_SLACK.formatted("Approve"));
    browser.pressAt("//dialog//button[last()]");
  }

  static void be(String person) {
    browser.run(
        "const who = document.getElementById('person'); who.value = arguments[0];"
            + " who.dispatchEvent(new Event('change'))",
        Json.of(person));
  }

  static void see(String where, String text) {
    browser.awaitTrue(
        "document.getElementById('%s').innerText.includes(%s)"
            .formatted(where, CanonicalJson.text(Json.of(text))));
  }

  static void choose(String id) {
    browser.awaitTrue(
        "[...document.getElementById('request').options].some(o => o.value === '%s')"
            .formatted(id));
    browser.run(
        "const one = document.getElementById('request'); one.value = arguments[0];"
            + " one.dispatchEvent(new Event('change'))",
        Json.of(id));
  }

  /// Of what is shown.
  static String shown() {
    return ((JsonString) browser.run("return document.getElementById('request').value")).value();
  }

  static void write(String chat, String words) {
    browser.type("//*[@id='" + chat + "-input']", words + "\uE007");
  }
}

package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proof.Verifier;
import dev.countersign.token.GrantVerifier;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way of a person in a browser, on the whole product: signed in by an issuer, from the
/// queue to a decision that runs, and out again.
class ConsoleInABrowserTest {
  private static final String ROWS = "document.querySelectorAll('.requests tbody tr').length";

  @TempDir private Path folder;

  @Test
  void aPersonSignsInReviewsApprovesAndSignsOut() throws Exception {
    Assumptions.assumeTrue(
        Chromium.isThere(), "needs " + Chromium.BROWSER + " and " + Chromium.DRIVER);
    Trial trial = new Trial(folder, OptionalInt.empty(), true, Trial.After.END, false);
    Transcript nowhere = new Transcript(new PrintWriter(Writer.nullWriter()), false);
    try (TrialStack stack = new TrialStack();
        Chromium browser = Chromium.start()) {
      TrialGate gate = TrialGate.start(trial, stack, nowhere);
      URI console = gate.console();
      String id =
          gate.agent()
              .propose(gate.proposal("refund.json"), UUID.randomUUID())
              .document()
              .text("id");
      List<String> flaws = new ArrayList<>();

      browser.open(console + "/requests/" + id);
      browser.press("a.primary");
      browser.press("button[value=mira]");
      browser.awaitText("Another site brought you here");
      browser.pressAt("//a[.='Go on']");
      browser.awaitText("Exact request");
      assertThat(browser.script("return location.pathname")).isEqualTo("/requests/" + id);
      flaws.addAll(PageLook.flaws(browser, "review"));

      browser.open(console + "/");
      browser.awaitText("Waiting for you");
      browser.awaitTrue(ROWS + " === 1");
      for (String example : List.of("customer-message.json", "large-refund.json")) {
        gate.agent().propose(gate.proposal(example), UUID.randomUUID());
      }
      browser.awaitTrue(ROWS + " === 3 && !!document.querySelector('tr.new')");
      assertThat(browser.script("return document.querySelector('.left + time').title"))
          .as("UTC, behind the reader's own clock")
          .endsWith("UTC");
      flaws.addAll(PageLook.flaws(browser, "queue"));
      browser.press(".filters summary");
      flaws.addAll(PageLook.flaws(browser, "filters"));
      browser.open(console + "/?class=message");
      browser.awaitTrue(ROWS + " === 1");
      flaws.addAll(found(browser, id));
      browser.open(console + "/?class=api_call&due=hour");
      browser.awaitTrue(ROWS + " >= 1");
      flaws.addAll(keysTurnedOffAndOn(browser, console + "/?class=api_call&due=hour"));
      pressJ(browser);
      browser.script("document.activeElement.click()");
      browser.awaitText("Exact request");
      browser.press("#decide button.primary");
      browser.awaitText("was not on your screen yet");
      browser.press("#decide button.primary");
      browser.awaitText("is counted");
      assertThat(gate.agent().awaitOutcome(id).document().text("outcome")).isEqualTo("executed");

      flaws.addAll(around(gate, browser, id));
      flaws.addAll(record(browser, console));
      browser.open(console + "/decisions");
      browser.awaitText("you approved at");
      flaws.addAll(PageLook.flaws(browser, "decisions"));
      flaws.addAll(lookedAfter(browser, console, gate.proposal("refund.json")));
      browser.press("form.who button");
      browser.awaitText("You are signed out");
      flaws.addAll(PageLook.flaws(browser, "signed out"));
      browser.open(console + "/");
      browser.awaitText("Or with a passkey");
      flaws.addAll(byRole(browser, console, id));

      assertThat(flaws).as("what axe found").isEmpty();
      assertThat(browser.log()).doesNotContain("Content Security Policy", "SEVERE");
      assertThat(damages(gate)).as("what verify found").isEmpty();
    }
  }

  /// By the keyboard alone, from the queue to a page of what was found.
  private static List<String> found(Chromium browser, String id) throws Exception {
    browser.type("//body", "/");
    browser.awaitTrue("location.pathname === '/search' && document.activeElement.id === 'q'");
    browser.type("//input[@id='q']", "billing refund\uE007");
    browser.awaitTrue("location.search !== ''");
    browser.awaitTrue("!!document.querySelector('.rows a[href=\"/requests/" + id + "\"]')");
    assertThat(browser.script("return location.search")).isEqualTo("?q=billing+refund");
    return PageLook.flaws(browser, "search");
  }

  private static void pressJ(Chromium browser) throws Exception {
    browser.script(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))");
  }

  /// Off, keys of one character do nothing, on the next page neither (WCAG 2.2, 2.1.4).
  private static List<String> keysTurnedOffAndOn(Chromium browser, String page) throws Exception {
    browser.press(".keys button");
    List<String> flaws = PageLook.flaws(browser, "keys off");
    browser.open(page);
    browser.awaitText("Turn the keys j, k and / on");
    pressJ(browser);
    assertThat(browser.script("return document.activeElement.tagName")).isEqualTo("BODY");
    browser.type("//body", "/");
    assertThat(browser.script("return location.pathname")).isEqualTo("/");
    browser.press(".keys button");
    browser.awaitText("Turn these keys off");
    return flaws;
  }

  /// An auditor comes by a link: it is kept through signing in, she reads, and decides nothing.
  private static List<String> byRole(Chromium browser, URI console, String id) throws Exception {
    browser.open(console + "/search?q=" + id);
    browser.press("a.primary");
    browser.press("button[value=sana]");
    browser.awaitText("1 request");
    browser.press(".rows a");
    browser.awaitText("You read this by your role");
    assertThat(browser.script("return String(!!document.querySelector('#decide'))"))
        .isEqualTo("false");
    assertThat(browser.script("return document.querySelector('header nav').textContent"))
        .contains("Export", "People")
        .doesNotContain("Simulation", "Try");
    assertThat(browser.log()).doesNotContain("Content Security Policy", "SEVERE");
    browser.open(console + "/policy/simulation");
    browser.awaitText("This page is for another role than yours");
    List<String> flaws = PageLook.flaws(browser, "not for a role");
    assertThat(browser.log()).as("of the refusal alone").contains("403").doesNotContain("Policy:");
    return flaws;
  }

  /// A revision is compared with the one before it, and what became of the target is beside it.
  private static List<String> around(TrialGate gate, Chromium browser, String approved)
      throws Exception {
    JsonObject again =
        ((JsonObject)
                CanonicalJson.parse(gate.proposal("refund.json").getBytes(StandardCharsets.UTF_8)))
            .with("rationale", Json.of("Once more"));
    String first = propose(gate, again.with("anew", Json.of(true)));
    JsonObject changes = again.object("proposed_changes");
    JsonObject body = changes.object("body");
    JsonObject json = body.object("json").with("reason", Json.of("damaged twice"));
    String second =
        propose(
            gate,
            again
                .with("proposed_changes", changes.with("body", body.with("json", json)))
                .with("supersedes", Json.of(first)));

    browser.open(gate.console() + "/requests/" + second);
    browser.awaitText("This target before");
    assertThat(browser.script("return document.querySelector('.compared ins').textContent"))
        .isEqualTo("damaged twice");
    assertThat(browser.script("return document.querySelector('.compared del').textContent"))
        .isEqualTo("damaged");
    assertThat(browser.script("return document.querySelector('#target a').getAttribute('href')"))
        .as("what became of the same target")
        .isEqualTo("/requests/" + approved);
    assertThat(
            browser.script("return document.querySelector('form.evidence').getAttribute('action')"))
        .isEqualTo("/evidence/" + second);
    return PageLook.flaws(browser, "revision");
  }

  private static String propose(TrialGate gate, JsonObject proposal) throws Exception {
    return gate.agent()
        .propose(CanonicalJson.text(proposal), UUID.randomUUID())
        .document()
        .text("id");
  }

  /// Figures in pictures, exports, and what nobody knows the end of.
  private static List<String> record(Chromium browser, URI console) throws Exception {
    List<String> flaws = new ArrayList<>();
    browser.open(console + "/metrics");
    browser.awaitText("Requests on each day");
    assertThat(browser.script("return document.querySelector('svg.days').getAttribute('viewBox')"))
        .isEqualTo("0 0 80 100");
    assertThat(
            browser.script(
                "return String(document.querySelector('svg.days"
                    + " rect.asked').getBoundingClientRect().height > 50)"))
        .as("the bar is drawn")
        .isEqualTo("true");
    flaws.addAll(PageLook.flaws(browser, "metrics"));
    browser.open(console + "/export");
    browser.awaitText("JSON lines");
    flaws.addAll(PageLook.flaws(browser, "export"));
    browser.open(console + "/unknown");
    browser.awaitText("There is none that you may see");
    flaws.addAll(PageLook.flaws(browser, "unknown"));
    return flaws;
  }

  /// The pages of whoever looks after the deployment.
  private static List<String> lookedAfter(Chromium browser, URI console, String proposal)
      throws Exception {
    List<String> flaws = new ArrayList<>();
    browser.open(console + "/try");
    browser.run(
        "document.querySelector('#proposal').value = arguments[0]; return ''", Json.of(proposal));
    browser.press("form.paper button.primary");
    browser.awaitText("POST /v1/evaluations");
    flaws.addAll(PageLook.flaws(browser, "try"));
    browser.open(console + "/policy/simulation");
    browser.press("form.paper button.primary");
    browser.awaitText("Requests by person");
    assertThat(browser.text()).contains("mira").doesNotContain("looked at …");
    flaws.addAll(PageLook.flaws(browser, "simulation"));
    for (String page : List.of("accounts", "policy", "people", "connections", "agents")) {
      browser.open(console + "/" + page);
      flaws.addAll(PageLook.flaws(browser, page));
    }
    assertThat(browser.text()).contains("ck_test_supportbot").doesNotContain("secrets/");
    return flaws;
  }

  private static List<String> damages(TrialGate gate) {
    List<String> damages = new ArrayList<>();
    new Verifier(
            gate.store().evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence())
        .verifyAll(damage -> damages.add(damage.toString()));
    return damages;
  }
}

package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The page as a visitor has it, in Debian's Chromium; skipped where there is none.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SandboxPageInBrowserTest extends PageInBrowserTestCase {
  /// Where the deadline is watched: the other tests fill the time until then.
  private static final int LAST = Integer.MAX_VALUE;

  private static final Duration SOON = Duration.ofSeconds(12);

  private static String runsOut;

  /// What axe looks at.
  private static String looked = "";

  @BeforeAll
  static void begin(SharedTrial.Running trial) {
    runsOut =
        trial
            .gate()
            .agent()
            .propose(
                trial
                    .gate()
                    .proposal("refund.json")
                    .replace(
                        "\"correlation_id\"",
                        "\"expires_at\": \"" + Instant.now().plus(SOON) + "\", \"correlation_id\""),
                UUID.randomUUID())
            .document()
            .text("id");
  }

  @Test
  void twoPeopleApproveInTwoChatsByKeyboardAndItIsExecuted() throws Exception {
    be("mira");
    browser.enterAt("//*[@id='examples']/button[b = 'Refund EUR 2,400.00']");
    see("told", "Refund EUR 2,400.00: pending.");
    browser.enterAt(IN_SLACK.formatted("Approve"));
    browser.awaitTrue("!!document.querySelector('dialog[open] button')");
    assertThat(flaws()).as("with an open dialog").isEmpty();
    browser.enterAt("//dialog//button[last()]");
    see("flow", "1 of 2 approved");
    browser.awaitTrue("document.getElementById('slack').contains(document.activeElement)");
    see("wire", "X-Slack-Signature: v0=");
    be("jon");
    see("teams", "Mira Sample at");
    browser.enterAt("//*[@id='teams']//button[starts-with(., 'Approve')]");
    browser.awaitTrue("document.querySelectorAll('#teams .ac-pushButton.expanded').length === 1");
    browser.enterAt("(//*[@id='teams']//button[starts-with(., 'Approve')])[last()]");
    see("slack", "Executed");
    see("teams", "Executed");
    see("wire", "Authorization: Bearer eyJ");
    see("target", "POST /v1/refunds");
    see("verdict", "Sound");
    see("trail", "execution_succeeded");
    see("flow", "Mira in Slack, Jon in Teams");
    see("flow", "got it, once");
  }

  @Test
  void whatIsWrittenAndThePageOfOnesOwnAreAnsweredInBothChats() {
    be("jon");
    propose("Refund EUR 2,400.00");
    write("slack", "queue");
    see("slack", "Only visible to you");
    write("teams", "status " + shown());
    see("teams", "To decide, please use the buttons on its card.");
    browser.enterAt("//*[@id='slack-tabs']/button[2]");
    see("slack", "Your approvals");
    browser.enterAt("//*[@id='teams-tabs']/button[2]");
    see("teams", "Your approvals");
    see("wire", "home");
    browser.pressAt("//*[@id='teams-tabs']/button[1]");
    browser.pressAt("//*[@id='slack-tabs']/button[1]");
    see("slack", "0 of 2");
  }

  @Test
  void theFormProposesWhatTheTargetHasAndShowsItAsACommand() {
    browser.run("document.getElementById('own').open = true");
    see("curl", "charge_3101");
    browser.run(
        "const one = document.querySelector('[name=charge]'); one.value = 'charge_3104';"
            + " one.dispatchEvent(new Event('input', {bubbles: true}))");
    see("curl", "\"charge_3104\"");
    see("curl", "$(cat ");
    browser.run(
        "window.before = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', {value:"
            + " {writeText: () => Promise.reject(new Error('no'))}, configurable: true})");
    browser.pressAt("//*[@id='copy']");
    see("told", "The browser does not let this page copy");
    browser.run(
        "window.copied = ''; Object.defineProperty(navigator, 'clipboard', {value: {writeText: text"
            + " => { window.copied = text; return Promise.resolve(); }}, configurable: true})");
    browser.pressAt("//*[@id='copy']");
    see("told", "Copied.");
    browser.awaitTrue("window.copied === document.getElementById('curl').textContent");
    browser.run("delete navigator.clipboard");
    browser.enterAt("//*[@id='fields']//button");
    see("slack", "charge_3104");
    browser.run("document.getElementById('own').open = false");
  }

  @Test
  void theLinkOfACardThatIsTooLongForAChatLeadsToThePageWhereTheActingPersonDecides(
      SharedTrial.Running trial) {
    String endless = "To read.\\n".repeat(2_400);
    String id =
        trial
            .gate()
            .agent()
            .propose(
                trial.gate().proposal("customer-message.json").replace("Hello Jo,", endless),
                UUID.randomUUID())
            .document()
            .text("id");
    be("jon");
    choose(id);
    see("slack", "decide it in the console");
    String link = "document.querySelector('#slack a[href*=\"/requests/\"]')";
    browser.awaitTrue(link);
    String there = ((JsonString) browser.run("return " + link + ".href")).value();
    assertThat(browser.run("return document.getElementById('console').href"))
        .isEqualTo(Json.of(there));
    try {
      browser.open(there);
      browser.press("a.primary");
      browser.press("button[value=jon]");
      browser.awaitText("Jon Sample");
      if (browser.text().contains("Another site brought you here")) {
        browser.pressAt("//main//*[self::a or self::button][. = 'Go on']");
      }
      browser.press("#decide button.primary");
      browser.awaitText("was not on your screen yet");
      browser.press("#decide button.primary");
      browser.awaitText("is counted");
    } finally {
      reload();
    }
    choose(id);
    see("flow", "Jon in the console");
    see("slack", "Executed");
    see("target", "The mail server got one mail.");
  }

  @Test
  @Order(LAST)
  void whatNobodyDecidesIsRemindedOfInAThreadAndRunsOut() throws Exception {
    choose(runsOut);
    see("flow", "nobody decided in time");
    see("slack", "1 reply");
    see("slack", "Expired");
    see("teams", "Expired");
    see("target", "Billing got nothing for this request.");
    assertThat(flaws()).as("with a thread").isEmpty();
  }

  /// Makes the picture of the README, where it is asked to: `-Dcountersign.write=true`.
  @Test
  void thePictureOfTheReadmeIsWrittenOnDemand() throws Exception {
    assumeThat(Boolean.getBoolean("countersign.write")).isTrue();
    browser.look(1280, false);
    reload();
    be("mira");
    propose("Refund EUR 42.50");
    approveInSlack();
    see("progress", "3 of 8");
    propose("Refund EUR 2,400.00");
    approveInSlack();
    see("flow", "1 of 2 approved");
    be("jon");
    see("teams", "Approve: ");
    browser.run(
        "if (document.documentElement.dataset.theme === 'dark')"
            + " { document.getElementById('theme').click(); }"
            + " document.activeElement.blur(); window.scrollTo(0, 0)");
    Files.write(Path.of("../docs/sandbox-page.png"), browser.view());
  }

  @Test
  void aRejectionByKeyboardAsksWhyAndTheCardSaysIt() {
    be("mira");
    propose("E-mail to a customer");
    browser.enterAt(IN_SLACK.formatted("Reject"));
    browser.awaitTrue("!!document.querySelector('.sl-form textarea')");
    browser.type(
        "//*[contains(@class, 'sl-form')]//label[contains(., 'Against policy')]/input", " ");
    browser.type("//*[contains(@class, 'sl-form')]//textarea", "No promises, <b>please</b>.");
    browser.enterAt("//*[contains(@class, 'sl-form')]//button[last()]");
    see("slack", "Rejected");
    see("slack", "No promises, <b>please</b>.");
    see("teams", "Rejected");
    see("target", "The mail server got nothing for this request.");
  }

  @Test
  void whatNobodyIsAskedIsToldAtOnce() {
    propose("Note in the CRM");
    see("target", "Prefers e-mail over phone (");
    propose("Delete a repository");
    browser.awaitTrue("document.getElementById('told').innerText.endsWith('refused.')");
  }

  @Test
  void troubleIsOneButtonAndOneLine() {
    browser.enterAt("//*[@id='troubles']/button[. = 'A forged signature']");
    see("happened", "refused");
    see("happened", "The gate answered 401 and noted nothing.");
  }

  @Test
  void whatIsRewrittenUnderTheGateTurnsTheVerdictAndWhatIsPutBackTurnsItBack(
      SharedTrial.Running trial) throws Exception {
    browser.pressAt("//*[@id='troubles']/button[. = 'The approved action is rewritten']");
    see("happened", "The gate put the execution aside");
    see("verdict", "Damaged: ");
    see("verdict", "proposal.action");
    see("flow", "see below");
    see("flow", "not called: the record is damaged");
    see("target", "Billing got nothing for this request.");
    for (int width : new int[] {1280, 360}) {
      browser.look(width, false);
      String pictures = System.getProperty("countersign.pictures", "");
      if (!pictures.isEmpty()) {
        Files.write(Path.of(pictures, "damaged-" + width + ".png"), browser.picture());
      }
      assertThat(flaws()).as("with what is damaged, at " + width).isEmpty();
    }
    browser.look(1280, false);
    trial.gate().intruder().putBack();
    see("verdict", "Sound");
  }

  @Test
  void everyCardThatTheAdaptersDrawIsDrawnWithoutAnUnknownElement() throws Exception {
    Json slack = fixtures("slack-adapter");
    Json teams = fixtures("teams-adapter");
    Json unsupported =
        browser.runLater(
            """
            const done = arguments[arguments.length - 1], found = [];
            let drawn = 0;
            const each = (json, pick, draw) => {
              if (json && typeof json === 'object') {
                if (pick(json)) { drawn++; draw(json); }
                Object.values(json).forEach(inner => each(inner, pick, draw));
              }
            };
            const look = (node, json) => node.querySelectorAll('.unsupported')
              .forEach(one => found.push(one.textContent + ' in ' + JSON.stringify(json).slice(0, 200)));
            Promise.all([import('/slack.js'), import('/teams.js')]).then(([slack, teams]) => {
              each(arguments[0], json => Array.isArray(json.blocks), json => {
                look(slack.drawBlocks(json.blocks, {}, () => {}).root, json);
                if (json.type === 'modal') { look(slack.drawForm(json, {}, {}), json); }
              });
              each(arguments[1], json => json.type === 'AdaptiveCard' && json.version,
                json => look(teams.drawCard(json, false, () => {}), json));
              done([String(drawn), ...found]);
            }).catch(failure => done(['0', String(failure)]));
            """,
            slack,
            teams);
    List<Json> answer = ((JsonArray) unsupported).items();
    assertThat(answer).as("what is not drawn").hasSize(1);
    assertThat(Integer.parseInt(((JsonString) answer.getFirst()).value())).isGreaterThan(150);
  }

  @Test
  void anUnknownElementIsSeenToBeOneAndTextIsOnlyText() {
    Json drawn =
        browser.runLater(
            """
            const done = arguments[arguments.length - 1];
            const evil = '<img src=x onerror=alert(1)>';
            Promise.all([import('/slack.js'), import('/teams.js')]).then(([slack, teams]) => {
              const blocks = [{ type: 'carousel' }, { type: 'header', text: { type: 'plain_text', text: evil } },
                { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [
                  { type: 'text', text: evil }, { type: 'link', url: 'javascript:alert(1)', text: evil }, { type: 'hologram' }] }] }];
              const left = slack.drawBlocks(blocks, {}, () => {}).root;
              const right = teams.drawCard({ type: 'AdaptiveCard', version: '1.5', body: [
                { type: 'TextBlock', text: evil + ' [a](javascript:alert(1))' }, { type: 'Hologram' }] }, false, () => {});
              done([left, right].map(node => [node.querySelectorAll('.unsupported').length,
                node.querySelectorAll('img, a').length, node.textContent.split(evil).length - 1].join(' ')));
            }).catch(failure => done([String(failure)]));
            """);
    assertThat(((JsonArray) drawn).items()).containsExactly(Json.of("2 0 3"), Json.of("1 0 1"));
  }

  @ParameterizedTest
  @CsvSource({"light,1280", "light,360", "dark,1280", "dark,360"})
  void axeFindsNothing(String theme, int width) throws Exception {
    be("mira");
    browser.look(width, false);
    browser.run(
        "const button = document.getElementById('theme');"
            + " if (document.documentElement.dataset.theme !== arguments[0]) { button.click(); }",
        Json.of(theme));
    if (looked.isEmpty()) {
      propose("Refund EUR 42.50");
      looked = shown();
    }
    choose(looked);
    browser.pressAt(IN_SLACK.formatted("Reject"));
    see("slack", "Reason");
    browser.awaitTrue("document.querySelector('#teams .ac-pushButton')");
    assertThat(
            browser.run(
                "return document.documentElement.scrollWidth <="
                    + " document.documentElement.clientWidth"))
        .as("no scrolling sideways")
        .isEqualTo(Json.of(true));
    assertThat(flaws()).isEmpty();
    browser.run("document.getElementById('own').open = true");
    browser.pressAt("//*[@id='slack-tabs']/button[2]");
    browser.pressAt("//*[@id='teams-tabs']/button[2]");
    see("slack", "Your approvals");
    see("teams", "Your approvals");
    assertThat(flaws()).as("with Home and the form of one's own").isEmpty();
    browser.pressAt("//*[@id='teams-tabs']/button[1]");
    browser.pressAt("//*[@id='slack-tabs']/button[1]");
    browser.run("document.getElementById('own').open = false");
  }

  /// What axe finds on the page as it is now.
  private static List<Json> flaws() throws IOException {
    browser.run(axe());
    Json found =
        browser.runLater(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })
              .then(told => done(told.violations.flatMap(one => one.nodes.map(node =>
                one.id + ': ' + node.target + ' ' + node.html.slice(0, 160) + ' ' + node.failureSummary))));
            """);
    return ((JsonArray) found).items();
  }

  private static String axe() throws IOException {
    try (InputStream in = SandboxPageInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonArray fixtures(String module) throws IOException {
    List<Json> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("..", module, "src/test/resources/golden"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
        all.add(
            CanonicalJson.parse(
                Files.readString(file).getBytes(StandardCharsets.UTF_8), 4 * 1024 * 1024));
      }
    }
    return new JsonArray(all);
  }
}

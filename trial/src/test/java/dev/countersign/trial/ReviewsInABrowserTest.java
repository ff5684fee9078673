package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.trial.SharedBrowser.Running;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What reviewers do on the page of one request with the keyboard alone, what the other roles find
/// in its place, and the pages that few come to.
@ExtendWith(SharedBrowser.class)
class ReviewsInABrowserTest {
  private static final String TAB = "\uE004";
  private static final String ENTER = "\uE007";
  private static final String APPROVE = "#decide button.primary";
  private static final String LAST_LINE = "This is the last line that the customer reads.";
  private static final int MOST_TABS = 80;
  private static final Pattern CODE = Pattern.compile("\\b[0-9A-Z]{4}-[0-9A-Z]{4}\\b");

  /// Top and bottom of Approve and of the last line of the action, in what is seen now.
  private static final String PLACES =
      """
      const button = document.querySelector('%s');
      const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      let last = null;
      while (texts.nextNode()) {
        const at = texts.currentNode.data.indexOf('%s');
        if (at >= 0) {
          last = document.createRange();
          last.setStart(texts.currentNode, at);
          last.setEnd(texts.currentNode, at + 1);
        }
      }
      const seen = one => one.top >= 0 && one.bottom <= innerHeight;
      const b = button.getBoundingClientRect(), l = last.getBoundingClientRect();
      """
          .formatted(APPROVE, LAST_LINE);

  /// A script that fails, or that the page's policy refuses, would be there.
  @AfterEach
  void theBrowserHasNothingToComplainOf(Running shared) {
    assertThat(shared.browser().log())
        .as("but for pages that are refused, which tests here ask for")
        .doesNotContainPattern("source=JsonString\\[value=(?!network)");
  }

  @ParameterizedTest
  @ValueSource(ints = {PageLook.DESK, PageLook.PHONE})
  void approveStandsBehindTheEndOfALongActionAndIsReachedAndPressedByTheKeyboard(
      int width, Running shared) throws Exception {
    Chromium browser = shared.browser();
    String id = propose(shared, longMessage(shared, "ticket_long_" + width));
    shared.signIn("jon", "/requests/" + id);
    browser.look(width, false);
    browser.awaitText("Approve & send");

    assertThat(browser.script(PLACES + "return `${b.top > innerHeight} ${l.top > innerHeight}`"))
        .as("Approve and the end of the action are out of view at first")
        .isEqualTo("true true");
    assertThat(browser.script(PLACES + "return String(b.top >= l.bottom)"))
        .as("Approve stands behind the end of the action")
        .isEqualTo("true");
    assertThat(browser.script("return String(document.querySelectorAll('button.primary').length)"))
        .as("and nowhere else")
        .isEqualTo("1");
    tabTo(browser, APPROVE);
    assertThat(browser.script(PLACES + "return `${seen(b)} ${b.top >= l.bottom}`"))
        .as("Approve is in view, and still behind the end of the action")
        .isEqualTo("true true");

    browser.key(ENTER);
    browser.awaitText("was not on your screen yet");
    assertThat(browser.script(PLACES + "return String(seen(l))"))
        .as("the first press leads to the end of the action")
        .isEqualTo("true");
    assertThat(shared.gate().agent().read(id).document().text("status")).isEqualTo("pending");

    // On a phone the reasons below may be longer than the screen, too.
    browser.key(ENTER);
    browser.awaitTrue(
        "document.body.innerText.includes('is counted')"
            + " || document.querySelectorAll('article.card > .notice').length > 1");
    if (!browser.text().contains("is counted")) {
      browser.key(ENTER);
    }
    browser.awaitText("is counted");
    List<String> flaws = new ArrayList<>();
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "counted"));
    assertThat(shared.gate().agent().awaitOutcome(id).document().text("outcome"))
        .isEqualTo("executed");
    browser.open(shared.page("/requests/" + id).toString());
    browser.awaitText("Executed");
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "decided"));
    assertThat(flaws).as("what axe found").isEmpty();
  }

  @Test
  void aRequestIsRejectedWithItsReasonByTheKeyboardAlone(Running shared) throws Exception {
    Chromium browser = shared.browser();
    String id = propose(shared, message(shared, "ticket_rejected", "Your parcel is late."));
    shared.signIn("jon", "/requests/" + id);
    browser.awaitText("Approve & send");

    tabTo(browser, "#decide details:has(input[value=reject]) summary");
    browser.key(ENTER);
    tabTo(browser, "#decide details[open] input[type=radio]");
    browser.key(" ");
    tabTo(browser, "#decide details[open] textarea");
    browser.key("x");
    tabTo(browser, "#decide details[open] button");
    browser.key(ENTER);

    browser.awaitText("is counted");
    assertThat(shared.gate().agent().read(id).document().text("status")).isEqualTo("rejected");
    assertThat(shared.damages()).as("what verify found").isEmpty();
  }

  @Test
  void aViewerAndADeveloperFindTheirPagesAndNothingToDecide(Running shared) throws Exception {
    Chromium browser = shared.browser();
    String id = propose(shared, message(shared, "ticket_roles", "Your parcel is early."));
    List<String> flaws = new ArrayList<>();

    shared.signIn("vera", "/?of=all");
    browser.awaitText("All that waits");
    assertThat(navigation(browser)).contains("Queue", "Metrics").doesNotContain("Export", "Try");
    assertThat(decisions(browser)).isEqualTo("0");
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "all, of a viewer"));
    browser.open(shared.page("/requests/" + id).toString());
    browser.awaitText("1");
    assertThat(decisions(browser)).isEqualTo("0");
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "request, of a viewer"));

    shared.signIn("tove", "/");
    browser.awaitText("Nothing waits for you");
    assertThat(navigation(browser))
        .contains("Try", "Policy", "Connections", "Agents")
        .doesNotContain("Export", "People", "Metrics");
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "empty queue"));
    browser.open(shared.page("/requests/" + id).toString());
    browser.awaitText("Nothing here");
    assertThat(decisions(browser)).isEqualTo("0");
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "nothing here"));
    browser.open(shared.page("/metrics").toString());
    browser.awaitText("This page is for another role than yours");
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "not for a developer"));

    browser.open(shared.page("/freezes").toString());
    browser.awaitText("Nothing is frozen");
    flaws.addAll(PageLook.flawsInTwoLooks(browser, "no freezes"));
    assertThat(flaws).as("what axe found").isEmpty();
  }

  @Test
  void whoeverTypesACodeSeesWhoseAccountItIsBeforeItIsLinked(Running shared) throws Exception {
    Chromium browser = shared.browser();
    assertThat(
            shared
                .gate()
                .slack()
                .command(TrialGate.CHANNEL, TrialGate.STRANGER, "/countersign", "link")
                .reply()
                .orElseThrow()
                .rendered())
        .as("a code in the other chat")
        .containsPattern(CODE);
    shared.signIn("sana", "/accounts");
    browser.type("//input[@id='code']", codeOfNoor(shared) + ENTER);
    browser.awaitText("Noor");
    assertThat(PageLook.flawsInTwoLooks(browser, "link to confirm")).as("what axe found").isEmpty();
  }

  /// What the bot gives in a chat of her own to somebody whom the gate does not know.
  private static String codeOfNoor(Running shared) {
    TeamsSandbox teams = shared.gate().teams();
    String chat = teams.personalChat(TrialGate.NOOR);
    teams.installFor(TrialGate.NOOR.id());
    teams.say(TrialGate.NOOR.id(), chat, "link");
    String answer =
        teams
            .awaitMessage(chat, one -> one.text().contains("Your code is"), Cards.PATIENCE)
            .orElseThrow()
            .text();
    Matcher found = CODE.matcher(answer);
    assertThat(found.find()).as(answer).isTrue();
    return found.group();
  }

  private static void tabTo(Chromium browser, String selector) {
    for (int pressed = 0; pressed < MOST_TABS; pressed++) {
      browser.key(TAB);
      if (browser
          .script("return String(document.activeElement.matches('%s'))".formatted(selector))
          .equals("true")) {
        return;
      }
    }
    throw new AssertionError("no way by Tab to " + selector);
  }

  private static String navigation(Chromium browser) {
    return browser.script("return document.querySelector('header nav').textContent");
  }

  /// Forms that decide, and buttons that could.
  private static String decisions(Chromium browser) {
    return browser.script(
        "return String(document.querySelectorAll('#decide, input[name=decision]').length)");
  }

  private static String longMessage(Running shared, String ticket) {
    return message(shared, ticket, "One more line of many.\n".repeat(150) + LAST_LINE);
  }

  private static String message(Running shared, String ticket, String content) {
    JsonObject proposal =
        (JsonObject)
            CanonicalJson.parse(
                shared.gate().proposal("customer-message.json").getBytes(StandardCharsets.UTF_8));
    JsonObject changes = proposal.object("proposed_changes");
    JsonObject body = changes.object("body").with("content", Json.of(content));
    return CanonicalJson.text(
        proposal
            .with("target_id", Json.of(ticket))
            .with("proposed_changes", changes.with("body", body)));
  }

  private static String propose(Running shared, String proposal) throws Exception {
    return shared.gate().agent().propose(proposal, UUID.randomUUID()).document().text("id");
  }
}

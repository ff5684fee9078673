package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.WireName;
import dev.countersign.request.RetrospectiveQuestion;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.trial.page.SandboxPage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Break-glass from a command in a chat to the retrospective that two others have read, in a
/// browser with a device that makes passkeys, on the whole product; and once more while nothing
/// answers but the pages.
@ExtendWith(SharedBrowser.class)
class BreakGlassInABrowserTest {
  private static final String WHY = "Payments are down, and both leads are on a plane.";
  private static final String USED = "Break-glass was used";
  private static final String PRESS = "form[data-passkey=break_glass] button";

  /// What is answered where a link leads to the page of break-glass.
  private static final Pattern LINK = Pattern.compile("\"url\":\"(http[^\"]*/break-glass[^\"]*)\"");

  /// Calls until whoever mends a chat does.
  private static final int ENDLESS = 100_000;

  /// A command, a link, a page, an action and its retrospective.
  ///
  /// @param flaws what axe found
  private record Way(SharedBrowser.Running shared, String id, String incident, List<String> flaws) {
    static Way of(SharedBrowser.Running shared, String incident) {
      TrialGate gate = shared.gate();
      String charge = "charge_" + incident.replaceAll("[^0-9]", "");
      String refund = gate.proposal("large-refund.json").replace("charge_2049", charge);
      String id = gate.agent().propose(refund, UUID.randomUUID()).document().text("id");
      return new Way(shared, id, incident, new ArrayList<>());
    }

    TrialGate gate() {
      return shared.gate();
    }

    Chromium browser() {
      return shared.browser();
    }

    void look(String page) throws IOException {
      flaws.addAll(PageLook.flaws(browser(), page));
    }

    /// From the site of a chat, in a browser that is signed in.
    void follow(String link) throws IOException {
      browser().follow(gate().slack().baseUrl().toString(), link);
      browser().awaitText("Another site brought you here");
      look("break-glass from a chat");
      browser().pressAt("//a[.='Go on']");
      browser().awaitText("Emergency use only");
      assertThat(browser().script("return document.getElementById('why').value")).isEqualTo(WHY);
    }

    void fill() {
      browser().type("//*[@id='incident']", incident);
    }

    void use() {
      browser().press(PRESS);
      browser().awaitText(USED);
    }

    void executed() {
      assertThat(gate().agent().awaitOutcome(id).document().text("outcome")).isEqualTo("executed");
    }

    /// Before it ran.
    void ended(String by) {
      assertThat(gate().agent().awaitOutcome(id).document().text("outcome"))
          .isEqualTo("not_executed");
      assertThat(gate().agent().read(id).document().object("break_glass").text("ended_by"))
          .isEqualTo(by);
    }

    /// As its page has it, for whoever is signed in.
    void filed() {
      browser().open(shared.page("/retrospectives/" + id).toString());
      browser().awaitText("What was filed");
    }

    boolean waits() {
      return gate().agent().read(id).document().text("status").equals("pending");
    }

    PostedMessage alarmInSlack() {
      return gate()
          .slack()
          .awaitMessage(TrialGate.CHANNEL, this::isAlarm, Cards.PATIENCE)
          .orElseThrow();
    }

    PostedActivity alarmInTeams() {
      return gate()
          .teams()
          .awaitMessage(TrialGate.TEAMS_CHANNEL, this::isAlarm, Cards.PATIENCE)
          .orElseThrow();
    }

    private boolean isAlarm(PostedMessage message) {
      return isAlarm(message.rendered());
    }

    private boolean isAlarm(PostedActivity message) {
      return isAlarm(Cards.text(message));
    }

    private boolean isAlarm(String text) {
      return text.contains(USED) && text.contains(incident);
    }

    long alarmsInSlack() {
      return gate().slack().messages(TrialGate.CHANNEL).stream().filter(this::isAlarm).count();
    }

    long alarmsInTeams() {
      return gate().teams().messages(TrialGate.TEAMS_CHANNEL).stream()
          .filter(this::isAlarm)
          .count();
    }

    /// By whoever is signed in.
    void file() {
      browser().open(shared.page("/retrospectives/" + id).toString());
      for (String question : List.of("justification", "impact", "normal_way", "changes")) {
        browser()
            .type("//*[@id='answer-" + question + "']", "As it was written down, and no more.");
      }
      browser().pressAt("//button[.='File it, once and for all']");
      browser().awaitText("What was filed");
    }

    void close(String who, String told) {
      shared.signIn(who, "/retrospectives/" + id);
      browser().pressAt("//button[.='I have read it']");
      browser().awaitText(told);
    }

    void assertSound() {
      assertThat(alarmsInSlack()).isEqualTo(1);
      assertThat(alarmsInTeams()).isEqualTo(1);
      assertThat(flaws).as("what axe found").isEmpty();
      assertThat(browser().log()).doesNotContain("Content Security Policy");
      assertThat(shared.damages()).as("what verify found").isEmpty();
    }
  }

  private static String link(String answer) {
    Matcher found = LINK.matcher(answer);
    assertThat(found.find()).as(answer).isTrue();
    return found.group(1);
  }

  @Test
  void aSlashCommandInSlackLeadsToAnActionAndItsRetrospective(SharedBrowser.Running shared)
      throws Exception {
    Way way = Way.of(shared, "INC-2041");
    Chromium browser = shared.browser();
    String answer =
        CanonicalJson.text(
            shared
                .gate()
                .slack()
                .command(TrialGate.CHANNEL, TrialGate.LEAD, "/break-glass", way.id() + " " + WHY)
                .reply()
                .orElseThrow()
                .blocks());

    shared.signIn("jon", "/");
    browser.open(link(answer));
    browser.awaitText("Emergency use only");
    assertThat(browser.script("return document.getElementById('why').value"))
        .as("the link of somebody else")
        .isEmpty();
    shared.signIn("mira", "/");
    way.follow(link(answer));
    way.look("break-glass");
    way.fill();
    browser.verifies(shared.device(), false);
    browser.press(PRESS);
    browser.awaitText("No passkey was used, so nothing was sent");
    way.look("break-glass without a passkey");
    browser.run(
        """
        const get = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = asked => {
          asked.publicKey.userVerification = 'discouraged';
          return get(asked);
        };
        """);
    browser.press(PRESS);
    browser.awaitText("could not be verified");
    way.look("break-glass unverified");
    assertThat(way.waits()).isTrue();
    browser.verifies(shared.device(), true);
    way.use();
    way.executed();
    way.look("break-glass used");
    assertThat(way.alarmInSlack().rendered()).contains("Mira Sample", WHY);
    assertThat(Cards.text(way.alarmInTeams())).contains("Mira Sample", WHY);
    Cards cards = new Cards(shared.gate(), way.id());
    cards.inSlack(text -> text.contains("🚨 Break-glass"));
    cards.inTeams(text -> text.contains("🚨 Break-glass"));

    browser.open(shared.page("/retrospectives").toString());
    browser.awaitText("To be filed");
    way.look("retrospectives");
    browser.open(shared.page("/retrospectives/" + way.id()).toString());
    browser.awaitText("File it");
    way.look("retrospective to file");
    way.file();
    way.look("retrospective filed");
    assertThat(browser.text()).doesNotContain("I have read it");
    way.close("sana", "One more person has to read it");
    way.look("retrospective read");
    way.close("jon", "Closed");
    way.look("retrospective closed");
    way.assertSound();
  }

  @Test
  void wordsInTeamsLeadToAnActionAndItsRetrospective(SharedBrowser.Running shared)
      throws Exception {
    Way way = Way.of(shared, "INC-2042");
    TrialGate gate = shared.gate();
    gate.teams()
        .command(
            TrialGate.JON.id(), TrialGate.TEAMS_CHANNEL, "break-glass " + way.id() + " " + WHY);
    String answer =
        gate.teams()
            .awaitMessage(
                TrialGate.TEAMS_CHANNEL,
                one ->
                    one.onlyFor().filter(TrialGate.JON.id()::equals).isPresent()
                        && Cards.text(one).contains("Break-glass: emergency use only"),
                Cards.PATIENCE)
            .flatMap(PostedActivity::card)
            .map(CanonicalJson::text)
            .orElseThrow();

    shared.signIn("jon", "/");
    way.follow(link(answer));
    way.fill();
    shared.browser().verifies(shared.device(), true);
    way.use();
    way.executed();
    assertThat(way.alarmInSlack().rendered()).contains("Jon Sample", WHY);
    assertThat(Cards.text(way.alarmInTeams())).contains("Jon Sample", WHY);
    theSandboxPageSays(way, "Jon stood in by break-glass, where 2 were asked");
    shared.signIn("jon", "/");
    way.file();
    way.close("sana", "One more person has to read it");
    way.close("mira", "Closed");
    way.assertSound();
  }

  @Test
  void inEachChatSomebodyElseEndsAUseBeforeItRunsAndItIsFiledThere(SharedBrowser.Running shared)
      throws Exception {
    TrialGate gate = shared.gate();
    shared.browser().verifies(shared.device(), true);
    Way slack = used(shared, "jon", "INC-2051");
    String alarm = slack.alarmInSlack().ts();
    gate.slack().press(TrialGate.CHANNEL, alarm, "End it now", TrialGate.LEAD);
    slack.ended("mira");
    gate.slack().press(TrialGate.CHANNEL, alarm, "File retrospective", TrialGate.LEAD);
    gate.slack()
        .submit(
            TrialGate.LEAD, gate.slack().modal(TrialGate.LEAD).orElseThrow(), answers("field_"));
    slack.filed();

    Way teams = used(shared, "mira", "INC-2052");
    PostedActivity told = teams.alarmInTeams();
    inTeams(gate, told, "End it now", Map.of());
    teams.ended("jon");
    inTeams(gate, told, "File retrospective", Map.of());
    inTeams(gate, told, "sheet_send", answers("sheet_field_"));
    teams.filed();
    assertThat(shared.damages()).as("what verify found").isEmpty();
  }

  private static Way used(SharedBrowser.Running shared, String who, String incident) {
    Way way = Way.of(shared, incident);
    shared.signIn(who, "/requests/" + way.id() + "/break-glass");
    way.browser().awaitText("Emergency use only");
    way.browser().type("//*[@id='why']", WHY);
    way.fill();
    way.use();
    return way;
  }

  private static Map<String, String> answers(String before) {
    return Arrays.stream(RetrospectiveQuestion.values())
        .filter(RetrospectiveQuestion::isRequired)
        .collect(
            Collectors.toMap(
                question -> before + WireName.of(question),
                _ -> "As it was written down, and no more."));
  }

  private static void inTeams(
      TrialGate gate, PostedActivity shown, String button, Map<String, String> filled) {
    gate.teams().press(TrialGate.JON.id(), TrialGate.TEAMS_CHANNEL, shown.id(), button, filled);
  }

  private static void theSandboxPageSays(Way way, String words) {
    try (SandboxPage page = TrialPage.open(way.gate(), 0)) {
      way.browser().open(page.url().toString());
      way.browser()
          .awaitTrue(
              "[...document.getElementById('request').options].some(one => one.value === '%s')"
                  .formatted(way.id()));
      way.browser()
          .run(
              "const one = document.getElementById('request'); one.value = arguments[0];"
                  + " one.dispatchEvent(new Event('change'))",
              Json.of(way.id()));
      way.browser().awaitText(words);
      way.browser().awaitText("Sound: every digest");
      assertThat(way.browser().text()).doesNotContain("nobody is asked");
    }
  }

  @Test
  void whileChatsAndIssuerAreDownItIsUsedByPasskeyAndToldOnceTheyAreBack(
      SharedBrowser.Running shared) throws Exception {
    TrialGate gate = shared.gate();
    Chromium browser = shared.browser();
    shared.signOut();
    down(gate);
    try {
      Way way = Way.of(shared, "INC-2043");
      int slack = gate.slack().calls("chat.postMessage");
      int teams = gate.teams().calls().size();
      browser.open(shared.page("/requests/" + way.id() + "/break-glass").toString());
      browser.press("a.primary");
      browser.awaitText("service unavailable");
      browser.open(shared.page("/requests/" + way.id() + "/break-glass").toString());
      browser.press("form[data-passkey=sign_in] button");
      browser.awaitText("Emergency use only");
      assertThat(browser.text()).contains("by passkey");
      browser.type("//*[@id='why']", WHY);
      way.fill();
      way.use();
      way.executed();
      await(() ->
          gate.slack().calls("chat.postMessage") >= slack + 3
              && gate.teams().calls().size() >= teams + 3);
      assertThat(way.alarmsInSlack() + way.alarmsInTeams()).isZero();

      up(gate);
      way.alarmInSlack();
      way.alarmInTeams();
      Cards cards = new Cards(gate, way.id());
      cards.inSlack(text -> text.contains("🚨 Break-glass"));
      cards.inTeams(text -> text.contains("🚨 Break-glass"));
      way.file();
      way.assertSound();
    } finally {
      up(gate);
    }
  }

  /// Too much, out of order, and not there at all, one after the other.
  private static void down(TrialGate gate) {
    gate.issuer().setDown(true);
    for (String method : List.of("chat.postMessage", "chat.update")) {
      gate.slack().fail(method, new Fault.RateLimited(Duration.ofSeconds(1)), 1);
      gate.slack().fail(method, new Fault.Status(503), 1);
      gate.slack().fail(method, new Fault.Drop(), ENDLESS);
    }
    for (ConnectorOperation operation :
        List.of(
            ConnectorOperation.CREATE_CONVERSATION,
            ConnectorOperation.SEND,
            ConnectorOperation.UPDATE)) {
      gate.teams().fail(operation, new TeamsFault.Throttled(Duration.ofSeconds(1)), 1);
      gate.teams().fail(operation, new TeamsFault.Status(503), 1);
      gate.teams().fail(operation, new TeamsFault.Drop(), ENDLESS);
    }
  }

  private static void up(TrialGate gate) {
    gate.issuer().setDown(false);
    gate.slack().mend();
    gate.teams().mend();
  }

  private static void await(BooleanSupplier holds) {
    long end = System.nanoTime() + Cards.PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}

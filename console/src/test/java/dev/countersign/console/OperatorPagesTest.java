package dev.countersign.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.AskLimit;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.SampleProposals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of those who look after the deployment or write agents: who sees which, and that
/// nothing comes of them.
class OperatorPagesTest {
  private static final String REFUND = new String(SampleProposals.refundBody(), UTF_8);
  private static Pages pages;
  private static TestBrowser reviewer;
  private static TestBrowser developer;
  private static TestBrowser auditor;
  private static TestBrowser admin;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    reviewer = pages.signedIn("ULENA");
    developer = pages.signedIn("UDORA");
    auditor = pages.signedIn("UCARA");
    admin = pages.signedIn("UADA");
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/try, 200, 403, 200",
    "/policy, 200, 200, 200",
    "/policy/simulation, 403, 403, 200",
    "/people, 403, 200, 200",
    "/connections, 200, 200, 200",
    "/agents, 200, 200, 200"
  })
  void eachPageIsForItsRoles(String path, int ofDeveloper, int ofAuditor, int ofAdmin) {
    assertThat(reviewer.get(path).status()).isEqualTo(403);
    assertThat(developer.get(path).status()).isEqualTo(ofDeveloper);
    assertThat(auditor.get(path).status()).isEqualTo(ofAuditor);
    assertThat(admin.get(path).status()).isEqualTo(ofAdmin);
    assertThat(pages.browser().get(path).status()).as("signed out").isEqualTo(303);
    assertThat(reviewer.get("/").html()).doesNotContain("href=\"" + path + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/try", "/policy/simulation"})
  void aFormIsForItsRolesToo(String path) {
    Map<String, String> fields = Map.of("key", reviewer.get("/").key());
    assertThat(reviewer.post(path, fields).status()).isEqualTo(403);
    assertThat(pages.browser().post(path, fields).status()).isEqualTo(401);
  }

  @Test
  void whatWouldBecomeOfAProposalIsShownAndNothingIsStored() {
    TestBrowser.Page page = tried(developer, REFUND);

    assertThat(page.text())
        .contains("Countersign would ask people", "Lena Lead", "What those would read")
        .contains("POST /v1/evaluations");
    assertThat(page.html()).as("it decides nothing").doesNotContain("name=\"token\"");
    assertThat(
            pages.gate.ledger.list(
                new AgentId("support-bot"), Optional.empty(), Optional.empty(), 10))
        .isEmpty();
  }

  @Test
  void whatWasTypedStaysWhateverComesOfIt() {
    assertThat(tried(developer, "{\"typed\":1}").text())
        .contains("This would not be taken", "{\"typed\":1}");
    TestBrowser.Page stale =
        developer.post("/try", Map.of("key", "x", "agent", "support-bot", "proposal", "{\"a\":2}"));
    assertThat(stale.text()).contains("from an earlier sign-in", "{\"a\":2}");
    TestBrowser.Page signedOut =
        pages.browser().post("/try", Map.of("key", "x", "proposal", "{\"a\":3}"));
    assertThat(signedOut.text()).contains("not signed in any more", "{\"a\":3}");
  }

  @Test
  void oneOfTheExamplesCanBeChosen() {
    assertThat(developer.get("/try?example=refund").text()).contains("refund.create");
    assertThat(developer.get("/try?example=../console").text()).doesNotContain("color-scheme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"refund", "customer-message", "internal-note", "merge-tool-call"})
  void theExamplesAreThoseOfTheDocuments(String name) throws IOException {
    assertThat(TryPages.EXAMPLES).contains(name);
    assertThat(new String(Console.file("examples/" + name + ".json"), UTF_8))
        .isEqualTo(Files.readString(Path.of("..", "docs", "examples", name + ".json")));
  }

  @Test
  void aProposalMayBeAsLongAsAnAgentsOwnAndAStrangersFormMayNot() {
    String blanks = " ".repeat(FormBody.MOST_BYTES);
    assertThat(tried(developer, blanks + REFUND).text()).contains("would ask people");
    assertThat(pages.browser().post("/try", Map.of("proposal", blanks)).status()).isEqualTo(413);
    assertThat(reviewer.post("/try", Map.of("proposal", blanks)).status())
        .as("is read, as whatever somebody types who was signed in, and is not theirs to send")
        .isEqualTo(403);
  }

  @Test
  void whoTriesTooOftenWaits() {
    TestBrowser nina = pages.signedIn("UADA");
    pages.standsStill.set(true);
    try {
      for (int times = 0; times < AskLimit.MOST; times++) {
        tried(nina, "{}");
      }
      assertThat(tried(nina, "{}").text()).contains("Please wait for one");
    } finally {
      pages.standsStill.set(false);
    }
  }

  @Test
  void aSimulationSaysHowFarItIsAndWhatItFound() {
    String key = admin.get("/policy/simulation").key();
    TestBrowser.Page page =
        admin.post("/policy/simulation", Map.of("key", key, "policy", "version: 1", "days", "30"));

    assertThat(page.text())
        .containsSubsequence(
            "20 proposals looked at", "40 proposals looked at", "come out otherwise")
        .contains("allow -> ask", "version: 1");
    assertThat(page.html()).endsWith("</body></html>").containsOnlyOnce("</main>");
    assertThat(page.headers()).containsEntry("content-security-policy", PageAnswers.POLICY);
  }

  @Test
  void aPolicyThatDoesNotReadIsSaidSoAndStays() {
    String key = admin.get("/policy/simulation").key();
    assertThat(admin.post("/policy/simulation", Map.of("key", key, "policy", "broken: x")).text())
        .contains("This policy does not read", "broken: x");
  }

  @Test
  void thePolicyInForceIsToldRuleByRule() {
    assertThat(auditor.get("/policy").text())
        .contains("Version 7", "Matched 3 of 12", "It refuses.", "What the check says")
        .doesNotContain("Try another policy");
    assertThat(admin.get("/policy").text()).contains("Try another policy");
  }

  @Test
  void aConnectionAndAnAgentAreToldWithoutSecrets() {
    assertThat(developer.get("/connections").text())
        .contains("Leads to", "Last used", "frozen by 4");
    assertThat(developer.get("/agents").text())
        .contains("ck_test_supportbot1", "made 2026-11-30", "frozen by 4", "has to name a person");
  }

  @Test
  void whoIsAwayAndWhoStandsInIsTold() {
    assertThat(auditor.get("/people").text())
        .contains(
            "linked", "in the file", "away until 2026-11-30", "stands in for", "1 can approve");
  }

  private static TestBrowser.Page tried(TestBrowser browser, String proposal) {
    return browser.post(
        "/try",
        Map.of("key", browser.get("/").key(), "agent", "support-bot", "proposal", proposal));
  }
}

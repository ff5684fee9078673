package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReviewPageTest {
  private static Pages pages;
  private static TestBrowser lena;
  private static TestBrowser marc;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    lena = pages.signedIn("ULENA");
    marc = pages.signedIn("UMARC");
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  @Test
  void onePageHasAllThatThereIsToItAndTheDecisionBelow() {
    ProposalId id = pages.gate.ask();
    String html = lena.get("/requests/" + id).html();

    assertThat(html)
        .contains(pages.gate.record(id).request().action().value(), "Why you are asked")
        .contains("What happened", "Proposed", "Your decision");
    assertThat(html.indexOf(">Your decision<")).isGreaterThan(html.indexOf("Why you are asked"));
    assertThat(html.replace("<script src=\"/console.js\" defer></script>", ""))
        .doesNotContain("<script", "style=", "javascript:");
  }

  @Test
  void anApprovalOnThePageIsCountedAndTheActionRunsOnce() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    pages.gate.execute();
    int sent = pages.gate.executor.sent().size();
    TestBrowser.Page page = lena.get(path);

    TestBrowser.Page answer = lena.decide(path, page, "approve", Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("Your approval of " + id + " is counted.");
    assertThat(pages.gate.state(id)).isInstanceOf(Approved.class);
    TestBrowser.Page twice = lena.decide(path, page, "approve", Map.of());
    assertThat(twice.text()).contains("This press changes nothing");
    pages.gate.execute();
    assertThat(pages.gate.executor.sent()).hasSize(sent + 1);
    assertThat(lena.get(path).text()).contains("Executed").contains("Lena Lead");
  }

  @Test
  void aRejectionHasItsReasonAndItsNote() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    lena.decide(
        path,
        lena.get(path),
        "reject",
        Map.of("reason", "wrong_content", "note", "Half of it, please. <b>"));

    assertThat(pages.gate.state(id)).isInstanceOf(Rejected.class);
    TestBrowser.Page after = marc.get(path);
    assertThat(after.text()).contains("Half of it, please. <b>");
    assertThat(after.html()).contains("Half of it, please. &lt;b&gt;");
  }

  @Test
  void whatIsMissingIsSaidAndWhatWasTypedStaysInItsForm() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page answer =
        lena.decide(path, lena.get(path), "reject", Map.of("note", "My long explanation"));

    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
    assertThat(answer.html()).contains("<details open>", "My long explanation</textarea>");
    lena.decide(path, answer, "return", Map.of("note", "Smaller."));
    assertThat(pages.gate.state(id)).isInstanceOf(Returned.class);
  }

  @Test
  void whatWasDecidedMeanwhileIsSaidAndWhatWasTypedIsShownAgain() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page open = lena.get(path);
    marc.decide(path, marc.get(path), "approve", Map.of());

    TestBrowser.Page answer =
        lena.decide(path, open, "return", Map.of("note", "Please not on a Friday"));
    assertThat(answer.text())
        .contains("This press changes nothing", "Please not on a Friday", "kept nowhere else");
    assertThat(pages.gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void atTheDeadlineItIsTooLateAndNothingTypedIsLost() throws Exception {
    try (Pages own = new Pages(TestGate.ONE_LEAD)) {
      ProposalId id = own.gate.ask();
      String path = "/requests/" + id;
      TestBrowser browser = own.signedIn("ULENA");
      TestBrowser.Page open = browser.get(path);
      own.gate.clock.advance(Duration.ofHours(4));

      TestBrowser.Page answer =
          browser.decide(path, open, "return", Map.of("note", "Please not on a Friday"));
      assertThat(answer.text()).contains("nothing was counted", "Please not on a Friday");
      assertThat(own.gate.record(id).request().votes()).isEmpty();
    }
  }

  @Test
  void whileTheLedgerIsAwayNothingIsCountedAndNothingTypedIsLost() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page open = lena.get(path);
    pages.away.set(true);
    try {
      TestBrowser.Page answer =
          lena.decide(path, open, "return", Map.of("note", "Please not on a Friday"));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("Please not on a Friday", "a vote counts only once");
    } finally {
      pages.away.set(false);
    }
    assertThat(pages.gate.record(id).request().votes()).isEmpty();
  }

  @Test
  void whileTheLedgerIsAwayAPageThatIsNotShownLeadsToItself() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser browser = pages.signedIn("ULENA");
    pages.signIns.away.set(true);
    try {
      TestBrowser.Page answer = browser.get(path);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("cannot show this page").doesNotContain("a vote counts");
      assertThat(answer.html()).contains("href=\"" + path + "\"");
    } finally {
      pages.signIns.away.set(false);
    }
  }

  @Test
  void whoeverWasSignedOutMeanwhileLosesNothingTyped() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser browser = pages.signedIn("ULENA");
    TestBrowser.Page open = browser.get(path);
    pages.signIns.open.remove(browser.session().orElseThrow());

    TestBrowser.Page answer =
        browser.decide(path, open, "return", Map.of("note", "Please not on a Friday"));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).contains("Please not on a Friday");
    assertThat(answer.html()).contains("/sign-in?to=" + path);
    assertThat(pages.gate.record(id).request().votes()).isEmpty();
  }

  @Test
  void foreignAndUnknownIdsGetTheSameAnswer() {
    ProposalId id = pages.gate.ask();
    TestBrowser pia = pages.signedIn("UPIA");
    TestBrowser.Page foreign = pia.get("/requests/" + id);
    TestBrowser.Page unknown = pia.get("/requests/prop_01J0000000000000000000000A");

    assertThat(foreign.status()).isEqualTo(404).isEqualTo(unknown.status());
    assertThat(foreign.html()).isEqualTo(unknown.html());
    assertThat(pia.get("/requests/prop_x").html()).isEqualTo(unknown.html());
    Map<String, String> forged =
        Map.of("key", unknown.key(), "decision", "approve", "token", "x.y.z");
    assertThat(pia.post("/requests/" + id, forged).status()).isEqualTo(404);
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void theTokenOfSomebodyElsesPageIsOfNoUse() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    String lenas = lena.get(path).field("approve", "token");
    TestBrowser.Page marcs = marc.get(path);

    assertThat(lenas).isNotEmpty();
    marc.post(path, Map.of("key", marcs.key(), "decision", "approve", "token", lenas));
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
  }

  /// The name of the button says one thing, its token another.
  @Test
  void aFormWhoseTokenIsForAnotherDecisionDecidesNothing() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page page = lena.get(path);
    lena.post(
        path,
        Map.of(
            "key",
            page.key(),
            "decision",
            "reject",
            "reason",
            "wrong_content",
            "token",
            page.field("approve", "token")));

    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void aGetMovesNothingWhateverItsAddressSays() {
    ProposalId id = pages.gate.ask();
    String path = "/requests/" + id;
    TestBrowser.Page page = lena.get(path);
    int version = pages.gate.record(id).request().version();
    lena.get(
        path + "?decision=approve&key=" + page.key() + "&token=" + page.field("approve", "token"));

    assertThat(pages.gate.record(id).request().version()).isEqualTo(version);
    assertThat(pages.gate.record(id).request().votes()).isEmpty();
    assertThat(pages.gate.audit(id, EntryType.PAGE_SHOWN)).hasSize(1);
  }

  @Test
  void anActionTooLongForAChatIsApprovedOnThePage() {
    JsonObject.Builder json = JsonObject.builder();
    IntStream.range(0, 400).forEach(each -> json.put("k" + each, "value " + each + " of the call"));
    JsonObject changes =
        ((JsonObject) CanonicalJson.parse(SampleProposals.refundBody())).object("proposed_changes");
    pages.gate.chat.shortenEverything();
    ProposalId id =
        pages.gate.propose(
            TestGate.body(
                CanonicalJson.text(
                    JsonObject.builder()
                        .put("anew", true)
                        .put(
                            "proposed_changes",
                            changes.with("body", changes.object("body").with("json", json.build())))
                        .build())));
    assertThat(pages.gate.state(id))
        .as("asked, since pages show it whole")
        .isInstanceOf(Pending.class);
    String path = "/requests/" + id;
    TestBrowser.Page page = lena.get(path);

    assertThat(page.html()).contains("value 0 of the call", "value 399 of the call");
    assertThat(page.html().length()).isLessThan(150_000);
    lena.decide(path, page, "approve", Map.of());
    assertThat(pages.gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void whatStandsAroundARequestIsBesideItFoldedByItsHeadings() {
    ProposalId first = pages.gate.propose(TestGate.body("{\"anew\":true,\"target_id\":\"c\"}"));
    pages.gate.ask();
    ProposalId second =
        pages.gate.propose(TestGate.body("{\"target_id\":\"d\",\"supersedes\":\"" + first + "\"}"));
    TestBrowser.Page page = lena.get("/requests/" + second);

    assertThat(page.html())
        .contains(
            "<h2>Revisions</h2>",
            "href=\"/requests/" + first + "\"",
            "<del class=\"s\" dir=\"auto\">c</del>",
            "<ins class=\"s\" dir=\"auto\">d</ins>",
            "<h2>This agent before</h2>",
            "<h2>Votes</h2>",
            "<h2>What happened</h2>")
        .doesNotContain("<h2>This target before</h2>");
    assertThat(page.text()).contains("Before:", "Now:", "Checked for this page");
    assertThat(page.html().indexOf(">Your decision<"))
        .as("what decides stands before all that")
        .isLessThan(page.html().indexOf("<h2>Revisions</h2>"));
  }

  @Test
  void theQueueLeadsToEachAndTheDecisionsToWhatCameOfThem() {
    ProposalId id = pages.gate.ask();
    TestBrowser nina = pages.signedIn("UNINA");
    assertThat(nina.get("/").html()).contains("href=\"/requests/" + id + "\"");
    nina.decide("/requests/" + id, nina.get("/requests/" + id), "approve", Map.of());

    assertThat(nina.get("/").html()).doesNotContain(id.value());
    assertThat(nina.get("/decisions").html()).contains("href=\"/requests/" + id + "\"");
    assertThat(pages.signedIn("UPIA").get("/").text()).contains("Nothing waits for you");
  }
}

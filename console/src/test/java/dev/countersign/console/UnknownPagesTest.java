package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.decision.Unasked;
import dev.countersign.execution.Outcome;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnknownPagesTest {
  private static final String HAPPENED = "It happened";
  private Pages pages;

  @BeforeEach
  void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
  }

  @AfterEach
  void stopped() {
    pages.close();
  }

  private ProposalId unknown() {
    pages.gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = pages.gate.ask();
    TestBrowser marc = pages.signedIn("UMARC");
    marc.decide("/requests/" + id, marc.get("/requests/" + id), "approve", Map.of());
    pages.gate.execute();
    assertThat(((Approved) pages.gate.state(id)).execution()).isInstanceOf(Unknown.class);
    return id;
  }

  private static String seal(TestBrowser.Page page) {
    Matcher seal = Pattern.compile("name=\"seal\" value=\"([^\"]+)\"").matcher(page.html());
    return seal.find() ? seal.group(1) : "";
  }

  private static TestBrowser.Page say(
      TestBrowser browser, TestBrowser.Page page, ProposalId id, String choice, String note) {
    return browser.post(
        "/unknown",
        Map.of(
            "key",
            page.key(),
            "request",
            id.value(),
            "seal",
            seal(page),
            "choice",
            choice,
            "note",
            note));
  }

  @Test
  void whoeverWasAskedSaysWhatTheyFoundAndItStandsAsTheirWord() {
    ProposalId id = unknown();
    TestBrowser lena = pages.signedIn("ULENA");
    TestBrowser.Page page = lena.get("/unknown");
    assertThat(page.text()).contains("timeout", "grt_", "exe_", "Say what happened");
    int sent = pages.gate.executor.sent().size();

    TestBrowser.Page said = say(lena, page, id, HAPPENED, "It stands in the bank’s ledger");
    assertThat(said.text()).contains("recorded as your word", "There is none that you may see");
    assertThat(((Approved) pages.gate.state(id)).execution())
        .isInstanceOfSatisfying(
            Reconciled.class,
            end -> {
              assertThat(end.happened()).isTrue();
              assertThat(end.by().value()).isEqualTo("lena");
            });
    assertThat(pages.gate.executor.sent()).as("nothing was sent").hasSize(sent);
  }

  @Test
  void ofWhatNobodyWasAskedAboutAnAdministratorSaysItAndAnAuditorReads() {
    pages.gate.policy.set(TestGate.policy(Unasked.ALLOWED));
    pages.gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = pages.gate.propose();
    pages.gate.execute();

    TestBrowser cara = pages.signedIn("UCARA");
    assertThat(cara.get("/unknown").text()).contains("an administrator says what happened");
    assertThat(seal(cara.get("/unknown"))).isEmpty();
    TestBrowser ada = pages.signedIn("UADA");
    TestBrowser.Page page = ada.get("/unknown");
    assertThat(page.text()).contains("timeout", "Say what happened");
    assertThat(say(ada, page, id, HAPPENED, "It stands there").text())
        .contains("recorded as your word");
    assertThat(((Approved) pages.gate.state(id)).execution())
        .isInstanceOfSatisfying(
            Reconciled.class, end -> assertThat(end.by().value()).isEqualTo("ada"));
  }

  @Test
  void whatIsMissingIsSaidAndWhatWasTypedStaysInItsForm() {
    ProposalId id = unknown();
    TestBrowser lena = pages.signedIn("ULENA");

    TestBrowser.Page said = say(lena, lena.get("/unknown"), id, "", "It stands there");
    assertThat(said.html()).contains("<details open>", "It stands there</textarea>");
    assertThat(said.text()).contains("Please say whether it happened");
    assertThat(((Approved) pages.gate.state(id)).execution()).isInstanceOf(Unknown.class);
  }

  @Test
  void whatIsSentFromALaterPageIsAnsweredThere() {
    // Both are of one moment, so the rest of their ids says which is listed first.
    List<ProposalId> both =
        Stream.of(unknown(), unknown()).sorted(Comparator.comparing(ProposalId::value)).toList();
    ProposalId older = both.getFirst();
    ProposalId newer = both.getLast();
    TestBrowser lena = pages.signedIn("ULENA");
    String there = "/unknown?after=" + newer;
    TestBrowser.Page page = lena.get(there);
    assertThat(page.html())
        .contains("action=\"" + there + "\"")
        .doesNotContain("/requests/" + newer);
    Map<String, String> fields = new HashMap<>();
    fields.put("key", page.key());
    fields.put("request", older.value());
    fields.put("seal", seal(page));
    fields.put("choice", "");
    fields.put("note", "It stands there");

    TestBrowser.Page incomplete = lena.post(there, fields);
    assertThat(incomplete.html())
        .contains("<details open>", "It stands there</textarea>", "action=\"" + there + "\"")
        .doesNotContain("/requests/" + newer);
    fields.put("choice", HAPPENED);
    TestBrowser.Page said = lena.post(there, fields);
    assertThat(said.text()).contains("recorded as your word");
    assertThat(said.html()).doesNotContain("/requests/" + newer);
  }

  @Test
  void whereAPageBeginsIsARequestOrNothing() {
    unknown();
    assertThat(pages.signedIn("ULENA").get("/unknown?after=%22%3E%3Cb%3E").html())
        .contains("action=\"/unknown\"");
  }

  @Test
  void whoLooksAfterTheRecordReadsAndWhoeverItDoesNotConcernSeesNone() {
    ProposalId id = unknown();
    TestBrowser cara = pages.signedIn("UCARA");
    TestBrowser.Page read = cara.get("/unknown");
    assertThat(read.text()).contains("timeout", "Whoever was asked about it says what happened");
    assertThat(seal(read)).isEmpty();
    assertThat(pages.signedIn("UPIA").get("/unknown").text()).doesNotContain("timeout");

    TestBrowser lena = pages.signedIn("ULENA");
    String lenas = seal(lena.get("/unknown"));
    cara.post(
        "/unknown",
        Map.of(
            "key",
            read.key(),
            "request",
            id.value(),
            "seal",
            lenas,
            "choice",
            HAPPENED,
            "note",
            "x"));
    assertThat(((Approved) pages.gate.state(id)).execution())
        .as("the seal of somebody else’s form is of no use")
        .isInstanceOf(Unknown.class);
  }
}

package dev.countersign.console;

import static dev.countersign.console.GlassBrowser.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.EntryType;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Break-glass as a browser and an authenticator use it; pia and otto have the right.
class BreakGlassPagesTest {
  private static GlassBrowser glass;
  private static Pages pages;
  private static TestBrowser pia;
  private static SoftwareAuthenticator device;

  @BeforeAll
  static void piaHasAPasskeyThatCounts() throws Exception {
    glass = new GlassBrowser();
    pages = glass.pages;
    pia = glass.pia;
    device = glass.device;
  }

  @AfterAll
  static void stopped() {
    glass.close();
  }

  private static void file(ProposalId id) {
    AccountId account = new AccountId(Surface.CONSOLE, pages.issuer.issuer().toString(), "UPIA");
    assertThat(pages.gate.file(account, id).done()).isTrue();
  }

  @Test
  void onePersonUsesItWithTheirPasskeyAndTheActionRuns() {
    ProposalId id = pages.gate.propose();
    TestBrowser.Page page = pia.get(path(id));
    assertThat(page.text())
        .contains("Emergency use only", "Who is told", "for good", "Incident, as you track it")
        .contains(Frame.KEPT_IN_RECORD);
    assertThat(page.html()).contains("data-passkey=\"break_glass\"", "<noscript>");

    assertThat(glass.use(id).text())
        .containsSubsequence("Break-glass was used", "End it now", "the quorum was replaced")
        .contains("Let through by Pia Purse alone, by break-glass")
        .doesNotContain("Emergency use only", "Allowed by the policy", "not_pending");
    assertThat(((Approved) pages.gate.state(id)).glass()).isPresent();
    pages.gate.execute();
    assertThat(pages.gate.audit(id, EntryType.EXECUTION_SUCCEEDED)).hasSize(1);
    file(id);

    ProposalId ended = pages.gate.propose();
    glass.use(ended);
    file(ended);
    TestBrowser otto = pages.signedIn("UOTTO");
    assertThat(otto.get(path(ended)).text())
        .as("the owner of the agent, who has the right")
        .contains("It bears on you", "End it now")
        .doesNotContain("INC-2041", "Refund", GlassBrowser.WHY);
    assertThat(otto.post(path(ended), Map.of("key", otto.get("/").key(), "deed", "end")).text())
        .contains("Ended before it ran");
    pages.gate.execute();
    assertThat(pages.gate.audit(ended, EntryType.GRANT_REDEEMED)).isEmpty();
    // The third within 30 days is left to nobody else here.
    pages.gate.clock.advance(Duration.ofDays(31));
  }

  @Test
  void whatWasSignedForAnApprovalAnotherRequestOrOtherBytesBreaksNothing() {
    ProposalId id = pages.gate.propose();
    ProposalId other = pages.gate.propose();
    for (Map<String, String> changed :
        List.of(
            Map.of(GlassBrowser.PURPOSE, "approve"),
            Map.of("request", other.value()),
            Map.of("revision", "2"),
            Map.of("action", Digest.of("swapped").value()))) {
      TestBrowser.Page page = pia.get(path(id));
      Map<String, String> signed = device.signed(glass.challenge(page, changed));
      glass.assertNothing(pia.post(path(id), glass.filled(page, signed)), id, "othing was done");
    }
  }

  @Test
  void nothingThatWasSignedBeforeTooLateOrWithoutAPersonCounts() {
    ProposalId id = pages.gate.propose();
    TestBrowser.Page page = pia.get(path(id));
    Map<String, String> used = device.signed(glass.challenge(page, Map.of()));
    Map<String, String> swapped = glass.filled(page, used);
    swapped.put("why", "too short");
    glass.assertNothing(pia.post(path(id), swapped), id, "20 to 500");
    glass.assertNothing(pia.post(path(id), glass.filled(page, used)), id, "was used before");

    Map<String, String> late = device.signed(glass.challenge(page, Map.of()));
    pages.gate.clock.advance(Duration.ofMinutes(5));
    glass.assertNothing(
        pia.post(path(id), glass.filled(page, late)), id, "longer than five minutes");

    device.verifies = false;
    Map<String, String> unverified = device.signed(glass.challenge(page, Map.of()));
    device.verifies = true;
    glass.assertNothing(
        pia.post(path(id), glass.filled(page, unverified)), id, "could not be verified");
    glass.assertNothing(pia.post(path(id), glass.filled(page, Map.of())), id, "takes your passkey");
  }

  @Test
  void aFormFromElsewhereOrOfAnEarlierSignInBreaksNothing() {
    ProposalId id = pages.gate.propose();
    TestBrowser.Page page = pia.get(path(id));
    Map<String, String> filled = glass.filled(page, device.signed(glass.challenge(page, Map.of())));
    assertThat(pia.post(path(id), filled, Map.of("Origin", "https://evil.example")).status())
        .isEqualTo(403);
    Map<String, String> stale = new LinkedHashMap<>(filled);
    stale.put("key", "another");
    glass.assertNothing(pia.post(path(id), stale), id, "from an earlier sign-in");
    TestBrowser again = pages.signedIn("UPIA");
    Map<String, String> foreign = new LinkedHashMap<>(filled);
    foreign.put("key", again.get(path(id)).key());
    glass.assertNothing(again.post(path(id), foreign), id, "nothing was done");
  }

  @Test
  void whoeverHasNoRightSeesNothingAndAGetMovesNothing() {
    ProposalId id = pages.gate.propose();
    TestBrowser lena = pages.signedIn("ULENA");
    assertThat(lena.get(path(id)).status()).isEqualTo(404);
    assertThat(lena.get(path(id)).text()).contains("in no group that may do this");
    assertThat(lena.get("/requests/" + id).html()).doesNotContain("break-glass");
    pia.get(path(id) + "?deed=use&why=" + "x".repeat(30));
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
    assertThat(pia.get(path(id), "Sec-Fetch-Site", "cross-site").text())
        .contains("Another site brought you here");
  }

  @Test
  void itsRetrospectiveIsFiledOnAPageAndReadByTwoOthers() {
    ProposalId id = pages.gate.propose();
    glass.use(id);
    String path = "/retrospectives/" + id;
    Map<String, String> answers =
        new LinkedHashMap<>(
            Map.of(
                "key", pia.get(path).key(),
                "deed", "file",
                "justification", "<b>Refunds</b> hung for an hour.",
                "impact", "One customer got EUR 42.50.",
                "normal_way", "Not with both leads away.",
                "rollback", "",
                "changes", "short"));
    assertThat(pia.get("/retrospectives").text())
        .contains("To be filed", "#" + id.value().substring(id.value().length() - 6));
    assertThat(pia.get(path).text()).contains(Frame.KEPT_IN_RECORD);
    TestBrowser.Page again = pia.post(path, answers);
    assertThat(again.text()).contains("Nothing was filed", "<b>Refunds</b> hung");
    assertThat(pages.gate.audit(id, EntryType.RETROSPECTIVE_FILED)).isEmpty();

    answers.put("changes", "A third lead is on call.");
    assertThat(pia.post(path, answers).text()).contains("Filed.", "<b>Refunds</b> hung");
    assertThat(pia.post(path, answers).text()).contains("filed already");
    assertThat(pia.post(path, Map.of("key", pia.get(path).key(), "deed", "close")).text())
        .contains("You used break-glass here");

    TestBrowser cara = pages.signedIn("UCARA");
    assertThat(cara.get(path).status()).isEqualTo(404);
    assertThat(cara.get("/retrospectives").text()).contains("None is yours to read");
    TestBrowser lena = pages.signedIn("ULENA");
    TestBrowser otto = pages.signedIn("UOTTO");
    assertThat(lena.post(path, Map.of("key", "forged", "deed", "close")).text())
        .contains("earlier sign-in");
    assertThat(lena.post(path, Map.of("key", lena.get(path).key(), "deed", "close")).text())
        .contains("One more person has to read it");
    assertThat(otto.post(path, Map.of("key", otto.get(path).key(), "deed", "close")).text())
        .contains("Closed", "Lena Lead", "Otto Owner");
    assertThat(pages.gate.audit(id, EntryType.RETROSPECTIVE_CLOSED)).hasSize(2);
  }
}

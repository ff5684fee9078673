package dev.countersign.console;

import static dev.countersign.console.TestBrowser.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.EntryType;
import dev.countersign.card.AskLimit;
import dev.countersign.json.Digest;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.RefusalBounds;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PasskeysTest {
  private static final String STRICT =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
        "chat_approve":false,
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"96h"}}]}
      """;

  private static Pages pages;
  private static TestBrowser lena;
  private static TestBrowser marc;
  private static SoftwareAuthenticator device;

  @BeforeAll
  static void lenaHasAPasskeyThatCounts() throws Exception {
    pages = new Pages(STRICT);
    lena = pages.signedIn("ULENA");
    marc = pages.signedIn("UMARC");
    device = enrolled(lena);
    confirm(marc);
    pages.gate.clock.advance(Duration.ofHours(24));
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  private static SoftwareAuthenticator device() {
    return new SoftwareAuthenticator(pages.address.toString(), pages.address.getHost());
  }

  private static SoftwareAuthenticator enrolled(TestBrowser browser) {
    SoftwareAuthenticator made = device();
    assertThat(enrol(browser, made).text()).contains("Your passkey is enrolled");
    return made;
  }

  private static TestBrowser.Page enrol(TestBrowser browser, SoftwareAuthenticator made) {
    String key = browser.get("/passkeys").key();
    TestBrowser.Page asked =
        browser.post("/passkeys/challenge", Map.of("key", key, "purpose", "enrol"));
    Map<String, String> fields =
        new LinkedHashMap<>(made.made(json(asked, "challenge"), json(asked, "handle")));
    fields.putAll(Map.of("key", key, "deed", "add", "name", "My key"));
    return browser.post("/passkeys", fields);
  }

  /// The one that was enrolled last.
  private static int number() {
    return pages.passkeys.all().getLast().number();
  }

  private static TestBrowser.Page confirm(TestBrowser browser) {
    return about(browser, "confirm", number());
  }

  private static TestBrowser.Page about(TestBrowser browser, String deed, int number) {
    return browser.post(
        "/passkeys",
        Map.of(
            "key",
            browser.get("/passkeys").key(),
            "deed",
            deed,
            "passkey",
            Integer.toString(number)));
  }

  private static Map<String, String> bound(TestBrowser.Page page) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : new String[] {"purpose", "request", "revision", "action"}) {
      fields.put(name, page.field("approve", name));
    }
    return fields;
  }

  private static String challenge(
      TestBrowser browser, TestBrowser.Page page, Map<String, String> changed) {
    Map<String, String> fields = bound(page);
    fields.putAll(changed);
    fields.put("key", page.key());
    return json(browser.post("/passkeys/challenge", fields), "challenge");
  }

  private static TestBrowser.Page approve(
      TestBrowser browser, ProposalId id, SoftwareAuthenticator with) {
    TestBrowser.Page page = browser.get("/requests/" + id);
    return browser.decide(
        "/requests/" + id, page, "approve", with.signed(challenge(browser, page, Map.of())));
  }

  private static void assertCounted(String purposeAndReason) {
    assertThat(pages.refusedPasskeys).endsWith(purposeAndReason);
  }

  private static void assertNothing(TestBrowser.Page answer, ProposalId id, String words) {
    assertThat(answer.text()).contains(words);
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
    assertThat(pages.gate.audit(id, EntryType.STRONGER_CHECK)).isEmpty();
    assertThat(pages.gate.audit(id, EntryType.CLICK_REFUSED)).isNotEmpty();
  }

  @Test
  void aConfirmedPasskeyOfThePersonApprovesAndItsProofStandsBeforeTheVote() {
    ProposalId id = pages.gate.ask();
    assertThat(lena.get("/requests/" + id).html())
        .contains("with passkey</button>", "data-passkey=\"approve\"", "<noscript>")
        .contains("<script src=\"/console.js\" defer></script>");

    assertThat(approve(lena, id, device).text()).contains("Your approval of " + id + " is counted");
    assertThat(pages.gate.state(id)).isInstanceOf(Approved.class);
    assertThat(pages.gate.audit(id, EntryType.STRONGER_CHECK)).hasSize(1);
    pages.gate.execute();
    assertThat(pages.gate.audit(id, EntryType.EXECUTION_SUCCEEDED)).hasSize(1);
  }

  @Test
  void aPressWithoutAPasskeyApprovesNothingAndRejectsAsBefore() {
    ProposalId id = pages.gate.ask();
    TestBrowser.Page page = lena.get("/requests/" + id);

    assertNothing(
        lena.decide("/requests/" + id, page, "approve", Map.of()), id, "needs a passkey of yours");
    lena.decide(
        "/requests/" + id, page, "reject", Map.of("reason", "wrong_content", "note", "No."));
    assertThat(pages.gate.state(id)).isInstanceOf(Rejected.class);
  }

  @Test
  void whatWasSignedOnceApprovesNothingASecondTime() {
    ProposalId first = pages.gate.ask();
    ProposalId other = pages.gate.ask();
    TestBrowser.Page page = lena.get("/requests/" + first);
    Map<String, String> signed = device.signed(challenge(lena, page, Map.of()));
    lena.decide("/requests/" + first, page, "approve", signed);
    assertThat(pages.gate.state(first)).isInstanceOf(Approved.class);

    TestBrowser.Page next = lena.get("/requests/" + other);
    assertNothing(
        lena.decide("/requests/" + other, next, "approve", signed), other, "was used before");
  }

  @Test
  void whatWasSignedForAnotherRequestActionOrRevisionApprovesNothing() {
    ProposalId id = pages.gate.ask();
    ProposalId other = pages.gate.ask();
    TestBrowser.Page page = lena.get("/requests/" + id);
    for (Map<String, String> changed :
        List.of(
            Map.of("request", other.value()),
            Map.of("action", Digest.of("swapped").value()),
            Map.of("revision", "2"),
            Map.of("purpose", "enrol"))) {
      assertNothing(
          lena.decide(
              "/requests/" + id,
              lena.get("/requests/" + id),
              "approve",
              device.signed(challenge(lena, page, changed))),
          id,
          "not counted");
    }
  }

  @Test
  void aChallengeIsOverAfterFiveMinutesAndIsOfItsOwnSessionAlone() {
    ProposalId id = pages.gate.ask();
    TestBrowser.Page page = lena.get("/requests/" + id);
    String late = challenge(lena, page, Map.of());
    pages.gate.clock.advance(Duration.ofMinutes(5));
    assertNothing(
        lena.decide("/requests/" + id, page, "approve", device.signed(late)),
        id,
        "longer than five minutes");
    assertCounted("approve bad_challenge");

    TestBrowser elsewhere = pages.signedIn("ULENA");
    String stolen = challenge(elsewhere, elsewhere.get("/requests/" + id), Map.of());
    assertNothing(
        lena.decide("/requests/" + id, page, "approve", device.signed(stolen)),
        id,
        "longer than five minutes");
  }

  @Test
  void anotherSiteAnUnverifiedUserAndAnotherCeremonyProveNothing() {
    ProposalId id = pages.gate.ask();
    String own = device.origin;
    device.origin = "https://evil.example";
    assertNothing(approve(lena, id, device), id, "could not be verified");
    device.origin = own.replaceFirst(":[0-9]+$", ":1");
    assertNothing(approve(lena, id, device), id, "could not be verified");
    device.origin = own;
    device.host = "evil.example";
    assertNothing(approve(lena, id, device), id, "could not be verified");
    device.host = pages.address.getHost();
    device.verifies = false;
    assertNothing(approve(lena, id, device), id, "could not be verified");
    device.verifies = true;
    device.type = "webauthn.create";
    assertNothing(approve(lena, id, device), id, "could not be verified");
    device.type = "";
    assertThat(approve(lena, id, device).text()).contains("is counted");
  }

  @Test
  void anotherPersonsPasskeyProvesNothing() {
    ProposalId id = pages.gate.ask();
    assertNothing(approve(marc, id, device), id, "is not yours");
    assertCounted("approve other_person");
  }

  /// What entries tell of this request: why, and whether operators are told.
  private static List<String> written(ProposalId id) {
    return pages.gate.refusals.entries().stream()
        .filter(one -> one.door() == Door.APPROVE && one.about().equals(id.value()))
        .map(one -> one.why() + (one.alarming() ? " told" : ""))
        .toList();
  }

  @Test
  void whatNoBrowserAndNoPageOfOursMakesIsToldAndASlipIsNot() {
    pages.gate.clock.advance(RefusalBounds.LATELY);
    ProposalId id = pages.gate.ask();
    ProposalId other = pages.gate.ask();
    String own = device.origin;
    device.origin = "https://evil.example";
    approve(lena, id, device);
    device.origin = own;
    device.verifies = false;
    approve(lena, id, device);
    device.verifies = true;
    device.type = "webauthn.create";
    approve(lena, id, device);
    device.type = "";
    TestBrowser.Page page = lena.get("/requests/" + id);
    String swapped = challenge(lena, page, Map.of("request", other.value()));
    lena.decide("/requests/" + id, page, "approve", device.signed(swapped));
    String late = challenge(lena, page, Map.of());
    pages.gate.clock.advance(Duration.ofMinutes(5));
    lena.decide("/requests/" + id, page, "approve", device.signed(late));
    assertThat(written(id))
        .containsExactly(
            "other_origin told",
            "not_verified told",
            "bad_signature told",
            "other_purpose told",
            "bad_challenge");

    approve(marc, id, device);
    RefusedAttempt last = pages.gate.refusals.told().getLast();
    assertThat(last.why()).isEqualTo("other_person");
    assertThat(last.who().person()).contains(new PersonId("marc"));
    assertThat(last.key().orElseThrow().owner()).isEqualTo(new PersonId("lena"));
  }

  @Test
  void whoSignsInWithWhatIsNotKnownHereWritesNothing() {
    int before = pages.gate.refusals.entries().size();
    TestBrowser browser = pages.browser();
    assertNotIn(browser, signIn(browser, device().signed(asked(browser))), "enrolled here");
    assertNotIn(browser, signIn(browser, device.signed("bm9uZQ")), "another browser");
    assertThat(pages.gate.refusals.entries()).hasSize(before);
  }

  @Test
  void whatWasSignedOnAnotherSiteToSignInIsTold() {
    pages.gate.clock.advance(RefusalBounds.LATELY);
    TestBrowser browser = pages.browser();
    String own = device.origin;
    device.origin = "https://evil.example";
    assertNotIn(browser, signIn(browser, device.signed(asked(browser))), "");
    device.origin = own;
    assertThat(pages.gate.refusals.told().getLast())
        .isEqualTo(
            RefusedAttempt.of(
                Door.SIGN_IN,
                StrongerRefusal.OTHER_ORIGIN,
                RefusedAttempt.Who.NOBODY,
                Optional.of(pages.gate.refusals.told().getLast().key().orElseThrow()),
                ""));
  }

  @Test
  void aPasskeyCountsOnceSomebodyElseConfirmedItAndItsCoolingTimeIsOver() {
    TestBrowser nina = pages.signedIn("UNINA");
    ProposalId id = pages.gate.ask();
    SoftwareAuthenticator made = enrolled(nina);
    assertNothing(approve(nina, id, made), id, "Nobody has confirmed this passkey");
    assertThat(confirm(nina).text()).contains("somebody else has to confirm it");
    assertNothing(approve(nina, id, made), id, "Nobody has confirmed this passkey");
    assertThat(confirm(pages.signedIn("UPIA")).text()).contains("in no group that may confirm");
    assertThat(nina.get("/passkeys").text()).contains("Counts for nothing until");
    assertThat(confirm(marc).text()).contains("Confirmed. It counts once");
    pages.gate.clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertNothing(approve(nina, id, made), id, "confirmed only a while ago");
    pages.gate.clock.advance(Duration.ofSeconds(1));
    assertThat(approve(nina, id, made).text()).contains("is counted");

    ProposalId next = pages.gate.ask();
    about(lena, "remove", number());
    assertNothing(approve(nina, next, made), next, "is not enrolled here");
  }

  @Test
  void aPasskeyThatIsRemovedWhileItsPressIsOnTheWayApprovesNothing() {
    SoftwareAuthenticator other = enrolled(marc);
    confirm(lena);
    pages.gate.clock.advance(Duration.ofHours(24));
    ProposalId id = pages.gate.ask();
    TestBrowser.Page page = marc.get("/requests/" + id);
    Map<String, String> signed = other.signed(challenge(marc, page, Map.of()));
    ((InMemoryLedger) pages.gate.ledger).removePasskey(number());
    assertNothing(
        marc.decide("/requests/" + id, page, "approve", signed), id, "needs a passkey of yours");
  }

  @Test
  void aCountThatDoesNotRiseIsRefused() {
    TestBrowser otto = pages.signedIn("UNINA");
    SoftwareAuthenticator made = device();
    made.count = 6;
    enrol(otto, made);
    int number = number();
    confirm(marc);
    pages.gate.clock.advance(Duration.ofHours(24));
    ProposalId first = pages.gate.ask();
    assertThat(approve(otto, first, made).text()).contains("is counted");
    ProposalId next = pages.gate.ask();
    made.count = 6;
    assertNothing(approve(otto, next, made), next, "an older count");
    assertCounted("approve count_fell");
    assertThat(pages.passkeys.fallen).isEqualTo(1);
    about(otto, "remove", number);
  }

  @Test
  void whatIsMadeWithoutVerifyingItsUserOrElsewhereIsNotEnrolled() {
    int before = pages.passkeys.all().size();
    SoftwareAuthenticator careless = device();
    careless.verifies = false;
    assertThat(enrol(lena, careless).text()).contains("could not be enrolled");
    SoftwareAuthenticator elsewhere = device();
    elsewhere.origin = "https://evil.example";
    assertThat(enrol(lena, elsewhere).text()).contains("could not be enrolled");
    assertThat(enrol(lena, device).text()).contains("was enrolled before");
    assertThat(pages.passkeys.all()).hasSize(before);
  }

  @Test
  void whatIsRefusedOfEnrollingConfirmingAndRemovingIsWrittenAndWhatNoPageOffersIsTold() {
    pages.gate.clock.advance(RefusalBounds.LATELY);
    int before = pages.gate.refusals.entries().size();
    int told = pages.gate.refusals.told().size();
    SoftwareAuthenticator careless = device();
    careless.verifies = false;
    enrol(lena, careless);
    TestBrowser otto = pages.signedIn("UOTTO");
    enrolled(otto);
    int number = number();
    about(otto, "confirm", number);
    TestBrowser pia = pages.signedIn("UPIA");
    about(pia, "confirm", number);
    about(pia, "remove", number);
    about(lena, "remove", number);
    about(lena, "remove", number);

    assertThat(
            pages.gate.refusals.entries().stream()
                .skip(before)
                .map(one -> one.door() + " " + one.why()))
        .containsExactly(
            "ENROL bad_registration",
            "CONFIRM_PASSKEY own_passkey",
            "CONFIRM_PASSKEY no_right",
            "REMOVE_PASSKEY no_right");
    assertThat(pages.gate.refusals.told().stream().skip(told).map(RefusedAttempt::why))
        .containsExactly("own_passkey", "no_right", "no_right");
    assertThat(pages.gate.refusals.told().getLast().key().orElseThrow().number()).isEqualTo(number);
  }

  private static TestBrowser.Page signIn(TestBrowser browser, Map<String, String> signed) {
    Map<String, String> fields = new LinkedHashMap<>(signed);
    fields.put("to", "/decisions");
    return browser.post("/sign-in/passkey", fields);
  }

  private static String asked(TestBrowser browser) {
    return json(browser.post("/sign-in/challenge", Map.of()), "challenge");
  }

  private static void assertNotIn(TestBrowser browser, TestBrowser.Page answer, String words) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("You are not signed in", words);
    assertThat(browser.session()).isEmpty();
  }

  @Test
  void withADeadIssuerAPasskeyThatCountsSignsItsPersonIn() {
    pages.issuer.setDown(true);
    try {
      TestBrowser browser = pages.browser();
      TestBrowser.Page offered = browser.get(browser.get("/decisions").location());
      assertThat(offered.status()).isEqualTo(200);
      assertThat(offered.html())
          .contains("data-passkey=\"sign_in\"", "/sign-in/start?to=/decisions");

      TestBrowser.Page in = signIn(browser, device.signed(asked(browser)));
      assertThat(in.location()).isEqualTo("/decisions");
      assertThat(in.headers().get("set-cookie")).contains("Secure; HttpOnly; SameSite=Lax");
      assertThat(browser.get("/").text()).contains("Lena Lead, by passkey");
      assertThat(lena.get("/").text()).contains("Lena Lead").doesNotContain("by passkey");
      ProposalId id = pages.gate.ask();
      assertThat(approve(browser, id, device).text()).contains("is counted");
    } finally {
      pages.issuer.setDown(false);
    }
  }

  @Test
  void whatSignedSomebodyInSignsNobodyInASecondTimeInAnotherBrowserOrTooLate() {
    TestBrowser browser = pages.browser();
    String challenge = asked(browser);
    Map<String, String> ticket = Map.copyOf(browser.cookies);
    Map<String, String> signed = device.signed(challenge);
    TestBrowser other = pages.browser();
    assertNotIn(other, signIn(other, signed), "begun in another browser");
    asked(other);
    assertNotIn(other, signIn(other, signed), "begun in another browser");

    assertThat(signIn(browser, signed).status()).isEqualTo(303);
    other.cookies.putAll(ticket);
    assertNotIn(other, signIn(other, signed), "was used before");

    String late = asked(other);
    pages.gate.clock.advance(Duration.ofMinutes(5));
    assertNotIn(other, signIn(other, device.signed(late)), "longer than five minutes");
    String changed = asked(other);
    other.cookies.compute(
        Browser.TICKET, (_, one) -> one.replaceFirst("\\.[0-9]+\\.", ".99999999999."));
    pages.refusedPasskeys.clear();
    assertNotIn(other, signIn(other, device.signed(changed)), "longer than five minutes");
    assertCounted("sign_in bad_challenge");
  }

  @Test
  void whatWasSignedForAnApprovalSignsNobodyInNorTheOtherWayRound() {
    ProposalId id = pages.gate.ask();
    TestBrowser.Page page = lena.get("/requests/" + id);
    TestBrowser browser = pages.browser();
    asked(browser);
    assertNotIn(browser, signIn(browser, device.signed(challenge(lena, page, Map.of()))), "");
    assertNothing(
        lena.decide(
            "/requests/" + id, lena.get("/requests/" + id), "approve", device.signed(asked(lena))),
        id,
        "not counted");
    assertThat(
            lena.post("/passkeys/challenge", Map.of("key", page.key(), "purpose", "sign_in"))
                .status())
        .isEqualTo(400);
  }

  @Test
  void aPasskeyThatIsUnconfirmedUnverifiedUnknownOrFromElsewhereSignsNobodyIn() {
    TestBrowser pia = pages.signedIn("UPIA");
    SoftwareAuthenticator made = enrolled(pia);
    TestBrowser browser = pages.browser();
    assertNotIn(browser, signIn(browser, made.signed(asked(browser))), "another person has");
    confirm(marc);
    assertNotIn(browser, signIn(browser, made.signed(asked(browser))), "cooling time");
    pages.gate.clock.advance(Duration.ofHours(24));
    made.verifies = false;
    assertNotIn(browser, signIn(browser, made.signed(asked(browser))), "check that it is");
    made.verifies = true;
    String own = made.handle;
    made.handle = device.handle;
    assertNotIn(browser, signIn(browser, made.signed(asked(browser))), "");
    assertCounted("sign_in other_person");
    made.handle = own;
    made.origin = "https://evil.example";
    assertNotIn(browser, signIn(browser, made.signed(asked(browser))), "");
    made.origin = pages.address.toString();
    assertNotIn(browser, signIn(browser, device().signed(asked(browser))), "enrolled here");
    assertNotIn(browser, signIn(browser, Map.of()), "no passkey was used");
    String challenge = asked(browser);
    assertThat(
            browser
                .post(
                    "/sign-in/passkey",
                    made.signed(challenge),
                    Map.of("Origin", "https://evil.example"))
                .status())
        .isEqualTo(403);
    assertThat(signIn(browser, made.signed(asked(browser))).status()).isEqualTo(303);
    assertThat(browser.get("/").status()).isEqualTo(200);
    about(pia, "remove", number());
    assertThat(browser.get("/").status())
        .as("whoever stole it is out, and not only kept from coming in")
        .isEqualTo(303);
    TestBrowser again = pages.browser();
    assertNotIn(again, signIn(again, made.signed(asked(again))), "enrolled here");
  }

  @Test
  void onePersonOpensOnlySoManySessionsInAMinute() {
    pages.standsStill.set(true);
    try {
      List<Integer> answers =
          IntStream.rangeClosed(0, AskLimit.MOST)
              .mapToObj(_ -> pages.browser())
              .map(browser -> signIn(browser, device.signed(asked(browser))).status())
              .toList();
      assertThat(answers.subList(0, AskLimit.MOST)).containsOnly(303);
      assertThat(answers.getLast()).isEqualTo(429);
    } finally {
      pages.standsStill.set(false);
    }
  }

  @Test
  void nobodySeesPasskeysOfOthersWhoMayNotConfirmThem() {
    assertThat(marc.get("/passkeys").text()).contains("Lena Lead", "My key");
    assertThat(pages.signedIn("UPIA").get("/passkeys").text()).doesNotContain("Lena Lead");
  }
}

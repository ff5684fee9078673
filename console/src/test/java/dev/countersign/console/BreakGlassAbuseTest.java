package dev.countersign.console;

import static dev.countersign.console.GlassBrowser.challenge;
import static dev.countersign.console.GlassBrowser.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.EntryType;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.request.Decision;
import dev.countersign.sandbox.wire.FormEncoding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Misuse of break-glass at its door, over HTTP and with signatures as authenticators make them: a
/// part of `docs/break-glass-abuse.md`.
class BreakGlassAbuseTest {
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

  /// A whole form that would count.
  private static Map<String, String> form(ProposalId id) {
    TestBrowser.Page page = pia.get(path(id));
    return glass.filled(page, device.signed(glass.challenge(page, Map.of())));
  }

  /// Why, of what was refused of this request by what its passkey says, and whether it is told.
  private static List<String> written(ProposalId id) {
    return pages.gate.refusals.entries().stream()
        .filter(one -> one.door() == Door.BREAK_GLASS && one.about().equals(id.value()))
        .map(BreakGlassAbuseTest::told)
        .toList();
  }

  private static String told(RefusedAttempt one) {
    return one.why() + (one.alarming() ? " told" : "");
  }

  @Test
  void whatWasUsedOnceIsUsedNoSecondTime() {
    ProposalId id = pages.gate.propose();
    Map<String, String> form = form(id);
    assertThat(pia.post(path(id), form).text()).contains("Break-glass was used");
    pages.gate.execute();

    assertThat(pia.post(path(id), form).text()).doesNotContain("Break-glass was used.");
    assertThat(pages.gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
    assertThat(pages.gate.file(account("UPIA"), id).done()).isTrue();
    ProposalId next = pages.gate.propose();
    glass.assertNothing(pia.post(path(next), form), next, "was used before");
    for (String reader : List.of("ULENA", "UOTTO")) {
      assertThat(pages.gate.filing.close(account(reader), id.value()).done()).isTrue();
    }
  }

  private static AccountId account(String subject) {
    return new AccountId(Surface.CONSOLE, pages.issuer.issuer().toString(), subject);
  }

  @Test
  void anotherSiteAnotherCeremonyAndNoPersonProveNothing() {
    ProposalId id = pages.gate.propose();
    String own = device.origin;
    for (String origin : List.of("https://evil.example", own.replaceFirst(":[0-9]+$", ":1"))) {
      device.origin = origin;
      glass.assertNothing(glass.use(id), id, "could not be verified");
    }
    device.origin = own;
    device.host = "evil.example";
    glass.assertNothing(glass.use(id), id, "could not be verified");
    device.host = pages.address.getHost();
    device.type = "webauthn.create";
    glass.assertNothing(glass.use(id), id, "could not be verified");
    device.type = "";
    device.verifies = false;
    glass.assertNothing(glass.use(id), id, "could not be verified");
    device.verifies = true;
    assertThat(written(id))
        .contains("other_origin told", "bad_signature told", "not_verified told");
  }

  @Test
  void theSignatureOverOtherBytesProvesNothing() {
    ProposalId id = pages.gate.propose();
    TestBrowser.Page page = pia.get(path(id));
    Map<String, String> one = device.signed(glass.challenge(page, Map.of()));
    Map<String, String> other = device.signed(glass.challenge(page, Map.of()));
    Map<String, String> mixed = new LinkedHashMap<>(one);
    mixed.put("signature", other.get("signature"));
    glass.assertNothing(pia.post(path(id), glass.filled(page, mixed)), id, "could not be verified");
    assertThat(written(id)).containsExactly("bad_signature told");
  }

  @Test
  void whatWasSignedForAnotherPurposeRequestOrBytesIsWrittenAsWhatItIs() {
    ProposalId id = pages.gate.propose();
    ProposalId other = pages.gate.propose();
    for (Map<String, String> changed :
        List.of(
            Map.of(GlassBrowser.PURPOSE, "approve"),
            Map.of("request", other.value()),
            Map.of("revision", "2"))) {
      TestBrowser.Page page = pia.get(path(id));
      Map<String, String> signed = device.signed(glass.challenge(page, changed));
      glass.assertNothing(pia.post(path(id), glass.filled(page, signed)), id, "othing was done");
    }
    assertThat(written(id)).containsExactly("other_purpose told", "no_passkey told");
  }

  @Test
  void noOtherPersonsPasskeyAndNoChallengeOfAnotherSessionBreaksAnything() {
    SoftwareAuthenticator lenas = glass.counting(pages.signedIn("ULENA"), 0);
    ProposalId id = pages.gate.propose();
    glass.assertNothing(glass.use(pia, id, lenas), id, "is not yours");
    assertThat(written(id)).containsExactly("other_person told");

    ProposalId next = pages.gate.propose();
    for (Map.Entry<SoftwareAuthenticator, String> mixed :
        List.of(Map.entry(lenas, device.handle), Map.entry(device, lenas.handle))) {
      TestBrowser.Page shown = pia.get(path(next));
      Map<String, String> pretending = mixed.getKey().signed(glass.challenge(shown, Map.of()));
      pretending.put("user_handle", mixed.getValue());
      glass.assertNothing(
          pia.post(path(next), glass.filled(shown, pretending)), next, "is not yours");
    }

    TestBrowser elsewhere = pages.signedIn("UPIA");
    String stolen = challenge(elsewhere, elsewhere.get(path(id)), Map.of());
    TestBrowser.Page page = pia.get(path(id));
    glass.assertNothing(
        pia.post(path(id), glass.filled(page, device.signed(stolen))),
        id,
        "longer than five minutes");
  }

  @Test
  void aPasskeyOfWhichThereMayBeTwoBreaksNothing() {
    SoftwareAuthenticator copied = glass.counting(pia, 6);
    int number = pages.passkeys.all().getLast().number();
    ProposalId id = pages.gate.propose();
    TestBrowser.Page page = pia.get(path(id));
    Map<String, String> slip = glass.filled(page, copied.signed(glass.challenge(page, Map.of())));
    slip.put("why", "too short");
    glass.assertNothing(pia.post(path(id), slip), id, "20 to 500");
    int fallen = pages.passkeys.fallen;

    copied.count = 6;
    glass.assertNothing(glass.use(pia, id, copied), id, "an older count");
    assertThat(pages.passkeys.fallen).as("it is alarmed of").isEqualTo(fallen + 1);
    GlassBrowser.about(pia, "remove", number);
  }

  @Test
  void aPasskeyThatWasRemovedWhileItsPageWasOpenBreaksNothing() {
    SoftwareAuthenticator lost = glass.counting(pia, 0);
    int number = pages.passkeys.all().getLast().number();
    ProposalId id = pages.gate.propose();
    TestBrowser.Page page = pia.get(path(id));
    Map<String, String> form = glass.filled(page, lost.signed(glass.challenge(page, Map.of())));
    GlassBrowser.about(pages.signedIn("UMARC"), "remove", number);
    glass.assertNothing(pia.post(path(id), form), id, "othing was done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "none", "of another"})
  void aSessionThatNobodyOpenedBreaksNothing(String forged) {
    ProposalId id = pages.gate.propose();
    Map<String, String> form = form(id);
    String own = pia.session().orElseThrow();
    TestBrowser thief = pages.browser();
    switch (forged) {
      case "none" -> {}
      case "of another" ->
          thief.cookies.put(Browser.SESSION, pages.signedIn("ULENA").session().orElseThrow());
      default ->
          thief.cookies.put(Browser.SESSION, own.substring(0, own.length() - 4) + forged.repeat(4));
    }
    assertThat(thief.post(path(id), form).text()).doesNotContain("Break-glass was used");
    glass.assertNothing(id);
  }

  @Test
  void noFormFromElsewhereAndNoAddressBreaksAnything() {
    ProposalId id = pages.gate.propose();
    Map<String, String> form = form(id);
    String own = pages.address.toString();
    for (Map<String, String> headers :
        List.of(
            Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"),
            Map.of("Origin", "null"),
            Map.of("Origin", own, "Sec-Fetch-Site", "cross-site"),
            Map.of("Origin", own, "Sec-Fetch-Site", "same-site"))) {
      assertThat(pia.post(path(id), form, headers).status()).as("%s", headers).isEqualTo(403);
      glass.assertNothing(id);
    }
    Map<String, String> keyless = new LinkedHashMap<>(form);
    keyless.remove("key");
    assertThat(pia.post(path(id), keyless).text()).doesNotContain("Break-glass was used");
    glass.assertNothing(id);
    pia.get(path(id) + "?" + FormEncoding.encode(form));
    glass.assertNothing(id);
  }

  @Test
  void whatWasFrozenOrDecidedWhileItsPageWasOpenIsNotBroken() {
    InMemoryLedger ledger = (InMemoryLedger) pages.gate.ledger;
    ProposalId id = pages.gate.ask();
    Map<String, String> form = form(id);
    ledger.freeze(
        new Freezing(
            1,
            7,
            List.of(
                new Freeze(
                    7,
                    FreezeScope.EVERYTHING,
                    "it sends nonsense",
                    FreezeActor.operator("ops"),
                    pages.gate.clock.instant(),
                    Optional.empty(),
                    true))));
    glass.assertNothing(pia.post(path(id), form), id, "frozen");
    ledger.freeze(Freezing.NONE);

    Map<String, String> decided = form(id);
    pages.gate.press("ULENA", Decision.REJECT);
    assertThat(pia.post(path(id), decided).text()).doesNotContain("Break-glass was used");
    assertThat(pages.gate.audit(id, EntryType.GRANT_ISSUED)).isEmpty();
    assertThat(written(id)).containsExactly("frozen", "not_pending");
  }
}

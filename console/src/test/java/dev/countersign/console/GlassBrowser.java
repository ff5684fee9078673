package dev.countersign.console;

import static dev.countersign.console.TestBrowser.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// pia at a browser of hers, with a passkey that counts, before pages of break-glass.
final class GlassBrowser implements AutoCloseable {
  static final String WHY = "Payments are down, and both leads are on a plane.";
  static final String PURPOSE = "purpose";

  final Pages pages;
  final TestBrowser pia;
  final SoftwareAuthenticator device;

  GlassBrowser() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    pia = pages.signedIn("UPIA");
    device = counting(pia, 0);
  }

  /// A passkey of whoever is signed in there, which marc confirmed a day ago.
  ///
  /// @param count from which it counts its signatures; 0 where it counts none
  SoftwareAuthenticator counting(TestBrowser browser, long count) {
    SoftwareAuthenticator made =
        new SoftwareAuthenticator(pages.address.toString(), pages.address.getHost());
    made.count = count;
    String key = browser.get("/passkeys").key();
    TestBrowser.Page asked =
        browser.post("/passkeys/challenge", Map.of("key", key, PURPOSE, "enrol"));
    Map<String, String> fields =
        new LinkedHashMap<>(made.made(json(asked, "challenge"), json(asked, "handle")));
    fields.putAll(Map.of("key", key, "deed", "add", "name", "My key"));
    browser.post("/passkeys", fields);
    TestBrowser marc = pages.signedIn("UMARC");
    about(marc, "confirm", pages.passkeys.all().getLast().number());
    pages.gate.clock.advance(Duration.ofHours(24));
    return made;
  }

  static void about(TestBrowser browser, String deed, int passkey) {
    String key = browser.get("/passkeys").key();
    browser.post(
        "/passkeys", Map.of("key", key, "deed", deed, "passkey", Integer.toString(passkey)));
  }

  static String path(ProposalId id) {
    return "/requests/" + id + "/break-glass";
  }

  static String field(TestBrowser.Page page, String name) {
    Matcher found =
        Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.html());
    return found.find() ? found.group(1) : "";
  }

  /// What is signed for this page, but for what is changed.
  String challenge(TestBrowser.Page page, Map<String, String> changed) {
    return challenge(pia, page, changed);
  }

  static String challenge(TestBrowser browser, TestBrowser.Page page, Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : new String[] {"key", PURPOSE, "request", "revision", "action"}) {
      fields.put(name, field(page, name));
    }
    fields.putAll(changed);
    return json(browser.post("/passkeys/challenge", fields), "challenge");
  }

  Map<String, String> filled(TestBrowser.Page page, Map<String, String> signed) {
    Map<String, String> fields = new LinkedHashMap<>(signed);
    fields.putAll(
        Map.of(
            "key",
            page.key(),
            "deed",
            "use",
            "card",
            field(page, "card"),
            "incident",
            "INC-2041",
            "why",
            WHY));
    return fields;
  }

  TestBrowser.Page use(ProposalId id) {
    return use(pia, id, device);
  }

  TestBrowser.Page use(TestBrowser browser, ProposalId id, SoftwareAuthenticator with) {
    TestBrowser.Page page = browser.get(path(id));
    return browser.post(path(id), filled(page, with.signed(challenge(browser, page, Map.of()))));
  }

  void assertNothing(TestBrowser.Page answer, ProposalId id, String words) {
    assertThat(answer.text()).contains(words);
    assertNothing(id);
  }

  void assertNothing(ProposalId id) {
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);
    assertThat(pages.gate.audit(id, EntryType.STRONGER_CHECK)).isEmpty();
  }

  @Override
  public void close() {
    pages.close();
  }
}

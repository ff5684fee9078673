package dev.countersign.console;

import static dev.countersign.console.TestBrowser.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The drill as a browser and an authenticator use it; pia and otto have the right to break-glass.
class DrillPagesTest {
  private static final String DRILL = "drill";

  private static Pages pages;
  private static TestBrowser pia;
  private static SoftwareAuthenticator device;

  @BeforeAll
  static void piaHasAPasskeyThatCounts() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    pia = pages.signedIn("UPIA");
    device = new SoftwareAuthenticator(pages.address.toString(), pages.address.getHost());
    String key = pia.get("/passkeys").key();
    TestBrowser.Page asked =
        pia.post("/passkeys/challenge", Map.of("key", key, "purpose", "enrol"));
    Map<String, String> fields =
        new LinkedHashMap<>(device.made(json(asked, "challenge"), json(asked, "handle")));
    fields.putAll(Map.of("key", key, "deed", "add"));
    pia.post("/passkeys", fields);
    TestBrowser marc = pages.signedIn("UMARC");
    String number = Integer.toString(pages.passkeys.all().getLast().number());
    marc.post(
        "/passkeys",
        Map.of("key", marc.get("/passkeys").key(), "deed", "confirm", "passkey", number));
    pages.gate.clock.advance(Duration.ofHours(24));
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  private static String challenge(Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("key", pia.get("/drill").key());
    return json(pia.post("/passkeys/challenge", all), "challenge");
  }

  private static String tried(TestBrowser browser, Map<String, String> signed) {
    Map<String, String> fields = new LinkedHashMap<>(signed);
    fields.put("key", browser.get("/drill").key());
    return browser.post("/drill", fields).text();
  }

  @Test
  void aPersonTriesTheirPasskeyAndNothingElseComesOfIt() {
    ProposalId waiting = pages.gate.propose();
    int before = pages.passkeys.tried;
    assertThat(pia.get("/drill").html()).contains("data-passkey=\"drill\"", "<noscript>");

    assertThat(tried(pia, device.signed(challenge(Map.of("purpose", DRILL)))))
        .contains("noted as a drill");
    assertThat(pages.passkeys.tried).isEqualTo(before + 1);
    assertThat(pages.gate.state(waiting)).isInstanceOf(Pending.class);
    assertThat(pages.gate.retrospectives.of(new PersonId("pia")).uses()).isZero();
  }

  @Test
  void whatIsSignedForADrillBreaksNoGlassAndNothingElseIsADrill() {
    ProposalId id = pages.gate.propose();
    int before = pages.passkeys.tried;
    Map<String, String> onRequest = new LinkedHashMap<>();
    TestBrowser.Page page = pia.get("/requests/" + id + "/break-glass");
    for (String name : new String[] {"request", "revision", "action", "card"}) {
      onRequest.put(
          name, page.html().replaceAll("(?s).*name=\"" + name + "\" value=\"([^\"]*)\".*", "$1"));
    }
    Map<String, String> use = new LinkedHashMap<>(onRequest);
    use.putAll(device.signed(challenge(Map.of("purpose", DRILL))));
    use.putAll(
        Map.of(
            "key",
            pia.get("/drill").key(),
            "deed",
            "use",
            "incident",
            "INC-1",
            "why",
            "Both leads are on a plane, and it is urgent."));
    assertThat(pia.post("/requests/" + id + "/break-glass", use).text())
        .contains("nothing was done");
    assertThat(pages.gate.state(id)).isInstanceOf(Pending.class);

    Map<String, String> breaking = new LinkedHashMap<>(onRequest);
    breaking.put("purpose", "break_glass");
    assertThat(tried(pia, device.signed(challenge(breaking)))).contains("nothing was done");
    assertThat(tried(pia, Map.of())).contains("No passkey was used");
    Map<String, String> once = device.signed(challenge(Map.of("purpose", DRILL)));
    TestBrowser lena = pages.signedIn("ULENA");
    assertThat(tried(lena, once)).as("in another session").contains("nothing was done");
    device.verifies = false;
    assertThat(tried(pia, device.signed(challenge(Map.of("purpose", DRILL)))))
        .contains("could not be verified");
    device.verifies = true;
    assertThat(pages.passkeys.tried).isEqualTo(before);
  }

  @Test
  void whatWouldKeepPeopleFromItIsToldToWhoeverHasToDoWithIt() {
    assertThat(pia.get("/drill").text())
        .contains("Could use it now:", "would fail", "has no passkey", "To do");
    assertThat(pages.signedIn("UDORA").get("/drill").text())
        .contains("Try my passkey")
        .doesNotContain("Could use it now", "has no passkey");
  }
}

package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Passkeys in a browser with a device that makes them, on the whole product: enrolled, confirmed
/// by another person, refused without user verification, and used by both who have to approve.
@ExtendWith(SharedBrowser.class)
class PasskeysInABrowserTest {

  @Test
  void twoPeopleApproveWithPasskeysThatTheyConfirmedForEachOther(SharedBrowser.Running shared)
      throws Exception {
    TrialGate gate = shared.gate();
    Chromium browser = shared.browser();
    String huge = gate.proposal("large-refund.json").replace("240000", "2400000");
    String id = gate.agent().propose(huge, UUID.randomUUID()).document().text("id");
    List<String> flaws = new ArrayList<>(shared.flaws());

    shared.signIn("mira", "/requests/" + id);
    browser.awaitText("with passkey");
    flaws.addAll(PageLook.flaws(browser, "review with passkey"));
    browser.verifies(shared.device(), false);
    browser.press("form[data-passkey=approve] button");
    browser.awaitText("was not on your screen yet");
    browser.press("form[data-passkey=approve] button");
    browser.awaitText("No passkey was used, so nothing was sent");
    browser.verifies(shared.device(), true);
    browser.press("form[data-passkey=approve] button");
    browser.awaitText("is counted");
    shared.signIn("jon", "/requests/" + id);
    browser.press("form[data-passkey=approve] button");
    browser.awaitText("was not on your screen yet");
    browser.press("form[data-passkey=approve] button");
    browser.awaitText("is counted");
    assertThat(gate.agent().awaitOutcome(id).document().text("outcome")).isEqualTo("executed");

    shared.signOut();
    browser.open(shared.page("/passkeys").toString());
    browser.awaitText("Or with a passkey");
    flaws.addAll(PageLook.flaws(browser, "sign in"));
    browser.verifies(shared.device(), false);
    browser.press("form[data-passkey=sign_in] button");
    browser.awaitText("No passkey was used");
    browser.verifies(shared.device(), true);
    browser.press("form[data-passkey=sign_in] button");
    browser.awaitText("by passkey");
    assertThat(browser.script("return location.pathname")).isEqualTo("/passkeys");

    browser.open(shared.page("/freezes").toString());
    browser.type("//*[@id='why']", "a drill");
    browser.pressAt("//button[.='Freeze it now']");
    browser.awaitText("What does not run");
    assertThat(gate.store().freezes().now().inForce())
        .extracting(Freeze::scope, Freeze::reason)
        .containsExactly(tuple(FreezeScope.EVERYTHING, "a drill"));
    flaws.addAll(PageLook.flaws(browser, "freezes"));
    browser.press("form[data-passkey=lift_freeze] button");
    browser.awaitText("Nothing is frozen");

    browser.open(shared.page("/drill").toString());
    browser.verifies(shared.device(), false);
    browser.press("form[data-passkey=drill] button");
    browser.awaitText("No passkey was used");
    browser.verifies(shared.device(), true);
    browser.press("form[data-passkey=drill] button");
    browser.awaitText("This is noted as a drill");
    browser.awaitText("Could use it now");
    flaws.addAll(PageLook.flaws(browser, "drill"));

    assertThat(flaws).as("what axe found").isEmpty();
    assertThat(browser.log()).doesNotContain("Content Security Policy");
    assertThat(shared.damages()).as("what verify found").isEmpty();
  }
}

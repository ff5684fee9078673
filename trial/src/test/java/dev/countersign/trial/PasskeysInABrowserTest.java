package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.console.Console;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.ledger.Freezes.Asker;
import dev.countersign.proof.Verifier;
import dev.countersign.token.GrantVerifier;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passkeys in a browser with a device that makes them, on the whole product: enrolled, confirmed
/// by another person, refused without user verification, and used by both who have to approve.
class PasskeysInABrowserTest {
  @TempDir private Path folder;

  @Test
  void twoPeopleApproveWithPasskeysThatTheyConfirmedForEachOther() throws Exception {
    Assumptions.assumeTrue(
        Chromium.isThere(), "needs " + Chromium.BROWSER + " and " + Chromium.DRIVER);
    Trial trial = new Trial(folder, OptionalInt.empty(), true, Trial.After.END, false);
    Transcript nowhere = new Transcript(new PrintWriter(Writer.nullWriter()), false);
    try (TrialStack stack = new TrialStack();
        Chromium browser = Chromium.start()) {
      TrialGate gate = TrialGate.start(trial, stack, nowhere);
      String device = browser.device();
      String passkeys = gate.console() + "/passkeys";
      String huge = gate.proposal("large-refund.json").replace("240000", "2400000");
      String id = gate.agent().propose(huge, UUID.randomUUID()).document().text("id");
      String page = gate.console() + "/requests/" + id;

      signIn(browser, passkeys, "mira");
      enrol(browser);
      signOut(browser);
      signIn(browser, passkeys, "jon");
      enrol(browser);
      List<String> flaws = new ArrayList<>(PageLook.flaws(browser, "passkeys"));
      confirm(browser);
      signOut(browser);
      signIn(browser, passkeys, "mira");
      confirm(browser);

      browser.open(page);
      browser.awaitText("with passkey");
      flaws.addAll(PageLook.flaws(browser, "review with passkey"));
      browser.verifies(device, false);
      browser.press("form[data-passkey=approve] button");
      browser.awaitText("No passkey was used, so nothing was sent");
      browser.verifies(device, true);
      browser.press("form[data-passkey=approve] button");
      browser.awaitText("is counted");
      signOut(browser);
      signIn(browser, passkeys, "jon");
      browser.open(page);
      browser.press("form[data-passkey=approve] button");
      browser.awaitText("is counted");
      assertThat(gate.agent().awaitOutcome(id).document().text("outcome")).isEqualTo("executed");

      signOut(browser);
      browser.open(passkeys);
      browser.awaitText("Or with a passkey");
      flaws.addAll(PageLook.flaws(browser, "sign in"));
      browser.verifies(device, false);
      browser.press("form[data-passkey=sign_in] button");
      browser.awaitText("No passkey was used");
      browser.verifies(device, true);
      browser.press("form[data-passkey=sign_in] button");
      browser.awaitText("by passkey");
      assertThat(browser.script("return location.pathname")).isEqualTo("/passkeys");

      gate.store()
          .freezes()
          .begin(FreezeScope.EVERYTHING, "a drill", new Asker.Operator("olga", false));
      browser.open(gate.console() + "/freezes");
      browser.awaitText("What does not run");
      flaws.addAll(PageLook.flaws(browser, "freezes"));
      browser.press("form[data-passkey=lift_freeze] button");
      browser.awaitText("Nothing is frozen");

      assertThat(flaws).as("what axe found").isEmpty();
      assertThat(browser.log()).doesNotContain("Content Security Policy");
      assertThat(damages(gate)).as("what verify found").isEmpty();
    }
  }

  private static void signIn(Chromium browser, String page, String who) {
    browser.open(page);
    browser.press("a.primary");
    browser.press("button[value=" + who + "]");
    browser.awaitText("Sign out");
  }

  private static void signOut(Chromium browser) {
    browser.press("form.who button");
    browser.awaitText("You are signed out");
  }

  private static void enrol(Chromium browser) {
    browser.press("form[data-passkey=enrol] button");
    browser.awaitText("Your passkey is enrolled");
  }

  private static void confirm(Chromium browser) {
    browser.press("form:has(input[value=confirm]) button");
    browser.awaitText("Confirmed. It counts");
  }

  private static List<String> damages(TrialGate gate) {
    List<String> damages = new ArrayList<>();
    Verifier verifier =
        new Verifier(
            gate.store().evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence(),
            Console.assertionsOfAnyTime());
    verifier.verifyDeployment().forEach(damage -> damages.add(damage.toString()));
    verifier.verifyAll(damage -> damages.add(damage.toString()));
    return damages;
  }
}

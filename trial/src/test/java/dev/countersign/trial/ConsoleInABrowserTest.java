package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proof.Verifier;
import dev.countersign.token.GrantVerifier;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way of a person in a browser, on the whole product: signed in by an issuer, from the
/// queue to a decision that runs, and out again.
class ConsoleInABrowserTest {
  private static final String ROWS = "document.querySelectorAll('.requests tbody tr').length";

  @TempDir private Path folder;

  @Test
  void aPersonSignsInReviewsApprovesAndSignsOut() throws Exception {
    Assumptions.assumeTrue(
        Chromium.isThere(), "needs " + Chromium.BROWSER + " and " + Chromium.DRIVER);
    Trial trial = new Trial(folder, OptionalInt.empty(), true, Trial.After.END, false);
    Transcript nowhere = new Transcript(new PrintWriter(Writer.nullWriter()), false);
    try (TrialStack stack = new TrialStack();
        Chromium browser = Chromium.start()) {
      TrialGate gate = TrialGate.start(trial, stack, nowhere);
      URI console = gate.console();
      String id =
          gate.agent()
              .propose(gate.proposal("refund.json"), UUID.randomUUID())
              .document()
              .text("id");
      List<String> flaws = new ArrayList<>();

      browser.open(console + "/requests/" + id);
      browser.press("a.primary");
      browser.press("button[value=mira]");
      browser.awaitText("Your decision");
      assertThat(browser.script("return location.pathname")).isEqualTo("/requests/" + id);
      flaws.addAll(PageLook.flaws(browser, "review"));

      browser.open(console + "/");
      browser.awaitText("Waiting for you");
      browser.awaitTrue(ROWS + " === 1");
      for (String example : List.of("customer-message.json", "large-refund.json")) {
        gate.agent().propose(gate.proposal(example), UUID.randomUUID());
      }
      browser.awaitTrue(ROWS + " === 3 && !!document.querySelector('tr.new')");
      assertThat(browser.script("return document.querySelector('.left + time').title"))
          .as("UTC, behind the reader's own clock")
          .endsWith("UTC");
      flaws.addAll(PageLook.flaws(browser, "queue"));
      browser.press(".filters summary");
      flaws.addAll(PageLook.flaws(browser, "filters"));
      browser.open(console + "/?class=message");
      browser.awaitTrue(ROWS + " === 1");
      browser.open(console + "/?class=api_call&due=hour");
      browser.awaitTrue(ROWS + " >= 1");
      browser.script(
          "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))");
      browser.script("document.activeElement.click()");
      browser.awaitText("Exact request");
      browser.press("#decide button.primary");
      browser.awaitText("is counted");
      assertThat(gate.agent().awaitOutcome(id).document().text("outcome")).isEqualTo("executed");

      browser.open(console + "/decisions");
      browser.awaitText("you approved at");
      flaws.addAll(PageLook.flaws(browser, "decisions"));
      browser.press("form.who button");
      browser.awaitText("You are signed out");
      flaws.addAll(PageLook.flaws(browser, "signed out"));
      browser.open(console + "/");
      browser.awaitText("Or with a passkey");

      assertThat(flaws).as("what axe found").isEmpty();
      assertThat(browser.log()).doesNotContain("Content Security Policy", "SEVERE");
      assertThat(damages(gate)).as("what verify found").isEmpty();
    }
  }

  private static List<String> damages(TrialGate gate) {
    List<String> damages = new ArrayList<>();
    new Verifier(
            gate.store().evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence())
        .verifyAll(damage -> damages.add(damage.toString()));
    return damages;
  }
}

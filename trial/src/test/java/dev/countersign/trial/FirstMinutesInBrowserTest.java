package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The first minutes of a newcomer, as the page and the README lead them.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstMinutesInBrowserTest extends PageInBrowserTestCase {
  private static final String FORM = "//*[contains(@class, 'sl-form')]";
  private static final String CURL = "curl";

  /// Seconds for a command that answers within milliseconds.
  private static final int PATIENCE = 20;

  /// A chat takes so many messages in half a minute, and the tour needs most of them.
  private static final int LAST = Integer.MAX_VALUE;

  /// Which steps are ticked off, as `1` and `0`.
  private static void ticked(String steps) {
    browser.awaitTrue(
        "[...document.querySelectorAll('#steps li')].map(one => Number(one.matches('.done')))"
            + ".join('') === '%s'".formatted(steps));
    see("progress", steps.replace("0", "").length() + " of 8 steps");
  }

  private static void makeTrouble(String label) {
    browser.pressAt("//*[@id='troubles']/button[. = \"" + label + "\"]");
    browser.awaitTrue(
        "document.querySelector('#happened li:first-child').innerText.startsWith(\"%s: refused\")"
            .formatted(label));
  }

  @Test
  @Order(LAST)
  void theTourTicksEachStepOnceItIsDone(SharedTrial.Running trial) {
    reload();
    be("mira");
    ticked("00000000");
    // Its time runs while the other steps are gone through.
    propose("Refund EUR 5.00, in 20 s");
    String left = shown();
    ticked("00000000");

    propose("Refund EUR 42.50");
    see("slack", "Approve");
    see("teams", "Approve");
    ticked("10000000");

    approveInSlack();
    see("wire", "X-Slack-Signature: v0=");
    see("target", "Billing got one call:");
    see("target", "Authorization: (the gate's own credential)");
    ticked("11100000");

    propose("Refund EUR 2,400.00");
    approveInSlack();
    see("flow", "1 of 2 approved");
    ticked("11100000");
    be("jon");
    see("teams", "Mira Sample at");
    browser.pressAt("//*[@id='teams']//button[starts-with(., 'Approve')]");
    browser.awaitTrue("document.querySelectorAll('#teams .ac-pushButton.expanded').length === 1");
    browser.pressAt("(//*[@id='teams']//button[starts-with(., 'Approve')])[last()]");
    ticked("11110000");

    propose("E-mail to a customer");
    browser.pressAt(IN_SLACK.formatted("Reject"));
    browser.pressAt(FORM + "//label[contains(., 'Against policy')]/input");
    browser.pressAt(FORM + "//button[last()]");
    see("target", "The mail server got nothing for this request.");
    ticked("11111000");

    propose("E-mail to a customer");
    approveInSlack();
    see("target", "The mail server got one mail.");
    see("target", "character for character, the text that was approved");
    see("target", "RCPT TO:<jo@customer.example>");
    ticked("11111100");

    makeTrouble("The approved action is rewritten");
    see("happened", "The gate put the execution aside");
    see("verdict", "Damaged: proposal.action ALTERED");
    see("target", "Billing got nothing for this request.");
    ticked("11111100");
    makeTrouble("A forged signature");
    see("happened", "The gate answered 401 and noted nothing.");
    ticked("11111110");

    assertThat(trial.gate().agent().awaitOutcome(left).document().text("status"))
        .isEqualTo("expired");
    choose(left);
    see("slack", "1 reply");
    see("flow", "nobody decided in time");
    see("target", "Billing got nothing for this request.");
    ticked("11111111");
  }

  /// The other classes: those of the tour are a call of an API and a message.
  @Test
  void aChangeOfARecordAndACallOfAToolAreAskedAndSeenToArriveOrNot() {
    be("mira");
    propose("Payment terms of a customer");
    see("slack", "Change payment terms to ");
    see("teams", "Change payment terms to ");
    approveInSlack();
    see("flow", "got it, once");
    see("target", "A change is made in the CRM's own database.");
    see("target", "NET60");
    propose("Merge a pull request");
    see("slack", "merge_pull_request");
    approveInSlack();
    see("flow", "approved; carried out elsewhere");
    see("target", "github is an advisory connection");
    see("target", "the gate sends nothing");
  }

  private static boolean isOnPath(String program) {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void theShownCommandProposesFromAShellWhateverWasTyped() throws Exception {
    assumeThat(isOnPath(CURL)).as("there is no curl").isTrue();
    String typed = "It's $(id) `id` \\ \"quoted\" ${HOME} !!\nJSON\nexit 1";
    reload();
    browser.run("document.getElementById('own').open = true");
    see("curl", "charge_3101");
    browser.run(
        "const why = document.querySelector('[name=why]'); why.value = arguments[0];"
            + " why.dispatchEvent(new Event('input', {bubbles: true}))",
        Json.of(typed));
    see("curl", "exit 1");
    String command =
        ((JsonString) browser.run("return document.getElementById('curl').textContent")).value();
    assertThat(command).startsWith("curl -sS http://127.0.0.1:");

    Process shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
    try (var in = shell.outputWriter(StandardCharsets.UTF_8)) {
      in.write(command + "\n");
    }
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
    JsonObject answer =
        (JsonObject) CanonicalJson.parse(said.getBytes(StandardCharsets.UTF_8), 1024 * 1024);
    assertThat(answer.text("status")).as(said).isEqualTo("pending");

    choose(answer.text("id"));
    see("flow", "asks 1 of support-leads");
    see("slack", "charge_3101");
    see("slack", "It's $(id) `id`");
    see("slack", "exit 1");
    see("teams", "exit 1");
  }
}

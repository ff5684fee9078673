package dev.countersign.trial;

import dev.countersign.console.Console;
import dev.countersign.proof.Verifier;
import dev.countersign.token.GrantVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One trial and one browser for all tests of passkeys: both take seconds to start. Where there is
/// no browser, the tests are skipped and say so.
final class SharedBrowser implements ParameterResolver, ExecutionCondition {

  /// In which mira and jon have passkeys that count, on one device.
  ///
  /// @param device how the browser calls it
  /// @param flaws what axe found while they were enrolled
  record Running(
      Path folder,
      TrialStack stack,
      TrialGate gate,
      Chromium browser,
      String device,
      List<String> flaws)
      implements AutoCloseable {
    static Running start() {
      TrialStack stack = new TrialStack();
      try {
        Path folder = Files.createTempDirectory("trial-browser");
        Trial trial =
            new Trial(folder, OptionalInt.of(FreePort.any()), false, Trial.After.END, false);
        Transcript nowhere = new Transcript(new PrintWriter(Writer.nullWriter()), false);
        TrialGate gate = TrialGate.start(trial, stack, nowhere);
        Chromium browser = stack.add(Chromium.start());
        Running running =
            new Running(folder, stack, gate, browser, browser.device(), new ArrayList<>());
        running.enrol();
        return running;
      } catch (IOException | InterruptedException | RuntimeException e) {
        stack.close();
        throw new IllegalStateException("no trial in a browser", e);
      }
    }

    /// Each confirms what the other enrolled.
    private void enrol() throws IOException {
      signIn("mira", "/passkeys");
      enrolOne();
      signIn("jon", "/passkeys");
      enrolOne();
      flaws.addAll(PageLook.flaws(browser, "passkeys"));
      confirm();
      signIn("mira", "/passkeys");
      confirm();
    }

    private void enrolOne() {
      browser.press("form[data-passkey=enrol] button");
      browser.awaitText("Your passkey is enrolled");
    }

    private void confirm() {
      browser.press("form:has(input[value=confirm]) button");
      browser.awaitText("Confirmed. It counts");
    }

    URI page(String path) {
      return URI.create(gate.console() + path);
    }

    /// By the issuer, whoever was signed in before; then on to this page.
    void signIn(String who, String path) {
      signOut();
      browser.open(page("/passkeys").toString());
      browser.press("a.primary");
      browser.press("button[value=" + who + "]");
      browser.awaitText("Sign out");
      browser.open(page(path).toString());
    }

    /// Whoever it is, and if it is anybody.
    void signOut() {
      browser.open(page("/sign-in").toString());
      browser.forget();
    }

    /// What `verify` finds.
    List<String> damages() {
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

    @Override
    public void close() throws IOException {
      stack.close();
      TrialFolder.delete(folder);
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Chromium.isThere()
        ? ConditionEvaluationResult.enabled("there is a browser")
        : ConditionEvaluationResult.disabled(
            "needs " + Chromium.BROWSER + " and " + Chromium.DRIVER);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedBrowser.class))
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
  }
}

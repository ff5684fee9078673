package dev.countersign.trial;

import dev.countersign.console.Console;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.token.GrantVerifier;

/// Proves that everything that the trial stored is as it was written.
final class VerificationScene {
  private final TrialGate gate;
  private final Transcript transcript;

  VerificationScene(TrialGate gate, Transcript transcript) {
    this.gate = gate;
    this.transcript = transcript;
  }

  void play() {
    transcript.step("Everything that is stored is verified");
    Verifier verifier =
        new Verifier(
            gate.store().evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence(),
            Console.assertionsOfAnyTime());
    Verifier.Summary summary =
        verifier.verifyAll((Damage damage) -> transcript.say(damage.toString()));
    transcript.field("Requests", summary.requests());
    transcript.field("Entries", summary.entries());
    transcript.check(
        summary.isSound(),
        "every digest, chain, seal, fold, vote and grant is sound",
        summary.damages() + " damages, named above");
  }
}

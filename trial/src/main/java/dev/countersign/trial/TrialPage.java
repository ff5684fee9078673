package dev.countersign.trial;

import dev.countersign.console.Console;
import dev.countersign.json.JsonObject;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.GrantVerifier;
import dev.countersign.trial.page.Actor;
import dev.countersign.trial.page.SandboxPage;
import dev.countersign.trial.page.ShownTargets;
import dev.countersign.trial.page.ShownTrial;
import dev.countersign.trial.page.TrialAgent;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// The trial as its page shows it: who the people are, what the agent can propose there, and what
/// `verify` says.
final class TrialPage {
  /// Where it listens, unless that is taken.
  static final int PORT = 8081;

  private TrialPage() {}

  static SandboxPage open(TrialGate gate) {
    return open(gate, FreePort.preferably(PORT));
  }

  static SandboxPage open(TrialGate gate, int port) {
    // Seconds, so that a later trial in the same folder proposes something else.
    long first = System.currentTimeMillis() / 1_000 * 1_000;
    return SandboxPage.start(stage(gate), port, first);
  }

  private static ShownTrial stage(TrialGate gate) {
    return new ShownTrial(
        gate.slack(),
        TrialGate.CHANNEL,
        gate.teams(),
        TrialGate.TEAMS_CHANNEL,
        TrialGate.CHANNEL_NAME,
        List.of(
            new Actor("mira", "Mira", "support lead", TrialGate.LEAD, TrialGate.MIRA),
            new Actor("jon", "Jon", "support lead", TrialGate.SECOND, TrialGate.JON),
            new Actor("otto", "Otto", "owner of the agent", TrialGate.OWNER, TrialGate.OTTO),
            new Actor("noor", "Noor", "unknown to the gate", TrialGate.STRANGER, TrialGate.NOOR)),
        agent(gate.agent()),
        TrialExamples.of(gate),
        new ShownTargets(gate.billing(), gate.mail(), gate.crm()::accounts),
        curl(gate),
        gate.console(),
        gate::action,
        gate.intruder(),
        id -> verdict(gate, id));
  }

  private static TrialAgent agent(AgentClient client) {
    return new TrialAgent() {
      @Override
      public JsonObject propose(String proposal) {
        return client.propose(proposal, UUID.randomUUID()).document();
      }

      @Override
      public JsonObject list(int most) {
        return client.list(most).document();
      }

      @Override
      public JsonObject read(String id) {
        return client.read(id).document();
      }

      @Override
      public JsonObject audit(String id) {
        return client.audit(id).document();
      }
    };
  }

  /// The key stays in a file that only its owner reads.
  private static String curl(TrialGate gate) {
    return "curl -sS http://127.0.0.1:"
        + gate.server().port()
        + "/v1/proposals \\\n  -H \"Authorization: Bearer $(cat "
        + Shell.word(gate.folder().secrets().resolve(TrialGate.AGENT_KEY_FILE).toString())
        + ")\" \\\n  -H 'Content-Type: application/json' \\\n"
        + "  -H \"Idempotency-Key: try-$(date +%s)\" --data-binary @-";
  }

  private static String verdict(TrialGate gate, String id) {
    Verifier verifier =
        new Verifier(
            gate.store().evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence(),
            Console.assertionsOfAnyTime());
    List<Damage> damages =
        gate.store()
            .evidence()
            .evidence(new ProposalId(id))
            .map(verifier::verify)
            .orElse(List.of());
    return damages.isEmpty()
        ? "Sound: every digest, link, seal, vote and grant holds."
        : "Damaged: "
            + damages.stream()
                .map(one -> one.place() + " " + one.kind() + ": " + one.detail())
                .collect(Collectors.joining("; "))
            + ".";
  }
}

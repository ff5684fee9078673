package dev.countersign.decision;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.card.Asker;
import dev.countersign.card.ChatProfile;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.token.ButtonSeals;
import java.util.Optional;

/// A gate whose policy allows calls without asking. Pia and Otto, who owns the agent, administer
/// it, and Marc may read its records.
public final class Unasked {
  public static final String ALLOWED =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"allow"}]}
      """;

  private static final String PEOPLE =
      TestGate.PEOPLE.replace(
          "\"groups\":{",
          "\"groups\":{\"operators\":{\"members\":[\"pia\",\"otto\"],\"console\":\"admin\"},"
              + "\"auditors\":{\"members\":[\"marc\"],\"console\":\"auditor\"},");

  public final TestGate gate;
  public final UnknownQueue queue;
  public final UnknownSheets sheets;

  public Unasked() {
    var clock = new SettableClock(TestGate.START);
    var ledger = new InMemoryLedger(clock);
    gate =
        new TestGate(clock, ledger, ledger, new PeopleDirectory(TestGate.people(PEOPLE)), ALLOWED);
    queue =
        new UnknownQueue(
            ledger::unknown, ledger, gate.directory, new ButtonSeals(gate.keys.evidence(), clock));
    sheets = new UnknownSheets(queue, gate.interventions, gate.directory);
    gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
  }

  /// Executed without anybody being asked, and nobody knows whether it happened.
  public ProposalId unknown() {
    ProposalId id = gate.propose();
    gate.execute();
    return id;
  }

  /// The same of what Nina, or another lead, was asked about.
  public ProposalId asked() {
    gate.policy.set(TestGate.policy(TestGate.ONE_LEAD));
    ProposalId id = gate.ask();
    gate.press("UNINA", Decision.APPROVE);
    gate.execute();
    gate.policy.set(TestGate.policy(ALLOWED));
    return id;
  }

  public static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }

  public static Asker pressing(String user) {
    return new Asker(
        account(user),
        true,
        Optional.of(Digest.of("press")),
        () -> new ChatProfile(ChatProfile.Standing.MEMBER, user));
  }
}

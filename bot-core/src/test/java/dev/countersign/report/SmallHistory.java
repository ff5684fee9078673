package dev.countersign.report;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.ChainLinks;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A gate on which something has happened, and the chains that tell of it.
public final class SmallHistory {
  private static final String POLICY =
      """
      {"version":1,"rules":[
        {"id":"calls","when":"action.action_type != \\"note.add\\"","gate":"ask",
         "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}},
        {"id":"notes","when":"action.action_type == \\"note.add\\"","gate":"allow"},
        {"id":"all","when":"true","gate":"allow"}]}
      """;

  public final TestGate gate = TestGate.inMemory(POLICY);

  /// Two approvals after 10 s and 60 s, of which the first was wrong; a rejection after 30 s, a
  /// request for changes after 90 s; one that expired, and one that the policy allowed.
  public static SmallHistory ofEveryKind() {
    SmallHistory history = new SmallHistory();
    ProposalId wrong = history.decided("ULENA", Decision.APPROVE, Duration.ofSeconds(10));
    history.reported(wrong, "UMARC");
    history.decided("ULENA", Decision.REJECT, Duration.ofSeconds(30));
    history.decided("UMARC", Decision.APPROVE, Duration.ofSeconds(60));
    history.decided("UNINA", Decision.RETURN, Duration.ofSeconds(90));
    history.gate.ask();
    history.gate.clock.advance(Duration.ofHours(4));
    history.gate.due.run();
    history.gate.propose(TestGate.body("{\"anew\":true,\"action_type\":\"note.add\"}"));
    return history;
  }

  public ProposalId decided(String user, Decision decision, Duration after) {
    ProposalId id = gate.ask();
    gate.clock.advance(after);
    gate.press(user, decision);
    return id;
  }

  public void reported(ProposalId id, String user) {
    gate.problems.report(
        new AccountId(Surface.SLACK, TestGate.TEAM, user), id.value(), "The wrong customer");
  }

  public QualityReport report(Optional<Instant> since) {
    return new Reporter(this::chainsAfter, ChainLinks.under(TestKeys.EVIDENCE))
        .report(since, _ -> {});
  }

  public List<StoredChain> chainsAfter(Optional<ProposalId> after, int most) {
    return gate.ledger.idsAfter(after, most).stream()
        .map(id -> new StoredChain(id, gate.record(id).head(), gate.ledger.audit(id)))
        .toList();
  }
}

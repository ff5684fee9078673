package dev.countersign.teams.card;

import dev.countersign.TestGate;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.CardView;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Cards as the core makes them: of every action class, and of every state.
final class SampleRequests {
  private static final Instant AT = TestGate.START;
  private static final Instant DECIDED = AT.plusSeconds(600);
  private static final Instant ENDED = AT.plusSeconds(605);
  private static final ProposalId ID = new ProposalId("prop_01KB000000000000000000000A");
  private static final ProposalId NEXT = new ProposalId("prop_01KB000000000000000000000D");
  private static final GrantId GRANT = new GrantId("grt_01KB000000000000000000000B");
  private static final ExecutionId ATTEMPT = new ExecutionId("exe_01KB000000000000000000000C");
  private static final PersonId LENA = new PersonId("lena");
  private static final Stage LEADS = new Stage(new GroupName("support-leads"), 1, false);
  private static final Stage FINANCE = new Stage(new GroupName("finance"), 1, true);
  private static final Remarks REMARKS =
      new Remarks(
          Optional.of(RejectReason.WRONG_CONTENT),
          Optional.of("Billing shows $204.00, *not* $240."));

  private SampleRequests() {}

  /// By the name of their golden file.
  static Map<String, CardView> all() {
    Map<String, CardView> all = new LinkedHashMap<>(pending());
    all.putAll(settled());
    return all;
  }

  static CardView message() {
    return asked(SampleProposals.ticketReply(), RiskLevel.HIGH);
  }

  static Map<String, CardView> pending() {
    Map<String, CardView> cards = new LinkedHashMap<>();
    cards.put("message-pending", message());
    cards.put("api-call-pending", asked(SampleProposals.refund(), RiskLevel.CRITICAL));
    cards.put("tool-call-pending", asked(SampleProposals.merge(), RiskLevel.LOW));
    cards.put("record-change-pending", asked(SampleProposals.billingTerms(), RiskLevel.MEDIUM));
    cards.put(
        "record-change-pending-1of2",
        card(
            SampleProposals.billingTerms(),
            ruling(Gate.ASK, RiskLevel.HIGH, LEADS, FINANCE),
            List.of(Decision.APPROVE),
            new RequestState.Pending()));
    return cards;
  }

  static Map<String, CardView> settled() {
    Map<String, CardView> cards = new LinkedHashMap<>();
    cards.put("rejected", voted(Decision.REJECT, new RequestState.Rejected(LENA, DECIDED)));
    cards.put("returned", voted(Decision.RETURN, new RequestState.Returned(LENA, DECIDED)));
    cards.put("refused", unvoted(new RequestState.Refused(AT)));
    cards.put("expired", unvoted(new RequestState.Expired(DECIDED)));
    cards.put("withdrawn", unvoted(new RequestState.Withdrawn(DECIDED)));
    cards.put("superseded", unvoted(new RequestState.Superseded(NEXT, DECIDED)));
    cards.put("approved-not-granted", approved(new Execution.NotGranted()));
    cards.put("approved-granted", approved(new Execution.Granted(GRANT, ENDED.plusSeconds(120))));
    cards.put("approved-running", approved(new Execution.Running(GRANT, ATTEMPT, ENDED)));
    cards.put(
        "approved-succeeded",
        approved(
            new Execution.Succeeded(
                GRANT, ATTEMPT, ENDED, 201, Digest.of("sent"), Digest.of("answer"))));
    cards.put("approved-failed", approved(new Execution.Failed("target_refused", 422, ENDED)));
    cards.put(
        "approved-unknown", approved(new Execution.Unknown(GRANT, ATTEMPT, "timed_out", 0, ENDED)));
    cards.put("approved-skipped", approved(new Execution.Skipped("dry_run", ENDED)));
    return cards;
  }

  private static CardView asked(ProposalDraft draft, RiskLevel risk) {
    return card(draft, ruling(Gate.ASK, risk, LEADS), List.of(), new RequestState.Pending());
  }

  private static CardView unvoted(RequestState state) {
    return card(
        SampleProposals.ticketReply(), ruling(Gate.ASK, RiskLevel.HIGH, LEADS), List.of(), state);
  }

  private static CardView voted(Decision decision, RequestState state) {
    return card(
        SampleProposals.ticketReply(),
        ruling(Gate.ASK, RiskLevel.HIGH, LEADS),
        List.of(decision),
        state);
  }

  private static CardView approved(Execution execution) {
    return voted(Decision.APPROVE, new RequestState.Approved(GrantMode.QUORUM, DECIDED, execution));
  }

  private static CardView card(
      ProposalDraft draft, Ruling ruling, List<Decision> votes, RequestState state) {
    Proposal proposal =
        new Proposal(
            ID,
            new AgentId("support-bot"),
            new PersonId("otto"),
            draft.action(),
            draft.context(),
            AT);
    ApprovalRequest request =
        new ApprovalRequest(
            ID,
            1,
            1 + votes.size(),
            draft.action().digest(),
            ruling.stages(),
            Set.of(),
            AT.plus(Duration.ofHours(4)),
            votes.stream().map(decision -> vote(decision, draft)).toList(),
            state);
    return new CardComposer(TestGate.directory())
        .compose(
            new RequestRecord(
                proposal,
                ruling,
                request,
                AuditHead.genesis(ID),
                Optional.empty(),
                List.of(),
                ENDED));
  }

  private static Vote vote(Decision decision, ProposalDraft draft) {
    return new Vote(
        LENA,
        new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"),
        decision,
        1,
        draft.action().digest(),
        Digest.of("card"),
        0,
        LEADS.group(),
        new TreeSet<>(Set.of("support")),
        "jti",
        decision == Decision.REJECT ? REMARKS : Remarks.NONE,
        Digest.of("callback"),
        DECIDED);
  }

  private static Ruling ruling(Gate gate, RiskLevel risk, Stage... stages) {
    return new Ruling(
        gate,
        Digest.of("policy"),
        List.of("outgoing"),
        List.of(stages),
        true,
        Duration.ofHours(4),
        new RiskAssessment(
            Optional.of(RiskLevel.LOW), risk, true, List.of("external-audience", "irreversible")),
        List.of(
            new Finding(
                "outgoing",
                "matched",
                "The rule matches.",
                List.of(Finding.of("audience", "matched", "The fact holds.")))));
  }
}

package dev.countersign.drawing;

import dev.countersign.TestGate;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.CardView;
import dev.countersign.card.PostedCard;
import dev.countersign.catalogue.Bytes;
import dev.countersign.catalogue.Operation;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.Circumstances;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.policy.Timing;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BatchId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Cards about several alike requests, drawn from records with fixed ids.
public final class SampleBatches {
  static final BatchId BATCH = new BatchId("bat_01KB000000000000000000000B");
  private static final Instant AT = TestGate.START;
  private static final Digest SHOWN = Digest.of("the card of the batch");
  private static final List<String> OWNERS =
      List.of("Sam Cole", "Sam Cole", "Ana Ruiz", "Ana Ruiz", "*Jo* <!here>");

  private SampleBatches() {}

  public static Map<String, CardView> views() {
    Map<String, CardView> views = new LinkedHashMap<>();
    views.put("batch-refunds", view(List.of(refund(1), refund(2), refund(3))));
    List<RequestRecord> owners = new ArrayList<>();
    for (int i = 0; i < OWNERS.size(); i++) {
      owners.add(owner(i + 1, OWNERS.get(i)));
    }
    views.put("batch-records", view(owners));
    views.put("batch-decided", view(List.of(approved(refund(1)), approved(refund(2)), refund(3))));
    return views;
  }

  private static CardView view(List<RequestRecord> list) {
    return BatchCard.of(BATCH, list, TestGate.directory());
  }

  /// As its catalogue reads it.
  static RequestRecord refund(int number) {
    return record(
        number,
        """
        {"class":"api_call","method":"POST","url":"https://api.billing.example/v1/refunds",
         "body":{"media_type":"application/json",
          "json":{"charge":"charge_730%1$d","amount":%1$d950,"currency":"eur"}}}
        """
            .formatted(number),
        "billing",
        "refund.create",
        "charge_730" + number,
        Optional.of(SampleRecords.refund()));
  }

  private static RequestRecord owner(int number, String to) {
    return record(
        number,
        """
        {"class":"record_change","operation":"update","record_type":"account",
         "changes":[{"path":"/renewal_owner","from":"Jo Lind","to":"%s"}]}
        """
            .formatted(to),
        "crm",
        "account.owner",
        "account/206" + number,
        Optional.empty());
  }

  private static RequestRecord record(
      int number,
      String changes,
      String system,
      String type,
      String target,
      Optional<Operation> operation) {
    ProposalDraft draft =
        SampleProposals.draft(
            TestGate.body(
                """
                {"target_system":"%s","action_type":"%s","target_id":"%s","proposed_changes":%s,
                 "risk_level":"medium","blocking_customer":false,"evidence":[],
                 "rationale":"Jo Lind left; the territory table names who follows.",
                 "preconditions":{}}
                """
                    .formatted(system, type, target, changes)));
    return record(number, draft, operation);
  }

  /// One of a batch, as it waits.
  static RequestRecord record(int number, ProposalDraft draft, Optional<Operation> operation) {
    ProposalId id = new ProposalId("prop_01KB00000000000000000000" + number + "A");
    Ruling ruling =
        new Ruling(
                Gate.ASK,
                Digest.of("policy"),
                List.of("routine"),
                List.of(new Stage(new GroupName("support-leads"), 1, false)),
                true,
                new Timing(Duration.ofHours(4)),
                new RiskAssessment(Optional.empty(), RiskLevel.MEDIUM, false, List.of()),
                List.of())
            .in(
                new Circumstances(
                    Audience.NONE,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    operation.map(each -> each.read(new Bytes(draft.action(), Map.of()))),
                    Optional.empty()));
    Proposal proposal =
        new Proposal(
            id,
            new AgentId("support-bot"),
            new PersonId("otto"),
            draft.action(),
            draft.context(),
            AT);
    ApprovalRequest request =
        ApprovalRequest.opened(
            id,
            1,
            draft.action().digest(),
            Gate.ASK,
            ruling.stages(),
            Set.of(new PersonId("otto")),
            AT.plus(Duration.ofHours(4)),
            List.of(),
            Optional.empty(),
            AT);
    PostedCard shown =
        new PostedCard(
                "card_01KB00000000000000000000" + number + "C",
                id,
                1,
                1,
                new ChatAddress(Surface.SLACK, TestGate.TEAM, "C01"),
                SHOWN,
                Optional.of("1.2"),
                false,
                AT)
            .of(BATCH);
    return new RequestRecord(
        proposal,
        ruling,
        request,
        AuditHead.genesis(id),
        Optional.empty(),
        List.of(),
        Map.of(),
        List.of(shown),
        AT.plusSeconds(60));
  }

  /// On the card of the batch.
  private static RequestRecord approved(RequestRecord record) {
    ApprovalRequest request = record.request();
    Vote vote =
        new Vote(
            new PersonId("lena"),
            new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"),
            Decision.APPROVE,
            1,
            request.action(),
            SHOWN,
            0,
            new GroupName("support-leads"),
            new TreeSet<>(Set.of("support")),
            "tok_1",
            Remarks.NONE,
            Digest.of("callback"),
            AT.plusSeconds(30));
    RequestState state =
        new Approved(GrantMode.QUORUM, AT.plusSeconds(30), new Execution.NotGranted());
    return new RequestRecord(
        record.proposal(),
        record.ruling(),
        request.as(2, List.of(vote), state),
        record.head(),
        record.grant(),
        record.cards(),
        record.seals(),
        record.batched(),
        record.now());
  }
}

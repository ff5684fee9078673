package dev.countersign.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.TestGate;
import dev.countersign.audit.AuditHead;
import dev.countersign.card.CardView;
import dev.countersign.catalogue.Bytes;
import dev.countersign.catalogue.Decoding.Coded;
import dev.countersign.catalogue.Decoding.Text;
import dev.countersign.catalogue.Field;
import dev.countersign.catalogue.Headline;
import dev.countersign.catalogue.MoneyDecoding;
import dev.countersign.catalogue.Operation;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.Circumstances;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyInput;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.SamplePolicies;
import dev.countersign.policy.Stage;
import dev.countersign.policy.Timing;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.proposal.UndoOf;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.DryRunFinding;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.Vote;
import dev.countersign.request.Widening;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Records of every action class in every state, drawn by the composer itself: what the chats'
/// golden files are drawn from, so that none of them shows what the product never says.
public final class SampleRecords {
  private static final Instant AT = TestGate.START;
  static final Instant DECIDED = AT.plusSeconds(600);
  private static final Instant ENDED = AT.plusSeconds(605);
  static final ProposalId ID = new ProposalId("prop_01KB000000000000000000000A");
  static final ProposalId NEXT = new ProposalId("prop_01KB000000000000000000000D");
  private static final GrantId GRANT = new GrantId("grt_01KB000000000000000000000B");
  private static final ExecutionId ATTEMPT = new ExecutionId("exe_01KB000000000000000000000C");
  static final PersonId LENA = new PersonId("lena");
  private static final PersonId MARC = new PersonId("marc");
  static final Stage LEADS = new Stage(new GroupName("support-leads"), 1, false);
  private static final Stage FINANCE = new Stage(new GroupName("finance"), 1, true);
  private static final Stage ESCALATING =
      LEADS.escalating(
          Optional.of(new Escalation(Duration.ofHours(2), new GroupName("support-director"))));
  private static final Stage WIDENING = LEADS.mayAsk(Set.of(FINANCE.group()));
  private static final String LIMIT =
      "Over my limit: *see* <!channel> [here](https://evil.example)";
  private static final Remarks REJECTED =
      new Remarks(
          Optional.of(RejectReason.WRONG_CONTENT),
          Optional.of("Billing shows $204.00, *not* $240."));
  private static final Remarks RETURNED =
      new Remarks(Optional.empty(), Optional.of("Half of it, please."));

  /// What each class is proposed at in these records.
  private static final Map<ActionClass, RiskLevel> RISKS =
      Map.of(
          ActionClass.MESSAGE, RiskLevel.HIGH,
          ActionClass.API_CALL, RiskLevel.CRITICAL,
          ActionClass.TOOL_CALL, RiskLevel.LOW,
          ActionClass.RECORD_CHANGE, RiskLevel.MEDIUM);

  private static final Policy EXAMPLE = SamplePolicies.example();

  private SampleRecords() {}

  /// By the name of their golden file: class and state.
  public static Map<String, CardView> views() {
    Map<String, CardView> all = new LinkedHashMap<>();
    for (ActionClass actionClass : ActionClass.values()) {
      String name = WireName.of(actionClass).replace('_', '-');
      pending(actionClass).forEach((state, view) -> all.put(name + "-" + state, view));
      settled(actionClass).forEach((state, view) -> all.put(name + "-" + state, view));
    }
    all.put("message-pending-revised", revised());
    all.put(
        "message-pending-sensitive",
        card(sensitive(), asking(LEADS), List.of(), new RequestState.Pending()));
    all.put(
        "api-call-pending-catalogued",
        card(
            SampleProposals.refund(),
            catalogued(refund(), LEADS),
            List.of(),
            new RequestState.Pending()));
    all.put(
        "api-call-pending-catalogued-1of2",
        card(
            SampleProposals.refund(),
            catalogued(refund(), LEADS, FINANCE),
            List.of(Decision.APPROVE),
            new RequestState.Pending()));
    all.put(
        "api-call-approved-catalogued",
        card(
            SampleProposals.refund(),
            catalogued(refund(), LEADS),
            List.of(Decision.APPROVE),
            new RequestState.Approved(GrantMode.QUORUM, DECIDED, succeeded())));
    all.put(
        "api-call-pending-outside",
        card(
            SampleProposals.refund(),
            outside(refund(), LEADS),
            List.of(),
            new RequestState.Pending()));
    Set.of("running", "succeeded", "failed", "unknown")
        .forEach(state ->
            all.put(
                "api-call-approved-outside-" + state,
                card(
                    SampleProposals.refund(),
                    outside(refund(), LEADS),
                    List.of(Decision.APPROVE),
                    new RequestState.Approved(
                        GrantMode.QUORUM,
                        DECIDED,
                        Objects.requireNonNull(executions().get(state))))));
    all.put(
        "record-change-pending-catalogued",
        card(
            SampleProposals.billingTerms(),
            catalogued(terms(), LEADS),
            List.of(),
            new RequestState.Pending()));
    all.put("record-change-pending-asked-anew", askedAnew());
    all.put(
        "record-change-approved-record-changed",
        card(
            SampleProposals.billingTerms(),
            asking(LEADS),
            List.of(Decision.APPROVE),
            new RequestState.Approved(
                GrantMode.QUORUM,
                DECIDED,
                new Execution.Failed("record_changed", 0, ENDED, Optional.of(NEXT)))));
    all.put("record-change-pending-undo", undo());
    all.put("record-change-pending-restore", restoring());
    all.putAll(standIns());
    all.put(
        "message-pending-at-once",
        card(
            SampleProposals.ticketReply(),
            asking(LEADS, FINANCE.together(true)),
            List.of(Decision.APPROVE),
            new RequestState.Pending()));
    all.put(
        "message-pending-tagged",
        card(
            SampleProposals.ticketReply(),
            tagged(asking(LEADS), "domain/support", "blocks_customer"),
            List.of(),
            new RequestState.Pending()));
    all.put("api-call-pending-passkey", withPasskey());
    all.put("message-pending-opened", attached());
    all.put("record-change-pending-read", readByTheGate());
    CardComposer composer = new CardComposer(TestGate.directory(), Optional.of(TestGate.CONSOLE));
    for (String execution : List.of("granted", "running", "succeeded", "failed", "unknown")) {
      all.put("api-call-broken-" + execution, composer.compose(broken(execution)));
    }
    all.put("message-broken-sensitive", composer.compose(brokenSensitive()));
    all.put("api-call-pending-frozen", frozen(List.of(), new RequestState.Pending()));
    all.put(
        "api-call-approved-frozen",
        frozen(
            List.of(Decision.APPROVE),
            new RequestState.Approved(GrantMode.QUORUM, DECIDED, new Execution.NotGranted())));
    return all;
  }

  /// What only a passkey approves, where there are pages for it.
  private static CardView withPasskey() {
    Ruler strict =
        draft ->
            Ruling.fromJson(
                catalogued(refund(), LEADS)
                    .on(draft)
                    .toJson()
                    .with("chat_approve", Json.of(false)));
    return new CardComposer(TestGate.directory(), Optional.of(TestGate.CONSOLE))
        .compose(record(SampleProposals.refund(), strict, List.of(), new RequestState.Pending()));
  }

  /// A reply with two attachments that the gate has, and that whoever approves opens first.
  private static CardView attached() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    Digest terms = Digest.of("terms");
    Digest prices = Digest.of("prices");
    ProposalDraft draft =
        SampleProposals.draft(
            CanonicalJson.bytes(
                body.with(
                    "proposed_changes",
                    body.object("proposed_changes")
                        .with(
                            "attachments",
                            new JsonArray(
                                List.of(
                                    attachment("Preisliste März.pdf", prices),
                                    attachment("terms.pdf", terms)))))));
    Ruler opened =
        each -> {
          JsonObject plain = asking(LEADS).on(each).toJson();
          return Ruling.fromJson(
              plain
                  .with(
                      "circumstances",
                      plain.object("circumstances").with("attachments_held", Json.of(true)))
                  .with("open_first", JsonArray.ofStrings(List.of(prices.value(), terms.value()))));
        };
    return new CardComposer(TestGate.directory(), Optional.of(TestGate.CONSOLE))
        .compose(record(draft, opened, List.of(), new RequestState.Pending()));
  }

  private static JsonObject attachment(String name, Digest digest) {
    return JsonObject.builder()
        .put("name", name)
        .put("media_type", "application/pdf")
        .put("size", 48_213)
        .put("sha256", HexFormat.of().formatHex(digest.hash()))
        .build();
  }

  /// A record whose values the gate read for itself.
  private static CardView readByTheGate() {
    Ruler read =
        draft -> {
          JsonObject plain = asking(LEADS).on(draft).toJson();
          return Ruling.fromJson(
              plain.with(
                  "circumstances",
                  plain.object("circumstances").with("record_read_at", Json.of(AT.toString()))));
        };
    return card(SampleProposals.billingTerms(), read, List.of(), new RequestState.Pending());
  }

  /// Drawn while a freeze is on.
  private static CardView frozen(List<Decision> votes, RequestState state) {
    ProposalDraft draft = SampleProposals.refund();
    Freeze freeze =
        new Freeze(
            7,
            FreezeScope.EVERYTHING,
            "it refunds twice",
            FreezeActor.operator("Ann Sample"),
            AT,
            Optional.empty(),
            true);
    RequestRecord record =
        record(
            draft,
            catalogued(refund(), LEADS),
            votes.stream().map(decision -> vote(decision, draft)).toList(),
            state);
    return new CardComposer(TestGate.directory())
        .compose(record.under(new Freezing(1, 7, List.of(freeze))));
  }

  static Operation refund() {
    return new Operation(
        "refund",
        Headline.parse("Refund {amount}"),
        Optional.of("charge"),
        List.of(
            new Field(
                "amount",
                "amount",
                "/body/json/amount",
                new MoneyDecoding(
                    MoneyDecoding.Unit.MINOR, Optional.empty(), Optional.of("/body/json/currency")),
                Optional.of("the whole charge"),
                true),
            new Field(
                "charge", "charge", "/body/json/charge", new Text(), Optional.empty(), false)),
        Optional.of(false),
        Optional.empty());
  }

  static Operation terms() {
    return new Operation(
        "terms",
        Headline.parse("Set billing terms to {terms}"),
        Optional.empty(),
        List.of(
            new Field(
                "terms",
                "billing terms",
                "/billing_terms",
                new Coded(Map.of("NET60", "Net 60", "NET30", "Net 30")),
                Optional.empty(),
                true)),
        Optional.of(true),
        Optional.of("set the terms from before"));
  }

  /// Decided by Marc in the place of Lena.
  private static Map<String, CardView> standIns() {
    ProposalDraft draft = SampleProposals.ticketReply();
    List<Vote> approved = List.of(inPlaceOfLena(vote(Decision.APPROVE, draft)));
    Map<String, CardView> cards = new LinkedHashMap<>();
    cards.put(
        "message-pending-stand-in",
        drawn(draft, asking(LEADS, FINANCE), approved, new RequestState.Pending()));
    cards.put(
        "message-approved-stand-in",
        drawn(
            draft,
            asking(LEADS),
            approved,
            new RequestState.Approved(GrantMode.QUORUM, DECIDED, succeeded())));
    cards.put(
        "message-rejected-stand-in",
        drawn(
            draft,
            asking(LEADS),
            List.of(inPlaceOfLena(vote(Decision.REJECT, draft))),
            new RequestState.Rejected(MARC, DECIDED)));
    return cards;
  }

  private static Vote inPlaceOfLena(Vote vote) {
    return new Vote(
        MARC,
        Optional.of(LENA),
        new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC"),
        vote.decision(),
        vote.revision(),
        vote.action(),
        vote.card(),
        vote.stage(),
        vote.group(),
        vote.also(),
        vote.functions(),
        vote.token(),
        vote.remarks(),
        vote.callback(),
        vote.at());
  }

  /// The message with another text, edited by a person after somebody had approved the first one.
  private static CardView revised() {
    String body = new String(SampleProposals.ticketReplyBody(), UTF_8);
    ProposalDraft draft =
        SampleProposals.draft(
            body.replace("EUR 89.50 by 30 November", "EUR 98.50 by 7 December")
                .replace("\"Your broken parcel\"", "\"Your parcel\"")
                .getBytes(UTF_8));
    return card(
        draft.revising(
            RevisionOf.of(
                NEXT,
                SampleProposals.ticketReply().action(),
                Optional.empty(),
                List.of(LENA),
                Optional.of(new PersonId("marc")),
                Optional.empty(),
                draft.action())),
        asking(LEADS),
        List.of(),
        new RequestState.Pending());
  }

  /// A change from what the gate read, after the record was not as people saw it.
  private static CardView askedAnew() {
    String body = new String(SampleProposals.billingTermsBody(), UTF_8);
    ProposalDraft draft =
        SampleProposals.draft(body.replace("\"NET30\"", "\"NET45\"").getBytes(UTF_8));
    return card(
        draft.revising(
            RevisionOf.of(
                NEXT,
                SampleProposals.billingTerms().action(),
                Optional.empty(),
                List.of(LENA),
                Optional.empty(),
                Optional.of(RevisionOf.Cause.RECORD_CHANGED),
                draft.action())),
        asking(LEADS),
        List.of(),
        new RequestState.Pending());
  }

  /// What a person asked to have set back.
  private static CardView undo() {
    String body = new String(SampleProposals.billingTermsBody(), UTF_8);
    ProposalDraft draft =
        SampleProposals.draft(
            body.replace(
                    "\"from\": \"NET30\", \"to\": \"NET60\"",
                    "\"from\": \"NET60\", \"to\": \"NET30\"")
                .replace("\"from\": null, \"to\": 250000", "\"from\": 250000, \"to\": null")
                .getBytes(UTF_8));
    return card(
        draft.undoing(
            new UndoOf(
                NEXT,
                SampleProposals.billingTerms().action().digest(),
                Optional.of(MARC),
                Optional.of("The customer pays by invoice, as agreed in March."))),
        asking(LEADS),
        List.of(),
        new RequestState.Pending());
  }

  /// What a person asked to have brought back from the archive.
  private static CardView restoring() {
    String body = new String(SampleProposals.billingTermsBody(), UTF_8);
    ProposalDraft draft =
        SampleProposals.draft(
            body.replace("\"update\"", "\"restore\"")
                .replace(", \"to\": \"NET60\"", "")
                .replace(", \"to\": 250000", "")
                .replace(
                    "\"proposed_changes\"",
                    "\"preconditions\": {\"if_match\": \"8\"}, \"proposed_changes\"")
                .getBytes(UTF_8));
    Ruler ruler =
        ruled -> {
          JsonObject plain = asking(LEADS).on(ruled).toJson();
          return Ruling.fromJson(
              plain.with(
                  "circumstances",
                  plain.object("circumstances").with("undone_by", Json.of("archive"))));
        };
    return card(
        draft.undoing(
            new UndoOf(
                NEXT,
                SampleProposals.billingTerms().action().digest(),
                Optional.of(MARC),
                Optional.of("They are a customer still."))),
        ruler,
        List.of(),
        new RequestState.Pending());
  }

  /// A message with a token and a card number in it, neither of them real.
  private static ProposalDraft sensitive() {
    String body = new String(SampleProposals.ticketReplyBody(), UTF_8);
    return SampleProposals.draft(
        body.replace("Dear Mara", "Dear Mara (AKIA" + "IOSFODNN7EXAMPLE, 4111 1111 1111 1111)")
            .getBytes(UTF_8));
  }

  /// A message to a customer that waits for its first vote.
  public static CardView pendingMessage() {
    return Objects.requireNonNull(pending(ActionClass.MESSAGE).get("pending"));
  }

  /// The same, rejected with a note.
  public static CardView rejectedMessage() {
    return Objects.requireNonNull(settled(ActionClass.MESSAGE).get("rejected"));
  }

  /// An API call that waits for its first vote.
  public static CardView pendingCall() {
    return Objects.requireNonNull(pending(ActionClass.API_CALL).get("pending"));
  }

  private static Map<String, CardView> pending(ActionClass actionClass) {
    ProposalDraft draft = draft(actionClass);
    Map<String, CardView> cards = new LinkedHashMap<>();
    cards.put("pending", card(draft, asking(LEADS), List.of(), new RequestState.Pending()));
    cards.put(
        "pending-1of2",
        card(draft, asking(LEADS, FINANCE), List.of(Decision.APPROVE), new RequestState.Pending()));
    cards.put(
        "pending-escalated",
        card(draft, asking(ESCALATING), List.of(), new RequestState.Pending(1, Set.of(0), 0)));
    cards.put(
        "pending-escalated-by",
        card(draft, asking(WIDENING), List.of(), widened(Optional.of(LIMIT))));
    return cards;
  }

  /// By hand, from the first stage to another group.
  static RequestState widened(Optional<String> note) {
    return new RequestState.Pending(
        0, Set.of(), 0, List.of(new Widening(0, FINANCE.group(), MARC, note, AT.plusSeconds(90))));
  }

  /// Once nobody is asked any more, by state. What the policy allows or refuses by itself has no
  /// card.
  public static Map<String, CardView> settled(ActionClass actionClass) {
    ProposalDraft draft = draft(actionClass);
    Map<String, RequestState> unvoted = new LinkedHashMap<>();
    unvoted.put("expired", new RequestState.Expired(DECIDED));
    unvoted.put(
        "reached-nobody",
        new RequestState.Expired(DECIDED, RequestState.Expired.Cause.REACHED_NOBODY));
    unvoted.put("withdrawn", new RequestState.Withdrawn(DECIDED));
    unvoted.put("superseded", new RequestState.Superseded(NEXT, DECIDED));
    Map<String, CardView> cards = new LinkedHashMap<>();
    unvoted.forEach((name, state) -> cards.put(name, card(draft, asking(LEADS), List.of(), state)));
    cards.put(
        "rejected",
        card(
            draft,
            asking(LEADS),
            List.of(Decision.REJECT),
            new RequestState.Rejected(LENA, DECIDED)));
    cards.put(
        "returned",
        card(
            draft,
            asking(LEADS),
            List.of(Decision.RETURN),
            new RequestState.Returned(LENA, DECIDED)));
    executions()
        .forEach((name, execution) ->
            cards.put(
                "approved-" + name,
                card(
                    draft,
                    asking(LEADS),
                    List.of(Decision.APPROVE),
                    new RequestState.Approved(GrantMode.QUORUM, DECIDED, execution))));
    return cards;
  }

  /// A refund that a catalogue reads, once it is over.
  static RequestRecord refunded(String state) {
    ProposalDraft draft = draft(ActionClass.API_CALL);
    Ruler ruler = catalogued(refund(), LEADS);
    if (state.equals("returned")) {
      return record(
          draft,
          ruler,
          List.of(vote(Decision.RETURN, draft)),
          new RequestState.Returned(LENA, DECIDED));
    }
    Execution execution = Objects.requireNonNull(executions().get(state.replace("approved-", "")));
    return record(
        draft,
        ruler,
        List.of(vote(Decision.APPROVE, draft)),
        new RequestState.Approved(GrantMode.QUORUM, DECIDED, execution));
  }

  /// The refund as somebody used break-glass on it.
  static RequestRecord broken(String execution) {
    return broken(draft(ActionClass.API_CALL), catalogued(refund(), LEADS), execution);
  }

  /// Of what a policy keeps out of sight in chats.
  static RequestRecord brokenSensitive() {
    return broken(sensitive(), asking(LEADS), "granted");
  }

  private static RequestRecord broken(ProposalDraft draft, Ruler ruler, String execution) {
    return broken(draft, ruler, execution, "Payments are down, and both leads are on a plane.");
  }

  static RequestRecord broken(ProposalDraft draft, Ruler ruler, String execution, String reason) {
    return record(
        draft,
        ruler,
        List.of(),
        new RequestState.Approved(
            new BrokenGlass(
                new PersonId("pia"),
                new AccountId(Surface.CONSOLE, "https://login.example", "UPIA"),
                "INC-2041",
                reason,
                Digest.of("page"),
                LENA,
                DECIDED.plus(Duration.ofDays(3))),
            DECIDED,
            Objects.requireNonNull(executions().get(execution))));
  }

  private static Map<String, Execution> executions() {
    Map<String, Execution> executions = new LinkedHashMap<>();
    executions.put("granted", new Execution.Granted(GRANT, ENDED.plusSeconds(120)));
    executions.put(
        "waiting",
        new Execution.Granted(
            GRANT,
            ENDED.plusSeconds(120),
            Optional.of(
                new Execution.Waiting(
                    20, Optional.of(Duration.ofHours(1)), ENDED.plusSeconds(180), ENDED))));
    executions.put("running", new Execution.Running(GRANT, ATTEMPT, ENDED));
    executions.put("succeeded", succeeded());
    executions.put(
        "confirmed",
        new Execution.Succeeded(
            GRANT,
            ATTEMPT,
            ENDED,
            200,
            Digest.of("sent"),
            Digest.of("answer"),
            Optional.of(new Execution.ReadBack(Optional.empty(), ENDED.plusSeconds(1))),
            Optional.empty()));
    executions.put(
        "contradicted",
        new Execution.Unknown(GRANT, ATTEMPT, Execution.READ_BACK_DIFFERS, 200, ENDED));
    executions.put("failed", new Execution.Failed("target_refused", 422, ENDED));
    executions.put("barred", new Execution.Failed("policy_changed", 0, ENDED));
    executions.put("unknown", new Execution.Unknown(GRANT, ATTEMPT, "timed_out", 0, ENDED));
    executions.put(
        "reconciled",
        new Execution.Reconciled(
            GRANT, ATTEMPT, true, MARC, "It stands in the bank’s ledger.", ENDED));
    executions.put("skipped", new Execution.Skipped("advisory", ENDED));
    executions.put(
        "dry-run",
        new Execution.Skipped(
            Execution.DRY_RUN,
            ENDED,
            Optional.of(new Execution.DryRun(DryRunFinding.WOULD_WORK, Optional.empty(), ENDED))));
    return executions;
  }

  private static Execution succeeded() {
    return new Execution.Succeeded(
        GRANT, ATTEMPT, ENDED, 201, Digest.of("sent"), Digest.of("answer"));
  }

  static ProposalDraft draft(ActionClass actionClass) {
    return switch (actionClass) {
      case MESSAGE -> SampleProposals.ticketReply();
      case RECORD_CHANGE -> SampleProposals.billingTerms();
      case API_CALL -> SampleProposals.refund();
      case TOOL_CALL -> SampleProposals.merge();
    };
  }

  private static CardView card(
      ProposalDraft draft, Ruler ruler, List<Decision> votes, RequestState state) {
    return drawn(
        draft, ruler, votes.stream().map(decision -> vote(decision, draft)).toList(), state);
  }

  private static CardView drawn(
      ProposalDraft draft, Ruler ruler, List<Vote> votes, RequestState state) {
    return new CardComposer(TestGate.directory()).compose(record(draft, ruler, votes, state));
  }

  static RequestRecord record(
      ProposalDraft draft, Ruler ruler, List<Vote> votes, RequestState state) {
    Ruling ruling = ruler.on(draft);
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
            draft.context().revision(),
            1 + votes.size(),
            draft.action().digest(),
            ruling.stages(),
            Set.of(new PersonId("otto")),
            AT,
            AT.plus(Duration.ofHours(4)),
            ruling.timing().remindAt(),
            ruling.timing().extension(),
            votes,
            state);
    return new RequestRecord(
        proposal, ruling, request, AuditHead.genesis(ID), Optional.empty(), List.of(), ENDED);
  }

  private static Vote vote(Decision decision, ProposalDraft draft) {
    return vote(
        decision,
        draft,
        switch (decision) {
          case APPROVE -> Remarks.NONE;
          case RETURN -> RETURNED;
          case REJECT -> REJECTED;
        });
  }

  static Vote vote(Decision decision, ProposalDraft draft, Remarks remarks) {
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
        remarks,
        Digest.of("callback"),
        DECIDED);
  }

  /// How the policy answers, at the risk of each class.
  interface Ruler {
    Ruling on(ProposalDraft draft);
  }

  static Ruler asking(Stage... stages) {
    return draft -> ruling(draft, List.of(stages));
  }

  private static Ruler tagged(Ruler ruler, String... tags) {
    return draft -> {
      Ruling plain = ruler.on(draft);
      return new Ruling(
          plain.gate(),
          plain.policy(),
          plain.rules(),
          plain.stages(),
          plain.chatApprove(),
          plain.timing(),
          plain.risk(),
          plain.findings(),
          plain.circumstances(),
          plain.allowances(),
          plain.beneficiaries(),
          Stream.of(tags).map(SampleReplies::tag).toList(),
          plain.openFirst(),
          plain.observed());
    };
  }

  static Ruler catalogued(Operation operation, Stage... stages) {
    return draft ->
        ruling(draft, List.of(stages))
            .in(
                new Circumstances(
                    Audience.NONE,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(operation.read(new Bytes(draft.action(), Map.of()))),
                    Optional.empty()));
  }

  /// Carried out by an executor outside of the gate.
  private static Ruler outside(Operation operation, Stage... stages) {
    return draft ->
        ruling(draft, List.of(stages))
            .in(
                new Circumstances(
                    Audience.NONE,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(operation.read(new Bytes(draft.action(), Map.of()))),
                    Optional.empty(),
                    Optional.of("payments-runner"),
                    false,
                    Optional.empty(),
                    Optional.empty()));
  }

  private static Ruling ruling(ProposalDraft draft, List<Stage> stages) {
    return new Ruling(
        Gate.ASK,
        Digest.of("policy"),
        List.of("outgoing"),
        stages,
        true,
        new Timing(Duration.ofHours(4)),
        new RiskAssessment(
            Optional.of(RiskLevel.LOW),
            Objects.requireNonNull(RISKS.get(draft.action().actionClass())),
            true,
            List.of("external-audience", "irreversible")),
        Stream.concat(
                Stream.of(
                    new Finding(
                        "outgoing",
                        "matched",
                        "The rule matches.",
                        List.of(Finding.of("audience", "matched", "The fact holds.")))),
                aboutContent(draft))
            .toList());
  }

  /// What the gate says of the content by itself, whatever the policy.
  private static Stream<Finding> aboutContent(ProposalDraft draft) {
    return EXAMPLE
        .rule(
            new PolicyInput(
                draft.action(),
                draft.context(),
                DerivedFacts.of(draft.action(), DomainList.of(List.of())),
                new AgentFacts(new AgentId("support-bot"), new PersonId("otto"), Optional.empty())))
        .findings()
        .stream()
        .filter(finding -> finding.subject().equals("content"));
  }
}

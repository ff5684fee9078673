package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.AuditHead;
import dev.countersign.card.PostedCard;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonText;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.policy.Timing;
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
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.Vote;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One golden document per state that an agent can read.
class RequestViewTest {
  private static final Instant AT = Instant.parse("2026-11-23T15:00:00Z");
  private static final Instant DECIDED = AT.plusSeconds(600);
  private static final Instant ENDED = AT.plusSeconds(605);
  private static final ProposalId ID = new ProposalId("prop_01KB000000000000000000000A");
  private static final GrantId GRANT = new GrantId("grt_01KB000000000000000000000B");
  private static final ExecutionId ATTEMPT = new ExecutionId("exe_01KB000000000000000000000C");
  private static final PersonId LENA = new PersonId("lena");
  private static final Ruling ASKING = ruling(Gate.ASK);

  record Shown(String name, Ruling ruling, List<Decision> votes, RequestState state) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Shown> states() {
    return Stream.of(
        new Shown("pending", ASKING, List.of(), new RequestState.Pending()),
        voted("rejected", Decision.REJECT, new RequestState.Rejected(LENA, DECIDED)),
        voted("returned", Decision.RETURN, new RequestState.Returned(LENA, DECIDED)),
        new Shown("refused", ruling(Gate.REFUSE), List.of(), new RequestState.Refused(AT)),
        new Shown("expired", ASKING, List.of(), new RequestState.Expired(DECIDED)),
        new Shown("withdrawn", ASKING, List.of(), new RequestState.Withdrawn(DECIDED)),
        new Shown(
            "superseded",
            ASKING,
            List.of(),
            new RequestState.Superseded(
                new ProposalId("prop_01KB000000000000000000000D"), DECIDED)),
        approved("not_started", new Execution.Granted(GRANT, DECIDED.plusSeconds(120))),
        approved("running", new Execution.Running(GRANT, ATTEMPT, ENDED)),
        approved(
            "succeeded",
            new Execution.Succeeded(
                GRANT, ATTEMPT, ENDED, 201, Digest.of("sent"), Digest.of("answer"))),
        approved("failed", new Execution.Failed("target_refused", 422, ENDED)),
        approved("barred", new Execution.Failed("policy_changed", 0, ENDED)),
        approved("unknown", new Execution.Unknown(GRANT, ATTEMPT, "timed_out", 0, ENDED)),
        approved("skipped", new Execution.Skipped("dry_run", ENDED)));
  }

  private static Shown voted(String name, Decision decision, RequestState state) {
    return new Shown(name, ASKING, List.of(decision), state);
  }

  private static Shown approved(String name, Execution execution) {
    return voted(
        "approved_" + name,
        Decision.APPROVE,
        new RequestState.Approved(GrantMode.QUORUM, DECIDED, execution));
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyStateReadsAsItsGolden(Shown shown) throws IOException {
    JsonObject view = new RequestView(URI.create("https://gate.example")).of(record(shown));
    assertThat(JsonText.indented(view) + "\n").isEqualTo(golden(shown.name()));
  }

  @Test
  void aFreezeIsReadWhileItKeepsSomethingFromRunning() {
    Freezing freezing =
        new Freezing(
            1,
            7,
            List.of(
                new Freeze(
                    7,
                    FreezeScope.EVERYTHING,
                    "it is mad",
                    FreezeActor.operator("ops"),
                    AT,
                    Optional.empty(),
                    true)));
    RequestView views = new RequestView(URI.create("https://gate.example"));
    for (Shown shown : states().toList()) {
      RequestRecord record = record(shown);
      JsonObject view = views.of(record.under(freezing));
      boolean waits = List.of("pending", "approved_not_started").contains(shown.name());
      assertThat(view.get("frozen"))
          .as(shown.name())
          .isEqualTo(
              waits
                  ? JsonObject.builder()
                      .put("number", 7)
                      .put("scope", "everything")
                      .put("since", AT)
                      .build()
                  : JsonNull.NULL);
      assertThat(
              EntityTag.of(record.under(freezing), List.of())
                  .equals(EntityTag.of(record, List.of())))
          .as(shown.name())
          .isEqualTo(!waits);
    }
  }

  @Test
  void aStageListsItsFunctionsWhereItHasSome() {
    assertThat(stage(Set.of("legal", "finance")).texts("functions"))
        .containsExactly("finance", "legal");
    assertThat(stage(Set.of()).has("functions")).isFalse();
  }

  private static JsonObject stage(Set<String> functions) {
    return RulingView.of(ruling(Gate.ASK, 1, functions), List.of(0), List.of())
        .objects("stages", stage -> stage)
        .getFirst();
  }

  @Test
  void outsideThePilotAnAgentIsToldThatTheGateTakesNoPart() {
    Ruling asks = ruling(Gate.ASK, 2);
    Ruling observed =
        Ruling.fromJson(
            ruling(Gate.REFUSE)
                .toJson()
                .with(
                    "observed",
                    JsonObject.builder()
                        .put("gate", "ask")
                        .put("stages", JsonArray.of(asks.stages(), Stage::toJson))
                        .build()));
    Shown shown = new Shown("refused", observed, List.of(), new RequestState.Refused(DECIDED));

    JsonObject view = new RequestView(URI.create("https://gate.example")).of(record(shown));

    assertThat(view.bool("advisory")).isTrue();
    assertThat(view.text("status")).isEqualTo("refused");
    assertThat(view.text("outcome")).isEqualTo("not_executed");
    assertThat(view.text("reason")).startsWith("Outside the pilot").contains("Nobody was asked");
    assertThat(CanonicalJson.text(view.object("ruling").object("observed")))
        .isEqualTo(
            "{\"effect\":\"ask\",\"stages\":[{\"group\":\"support-leads\",\"required\":2}]}");
  }

  @Test
  void whoExpiredWithApprovalsIsNotToldThatNobodyDecided() {
    Shown half =
        new Shown(
            "expired",
            ruling(Gate.ASK, 2),
            List.of(Decision.APPROVE),
            new RequestState.Expired(DECIDED));

    assertThat(new RequestView(URI.create("https://gate.example")).of(record(half)).text("reason"))
        .contains("1 of 2 had approved", "not a rejection")
        .doesNotContain("No human decided");
  }

  @Test
  void whoEndedForLackOfAPlaceReadsWhatWasApprovedAndWhichPlaceFailed() {
    String reason = reason(List.of(Decision.APPROVE), END_EARLY, SHOWN_IN_SLACK, REFUSED_IN_TEAMS);

    assertThat(reason)
        .contains("1 of 2 had approved", "not be reached", "not a rejection")
        .contains("teams:T02:C2 (bot_removed)", "invited")
        .doesNotContain("no human")
        .doesNotContain("C1");
  }

  @Test
  void whoWasShownOnceAndDecidedByNobodyIsNotToldThatNobodyCouldBeAsked() {
    assertThat(reason(List.of(), END_EARLY, refused(SHOWN_IN_SLACK, DECIDED.minusSeconds(60))))
        .contains("nobody had decided", "no longer be reached", "slack:T01:C1 (bot_removed)")
        .doesNotContain("no human could be asked");
  }

  @Test
  void whoNobodySawIsToldSoWithEveryPlace() {
    assertThat(reason(List.of(), END_EARLY, REFUSED_IN_TEAMS)).contains("no human could be asked");
    assertThat(
            reason(
                List.of(),
                new RequestState.Expired(DECIDED),
                REFUSED_IN_TEAMS,
                card("D", Surface.SLACK, "T01", "C1", Optional.empty())))
        .contains("no human could be asked", "(bot_removed)", "slack:T01:C1 (no answer)");
  }

  @Test
  void aPlaceThatRefusedOnlyAfterTheEndIsNotBlamed() {
    PostedCard later = refused(SHOWN_IN_SLACK, DECIDED.plusSeconds(1));
    assertThat(reason(List.of(Decision.APPROVE), END_EARLY, later, REFUSED_IN_TEAMS))
        .contains("T02:C2")
        .doesNotContain("C1");
    assertThat(reason(List.of(), new RequestState.Expired(DECIDED), later)).doesNotContain("C1");
  }

  @Test
  void whoseTimeWasUpWithAPlaceThatRefusedReadsBoth() {
    assertThat(
            reason(
                List.of(Decision.APPROVE),
                new RequestState.Expired(DECIDED),
                SHOWN_IN_SLACK,
                REFUSED_IN_TEAMS))
        .contains("1 of 2 had approved", "teams:T02:C2 (bot_removed)")
        .doesNotContain("C1");
  }

  private static final RequestState END_EARLY =
      new RequestState.Expired(DECIDED, RequestState.Expired.Cause.REACHED_NOBODY);
  private static final PostedCard SHOWN_IN_SLACK =
      card("D", Surface.SLACK, "T01", "C1", Optional.of("1.1"));
  private static final PostedCard REFUSED_IN_TEAMS =
      refused(card("E", Surface.TEAMS, "T02", "C2", Optional.empty()), DECIDED.minusSeconds(60));

  private static PostedCard card(
      String last, Surface surface, String team, String channel, Optional<String> message) {
    return new PostedCard(
        "card_01KB000000000000000000000" + last,
        ID,
        1,
        1,
        new ChatAddress(surface, team, channel),
        Digest.of("card"),
        message,
        false,
        AT);
  }

  private static PostedCard refused(PostedCard card, Instant since) {
    return card.failing("bot_removed", since);
  }

  private static String reason(List<Decision> votes, RequestState state, PostedCard... cards) {
    RequestRecord bare = record(new Shown("ended", ruling(Gate.ASK, 2), votes, state));
    return new RequestView(URI.create("https://gate.example"))
        .of(
            new RequestRecord(
                bare.proposal(),
                bare.ruling(),
                bare.request(),
                bare.head(),
                bare.grant(),
                List.of(cards),
                bare.now()))
        .text("reason");
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = RequestViewTest.class.getResourceAsStream("view/" + name + ".json")) {
      if (in == null) {
        throw new AssertionError("no golden " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static RequestRecord record(Shown shown) {
    ProposalDraft draft = SampleProposals.refund();
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
            1 + shown.votes().size(),
            draft.action().digest(),
            shown.ruling().stages(),
            Set.of(),
            AT,
            AT.plus(Duration.ofHours(4)),
            List.of(),
            Optional.empty(),
            shown.votes().stream().map(decision -> vote(decision, draft)).toList(),
            shown.state());
    return new RequestRecord(
        proposal,
        shown.ruling(),
        request,
        AuditHead.genesis(ID),
        shown.state() instanceof RequestState.Approved
            ? Optional.of(
                new IssuedGrant(GRANT, 1, DECIDED, DECIDED.plusSeconds(120), "never shown"))
            : Optional.empty(),
        List.of(),
        ENDED);
  }

  private static Vote vote(Decision decision, ProposalDraft draft) {
    return new Vote(
        LENA,
        new AccountId(Surface.SLACK, "T01", "ULENA"),
        decision,
        1,
        draft.action().digest(),
        Digest.of("card"),
        0,
        new GroupName("support-leads"),
        new TreeSet<>(Set.of("support")),
        "jti",
        Remarks.NONE,
        Digest.of("callback"),
        DECIDED);
  }

  private static Ruling ruling(Gate gate) {
    return ruling(gate, 1);
  }

  private static Ruling ruling(Gate gate, int required) {
    return ruling(gate, required, Set.of());
  }

  private static Ruling ruling(Gate gate, int required, Set<String> functions) {
    return new Ruling(
        gate,
        Digest.of("policy"),
        List.of("refunds"),
        gate == Gate.ASK
            ? List.of(new Stage(new GroupName("support-leads"), required, false).of(functions))
            : List.of(),
        true,
        new Timing(Duration.ofHours(4)),
        new RiskAssessment(
            Optional.of(RiskLevel.HIGH),
            RiskLevel.CRITICAL,
            true,
            List.of("moves-money", "irreversible")),
        List.of(
            new Finding(
                "refunds",
                "matched",
                "The rule matches.",
                List.of(Finding.of("money", "matched", "The fact holds.")))));
  }
}

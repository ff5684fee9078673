package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Conversation;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.AgentKey;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.Finding;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntakeDeskTest {
  private static final String ALLOW =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"allow"}]}
      """;

  private final TestGate gate = TestGate.inMemory();

  private IntakeResult submit(String changes) {
    return gate.intake.submit(gate.agent(), TestGate.body(changes), Optional.empty());
  }

  private static String code(IntakeResult result) {
    return ((Declined) result).reason().code();
  }

  @Test
  void theChainStartsWithWhatWasProposedAndHowItWasRuled() {
    ProposalId id = gate.propose();

    var proposed = gate.audit(id, EntryType.PROPOSED).getFirst();
    assertThat(proposed.text("actor")).isEqualTo("agent:support-bot");
    assertThat(proposed.object("data").text("owner")).isEqualTo("otto");
    assertThat(proposed.object("data").text("action"))
        .isEqualTo(gate.record(id).request().action().value());
    var ruled = gate.audit(id, EntryType.RULED).getFirst().object("data");
    assertThat(ruled.text("policy")).isEqualTo(gate.policy.get().version().value());
    assertThat(ruled.has("findings")).as("frozen with the proposal").isFalse();
    assertThat(ruled.text("findings_digest"))
        .isEqualTo(
            Digest.of(
                    CanonicalJson.bytes(
                        new JsonArray(gate.record(id).ruling().toJson().items("findings"))))
                .value());
    assertThat(ruled.texts("rules")).containsExactly("calls");
  }

  @Test
  void whatThePolicyAllowsIsGrantedAtOnceAndRecordedAsSuch() {
    TestGate open = TestGate.inMemory(ALLOW);
    ProposalId id = open.propose();

    assertThat(open.audit(id)).containsExactly("proposed", "ruled", "grant_issued");
    open.execute();
    Approved approved = (Approved) open.state(id);
    assertThat(approved.mode()).isEqualTo(GrantMode.AUTO);
    assertThat(approved.execution()).isInstanceOf(Execution.Succeeded.class);
    assertThat(open.chat.messages()).as("nobody is asked").isEmpty();
  }

  @Test
  void whatNothingMatchesIsRefusedAndRecordedWithItsReason() {
    ProposalId id = gate.propose(SampleProposals.mergeBody());

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(gate.audit(id)).containsExactly("proposed", "ruled");
    assertThat(gate.record(id).ruling().findings()).isNotEmpty();
  }

  @Test
  void aQuestionThatNobodyCouldAnswerIsRefusedAtOnce() {
    for (String group : new String[] {"silent", "nowhere", "unheard-of"}) {
      TestGate lonely = TestGate.inMemory(TestGate.ONE_LEAD.replace("support-leads", group));
      ProposalId id = lonely.propose();

      assertThat(lonely.state(id)).as(group).isInstanceOf(Refused.class);
      assertThat(lonely.record(id).ruling().findings().toString())
          .as(group)
          .contains("nobody_can_decide");
    }
  }

  /// The members of one group are linked on another chat than the one it is asked on, the member of
  /// the other in another workspace: cards would stand where none of them can press.
  @Test
  void aGroupThatIsAskedWhereNoneOfItsMembersCanPressIsNotAsked() {
    for (String group : new String[] {"elsewhere", "astray"}) {
      TestGate mismatched = TestGate.inMemory(TestGate.ONE_LEAD.replace("support-leads", group));
      ProposalId id = mismatched.propose();

      assertThat(mismatched.state(id)).as(group).isInstanceOf(Refused.class);
      Finding why = mismatched.record(id).ruling().findings().getLast();
      assertThat(why.subject()).isEqualTo(group);
      assertThat(why.result()).isEqualTo("nobody_can_decide");
      assertThat(why.because()).contains("none could give one").contains("no account where");
    }
  }

  @Test
  void whyNobodyCouldBeAskedTellsAGroupWithoutAChannelFromOneInWhichNobodyHasTheApp() {
    assertThat(whyRefused("nowhere")).contains("no channel").doesNotContain("has the app");
    assertThat(whyRefused("unreached")).contains("no channel").contains("no member has the app");
  }

  private static String whyRefused(String group) {
    TestGate lonely = TestGate.inMemory(TestGate.ONE_LEAD.replace("support-leads", group));
    ProposalId id = lonely.propose();
    assertThat(lonely.state(id)).isInstanceOf(Refused.class);
    return lonely.record(id).ruling().findings().getLast().because();
  }

  @Test
  void aCardThatCouldNotBeShownInFullIsNotAskedAbout() {
    gate.chat.shortenEverything();

    ProposalId id = gate.propose();

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(gate.record(id).ruling().findings().getLast().subject()).isEqualTo("support-leads");
    assertThat(gate.record(id).ruling().findings().getLast().because())
        .contains("would see the action cut (Slack)")
        .contains("Shorten the action");
  }

  /// Two with Slack, which shows no card in full; one with Teams, which does.
  @Test
  void whoSeesTheActionCutIsNotCountedAmongThoseWhoCouldComplete() {
    String mixed = TestGate.ONE_LEAD.replace("support-leads", "mixed");
    TestGate one = TestGate.inMemory(mixed);
    one.teamsShowsAll.set(true);
    one.chat.shortenEverything();
    assertThat(one.state(one.propose())).isInstanceOf(Pending.class);

    TestGate two = TestGate.inMemory(mixed.replace("\"approvals\":1", "\"approvals\":2"));
    two.teamsShowsAll.set(true);
    assertThat(two.state(two.propose())).as("both show it whole").isInstanceOf(Pending.class);
    two.chat.shortenEverything();
    ProposalId id = two.propose(TestGate.body("{\"urgency\":\"low\"}"));

    assertThat(two.state(id)).isInstanceOf(Refused.class);
    assertThat(two.record(id).ruling().findings().getLast())
        .isEqualTo(
            Finding.of(
                "mixed",
                "nobody_can_decide",
                "Stage 1 (mixed) needs 2 approvals; of its 3 members 1 could give one: 2 would see"
                    + " the action cut (Slack), as it is longer than 20 pages, and what is cut"
                    + " nobody approves. Shorten the"
                    + " action, or link an account on Teams for 1 more person."));
  }

  /// Asked in personal chats: whoever has none is not asked, though others of the tenant are.
  @Test
  void whoDoesNotHaveTheAppIsNotCountedWherePeopleAreAskedInTheirOwnChats() {
    String direct = TestGate.ONE_LEAD.replace("support-leads", "direct");
    for (int approvals : new int[] {1, 2}) {
      TestGate gate =
          TestGate.inMemory(direct.replace("\"approvals\":1", "\"approvals\":" + approvals));
      gate.teamsShowsAll.set(true);
      gate.conversations.remember(
          new Conversation(
              new ChatAddress(Surface.TEAMS, TestGate.TENANT, "a:tess"),
              Conversation.Kind.PERSONAL,
              Optional.empty(),
              URI.create("https://smba.example/"),
              Optional.of(
                  new AccountId(
                      Surface.TEAMS, TestGate.TENANT, "5f1d3c88-0000-4000-8000-00000000007e")),
              Optional.empty(),
              true,
              TestGate.START));

      ProposalId id = gate.propose();

      assertThat(gate.state(id)).isInstanceOf(approvals == 1 ? Pending.class : Refused.class);
    }
  }

  /// Of two approvals, the first makes the card longer.
  @Test
  void whatIsAskedCanBeApprovedToTheEndHoweverLittleRoomTheChatHas() {
    String two = TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");
    TestGate roomy = TestGate.inMemory(two);
    roomy.ask();
    int first = roomy.chat.only().card().body().text("sections").length();
    boolean asked = false;
    for (int room = first; !asked; room += 20) {
      TestGate tight = TestGate.inMemory(two);
      tight.chat.shortenBeyond(room);
      ProposalId id = tight.ask();
      asked = tight.state(id) instanceof Pending;
      assertThat(asked && room == first).as("the room of the first card only").isFalse();
      if (asked) {
        tight.press("ULENA", Decision.APPROVE);
        tight.showCards();
        assertThat(tight.chat.only().card().asks()).contains(Decision.APPROVE);
      } else {
        assertThat(tight.record(id).ruling().findings().getLast().because()).contains("cut");
      }
    }
  }

  @Test
  void aChatThatAStageIsNotAskedOnDoesNotHelpItHoweverMuchItCouldShow() {
    String elsewhere = "{\"group\":\"teams-only\",\"approvals\":1}";
    String leads = "{\"group\":\"support-leads\",\"approvals\":1}";
    for (String stages : new String[] {elsewhere, leads + "," + elsewhere}) {
      TestGate both = TestGate.inMemory(TestGate.ONE_LEAD.replace(leads, stages));
      ProposalId id = both.propose();

      assertThat(both.state(id)).as(stages).isInstanceOf(Refused.class);
      assertThat(both.record(id).ruling().findings().getLast().subject()).isEqualTo("teams-only");
    }
  }

  @Test
  void aStrongerCheckThatThisDeploymentLacksIsNotAskedFor() {
    TestGate strict =
        TestGate.inMemory(TestGate.ONE_LEAD.replace("\"sla\"", "\"chat_approve\":false,\"sla\""));

    assertThat(strict.state(strict.propose())).isInstanceOf(Refused.class);
  }

  @Test
  void aTargetThatTheConnectionDoesNotAdmitIsDeclinedBeforeAnybodyReviewsIt() {
    gate.executor.refuse("unknown_target_system");

    assertThat(code(submit("{}"))).isEqualTo("unknown_target_system");
    assertThat(gate.ledger.idsAfter(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void anAgentProposesOnlyWhatItIsRegisteredFor() {
    IntakeResult result =
        gate.intake.submit(
            gate.directory.agent(new AgentId("other-bot")).orElseThrow(),
            TestGate.body("{}"),
            Optional.empty());

    assertThat(code(result)).isEqualTo("class_not_permitted");
  }

  @Test
  void whatIsNotToRunForMonthsIsNotAskedAboutNow() {
    String at = "{\"preconditions\":{\"not_before\":\"%s\"}}";

    assertThat(code(submit(at.formatted(TestGate.START.plus(Duration.ofDays(90)).plusSeconds(1)))))
        .isEqualTo("not_before_too_far");
    assertThat(submit(at.formatted(TestGate.START.plus(Duration.ofDays(90)))))
        .isInstanceOf(IntakeResult.Recorded.class);
  }

  @Test
  void aDeadlineInThePastIsDeclined() {
    assertThat(code(submit("{\"expires_at\":\"" + TestGate.START + "\"}")))
        .isEqualTo("already_expired");
  }

  @Test
  void aDeadlineThatLeavesPeopleNoTimeIsDeclined() {
    String soon = "{\"expires_at\":\"" + TestGate.START.plusMillis(59_999) + "\"}";

    Declined declined = (Declined) submit(soon);

    assertThat(declined.reason())
        .isEqualTo(new IntakeResult.Reason(IntakeResult.Kind.UNPROCESSABLE, "expires_too_soon"));
    assertThat(declined.pointer()).isEqualTo("/expires_at");
    assertThat(declined.detail()).contains("1 min", "proposals.least_time_to_decide");
    assertThat(gate.intake.evaluate(gate.agent(), TestGate.body(soon)))
        .isEqualTo(new IntakeEvaluation.NotTaken(declined));
    assertThat(gate.ledger.idsAfter(Optional.empty(), 1)).isEmpty();
    assertThat(submit("{\"expires_at\":\"" + TestGate.START.plusSeconds(60) + "\"}"))
        .isInstanceOf(Recorded.class);
  }

  @Test
  void aRepeatIsARepeatHoweverLittleTimeIsLeft() {
    byte[] body = TestGate.body("{\"expires_at\":\"" + TestGate.START.plusSeconds(90) + "\"}");
    IntakeResult first = gate.intake.submit(gate.agent(), body, Optional.of("k"));
    gate.clock.advance(Duration.ofSeconds(45));

    assertThat(gate.intake.submit(gate.agent(), body, Optional.of("k")))
        .isEqualTo(new Recorded(((Recorded) first).id(), true));
  }

  @Test
  void aRepeatIsARepeatWhateverSpeaksAgainstTheProposalByNow() {
    byte[] body = TestGate.body("{\"expires_at\":\"" + TestGate.START.plusSeconds(90) + "\"}");
    IntakeResult first = gate.intake.submit(gate.agent(), body, Optional.of("k"));
    gate.clock.advance(Duration.ofSeconds(90));

    assertThat(gate.intake.submit(gate.agent(), body, Optional.of("k")))
        .isEqualTo(new Recorded(((Recorded) first).id(), true));
    assertThat(code(gate.intake.submit(gate.agent(), body, Optional.of("another"))))
        .isEqualTo("already_expired");
  }

  @Test
  void whatAsksNobodyNeedsNoTimeToDecide() {
    gate.policy.set(
        TestGate.policy(
            "{\"version\":1,\"rules\":[{\"id\":\"calls\",\"when\":\"action.class =="
                + " \\\"api_call\\\"\",\"gate\":\"refuse\"}]}"));

    assertThat(submit("{\"expires_at\":\"" + TestGate.START.plusSeconds(1) + "\"}"))
        .isInstanceOf(Recorded.class);
  }

  /// Superseding, withdrawing, and letting lapse.
  @Test
  void whoAsksAndTakesBackIsStoppedAfterSoManyInTheWindow() {
    int most = AskBudget.DEFAULT.perAgent();
    ProposalId last = gate.propose();
    for (int i = 1; i < most; i++) {
      String change = "\"target_id\":\"no-" + i + "\"";
      if (i % 2 == 0) {
        gate.withdrawals.withdraw(gate.agent().id(), last);
      } else {
        change += ",\"supersedes\":\"" + last + "\"";
      }
      last = ((Recorded) submit("{" + change + "}")).id();
    }

    Declined over = (Declined) submit("{\"target_id\":\"x\",\"supersedes\":\"" + last + "\"}");

    assertThat(over.reason())
        .isEqualTo(new IntakeResult.Reason(IntakeResult.Kind.TOO_MANY, "agent_asked_too_often"));
    assertThat(over.detail())
        .contains("200 requests", "60 min", "proposals.asked_per_agent is 200");
    assertThat(over.again()).contains(AskBudget.DEFAULT.window());
    gate.clock.advance(AskBudget.DEFAULT.window());
    assertThat(submit("{\"target_id\":\"x\",\"supersedes\":\"" + last + "\"}"))
        .isInstanceOf(Recorded.class);
  }

  @Test
  void theSoonerOfTheAgentsAndThePolicysDeadlineCounts() {
    ProposalId soon =
        gate.propose(TestGate.body("{\"expires_at\":\"" + TestGate.START.plusSeconds(60) + "\"}"));
    ProposalId late =
        gate.propose(
            TestGate.body(
                "{\"anew\":true,\"expires_at\":\""
                    + TestGate.START.plus(Duration.ofDays(9))
                    + "\"}"));

    assertThat(gate.record(soon).request().deadline()).isEqualTo(TestGate.START.plusSeconds(60));
    assertThat(gate.record(late).request().deadline())
        .isEqualTo(TestGate.START.plus(Duration.ofHours(4)));
  }

  @Test
  void aDeadlineIsNoFinerThanTheLedgerKeepsIt() {
    ProposalId id =
        gate.propose(TestGate.body("{\"expires_at\":\"2026-11-23T15:01:00.123456789Z\"}"));

    assertThat(gate.record(id).request().deadline())
        .isEqualTo(Instant.parse("2026-11-23T15:01:00.123456Z"));
  }

  @Test
  void malformedAndInvalidBodiesRecordNothing() {
    assertThat(
            gate.intake.submit(
                gate.agent(),
                "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8),
                Optional.empty()))
        .isInstanceOf(IntakeResult.Malformed.class);
    assertThat(submit("{\"approved\":true}")).isInstanceOf(IntakeResult.Invalid.class);
    assertThat(gate.ledger.idsAfter(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void theSameBodyInAnotherOrderAndOtherBlanksIsTheSameUnderItsKey() {
    byte[] compact = TestGate.body("{\"rationale\":\"r\",\"confidence\":0.5}");
    String text = new String(compact, StandardCharsets.UTF_8);
    String other =
        "{ \"confidence\": 5e-1,\n\t" + text.substring(1).replace("\"confidence\":0.5,", "") + "\n";
    IntakeResult first = gate.intake.submit(gate.agent(), compact, Optional.of("k"));
    IntakeResult again =
        gate.intake.submit(gate.agent(), other.getBytes(StandardCharsets.UTF_8), Optional.of("k"));

    assertThat(again).isEqualTo(new Recorded(((Recorded) first).id(), true));
  }

  @Test
  void aNumberThatIsNotTakenIsNamedWithItsPlace() {
    String body =
        new String(TestGate.body("{}"), StandardCharsets.UTF_8)
            .replace("\"amount\":8950", "\"amount\":9007199254740993");
    IntakeResult result =
        gate.intake.submit(gate.agent(), body.getBytes(StandardCharsets.UTF_8), Optional.empty());

    assertThat(result)
        .isEqualTo(
            new IntakeResult.Malformed(
                "bad_number",
                "/proposed_changes/body/json/amount",
                body.indexOf("9007199254740993"),
                "an integer has a magnitude of at most 2^53-1; send a larger one as a string"));
  }

  @Test
  void aRepeatUnderTheSameKeyAnswersWithTheFirst() {
    byte[] body = TestGate.body("{}");
    IntakeResult first = gate.intake.submit(gate.agent(), body, Optional.of("k1"));
    IntakeResult again = gate.intake.submit(gate.agent(), body, Optional.of("k1"));
    IntakeResult other =
        gate.intake.submit(gate.agent(), TestGate.body("{\"urgency\":\"low\"}"), Optional.of("k1"));

    assertThat(again).isEqualTo(new Recorded(((Recorded) first).id(), true));
    assertThat(code(other)).isEqualTo("idempotency_key_reused");
    assertThat(gate.ledger.idsAfter(Optional.empty(), 10)).hasSize(1);
  }

  private Recorded again(String changes) {
    return (Recorded) submit(changes);
  }

  @Test
  void aRequestThatIsRecordedWakesTheWorkersAndARepeatOfItDoesNot() {
    assertThat(gate.woken).hasValue(0);
    byte[] body = TestGate.body("{}");
    gate.intake.submit(gate.agent(), body, Optional.of("key-1"));
    assertThat(gate.woken).hasValue(1);
    gate.intake.submit(gate.agent(), body, Optional.of("key-1"));
    assertThat(gate.woken).hasValue(1);
  }

  @Test
  void anIdenticalPendingProposalIsAttachedToAndTheRecordSaysSo() {
    ProposalId first = gate.ask();

    Recorded second = again("{\"rationale\":\"In other words.\"}");

    assertThat(second)
        .isEqualTo(
            new Recorded(first, false, true, Optional.of(gate.record(first).request().action())));
    assertThat(gate.ledger.idsAfter(Optional.empty(), 10)).containsExactly(first);
    assertThat(gate.audit(first, EntryType.PROPOSED_AGAIN)).hasSize(1);
    gate.showCards();
    assertThat(gate.chat.messages()).as("one card").hasSize(1);
    gate.press("ULENA", Decision.APPROVE);
    assertThat(gate.state(first)).as("still decided on").isInstanceOf(Approved.class);
  }

  @Test
  void aProposalOfTheSameEffectIsAttachedAndTheBytesOfTheFirstRun() {
    ProposalId first = gate.ask();
    Digest runs = gate.record(first).request().action();

    Recorded second = calling("https://API.billing.example:443/v1/refunds");

    assertThat(second.id()).isEqualTo(first);
    assertThat(second.attached()).isTrue();
    assertThat(second.submitted()).isPresent().get().isNotEqualTo(runs);
    assertThat(gate.audit(first, EntryType.PROPOSED_AGAIN).getFirst().object("data"))
        .satisfies(
            told -> assertThat(told.text("action")).isEqualTo(second.submitted().get().value()));
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    assertThat(gate.executor.sent().getFirst().action().digest()).isEqualTo(runs);
  }

  @Test
  void whatIsRuledOtherwiseIsAskedHoweverItIsSpelled() {
    gate.policy.set(
        TestGate.policy(
            """
            {"version":1,"risk":[{"id":"upper","when":"action.url.contains('API')","impact":3}],
             "rules":[{"id":"calls","when":"true","gate":"ask",
               "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
            """));
    Set<ProposalId> all = new HashSet<>();
    all.add(gate.ask());

    assertThat(all.add(calling("https://API.billing.example/v1/refunds").id())).isTrue();
    assertThat(calling("https://API.billing.example:443/v1/refunds").attached())
        .as("ruled as the second was")
        .isTrue();
  }

  @Test
  void manyThatCannotStandForAProposalKeepItFromNoAnswer() {
    for (int nth = 0; nth < 20; nth++) {
      gate.policy.set(
          TestGate.policy(TestGate.ONE_LEAD.replace("\"calls\"", "\"calls-" + nth + "\"")));
      // Each is ruled by a policy of its own and spelled otherwise than the one before.
      assertThat(calling("https://" + upper(nth) + ".example/").attached()).isFalse();
    }
  }

  private static String upper(int nth) {
    StringBuilder host = new StringBuilder();
    for (int bit = 0; bit < 5; bit++) {
      char letter = "refun".charAt(bit);
      host.append((nth >> bit & 1) == 1 ? Character.toUpperCase(letter) : letter);
    }
    return host.toString();
  }

  @Test
  void anotherRequestThatWaitsOnTheTargetIsTold() {
    ProposalId first = gate.ask();

    ProposalId other =
        again(
                "{\"labels\":{\"team\":\"other\"},\"proposed_changes\":"
                    + url("https://api.billing.example/v1/refunds?note=2")
                    + "}")
            .id();

    assertThat(other).isNotEqualTo(first);
    assertThat(gate.record(other).ruling().circumstances().waitingOnTarget()).contains(first);
    assertThat(duplicateOf(other)).isEmpty();
    gate.showCards();
    assertThat(gate.chat.messages().getLast().card().body().text("sections"))
        .contains("Another request on this target was waiting when this came: ")
        .contains(first.value());
    assertThat(gate.record(first).ruling().circumstances().waitingOnTarget()).isEmpty();
  }

  private Recorded calling(String url) {
    return again("{\"proposed_changes\":" + url(url) + "}");
  }

  private static String url(String url) {
    JsonObject body = (JsonObject) CanonicalJson.parse(TestGate.body("{}"));
    return CanonicalJson.text(body.object("proposed_changes").with("url", Json.of(url)));
  }

  /// Whatever the policy weighs, or comes back to the agent, makes another question.
  @Test
  void whatDiffersInAnythingThatHasAnEffectIsNotIdentical() {
    Set<ProposalId> all = new HashSet<>(Set.of(gate.ask()));
    for (String other :
        new String[] {
          "{\"urgency\":\"low\"}",
          "{\"confidence\":0.1}",
          "{\"risk_level\":\"critical\"}",
          "{\"blocking_customer\":false}",
          "{\"labels\":{\"team\":\"other\"}}",
          "{\"dry_run\":true}",
          "{\"execution\":{\"mode\":\"none\"}}",
          "{\"workflow_id\":\"another-run\"}",
          "{\"correlation_id\":\"another-case\"}",
          "{\"client_state\":{\"thread\":\"another\"}}",
          "{\"agent\":{\"on_behalf_of\":\"pia\"}}",
          "{\"target_id\":\"another\"}",
          "{\"expires_at\":\"" + TestGate.START.plusSeconds(90) + "\"}",
        }) {
      Recorded recorded = again(other);
      assertThat(recorded.attached()).as(other).isFalse();
      assertThat(all.add(recorded.id())).as(other).isTrue();
    }
  }

  @Test
  void whereThePolicyAsksOthersByNowItIsAnotherQuestion() {
    ProposalId first = gate.ask();
    gate.policy.set(
        TestGate.policy(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2")));

    Recorded second = again("{}");

    assertThat(second.attached()).isFalse();
    assertThat(second.id()).isNotEqualTo(first);
  }

  @Test
  void whatIsMeantAnewIsAskedAndPointsToTheOneBefore() {
    ProposalId first = gate.ask();

    Recorded second = again("{\"anew\":true}");

    assertThat(second.attached()).isFalse();
    assertThat(second.id()).isNotEqualTo(first);
    assertThat(duplicateOf(second.id())).contains(first);
    assertThat(duplicateOf(first)).isEmpty();
    gate.showCards();
    assertThat(gate.chat.messages().getLast().card().body().text("sections"))
        .contains("Possible duplicate")
        .contains(first.value());
  }

  @Test
  void whatWasDecidedLatelyIsAPossibleDuplicateAndAfterADayNoMore() {
    ProposalId first = gate.ask();
    gate.press("ULENA", Decision.REJECT);

    ProposalId second = again("{}").id();
    assertThat(duplicateOf(second)).contains(first);

    gate.press("ULENA", Decision.REJECT);
    gate.clock.advance(Prospects.LATELY.plusSeconds(1));
    assertThat(duplicateOf(again("{}").id())).isEmpty();
  }

  private Optional<ProposalId> duplicateOf(ProposalId id) {
    return gate.record(id).ruling().circumstances().possibleDuplicateOf();
  }

  private Agent twin() {
    return new Agent(
        new AgentId("twin-bot"),
        gate.agent().owner(),
        new AgentKey("ck_test_twinbot0001"),
        gate.agent().mayPropose());
  }

  @Test
  void anotherAgentsIdenticalProposalIsItsOwn() {
    ProposalId first = gate.propose();

    IntakeResult second = gate.intake.submit(twin(), TestGate.body("{}"), Optional.empty());

    assertThat(((Recorded) second).id()).isNotEqualTo(first);
    assertThat(duplicateOf(((Recorded) second).id())).isEmpty();
  }

  @Test
  void aKeyThatCameWithAnAttachedProposalMeansThatRequest() {
    ProposalId first = gate.ask();
    byte[] body = TestGate.body("{}");

    assertThat(gate.intake.submit(gate.agent(), body, Optional.of("k9")))
        .isEqualTo(
            new Recorded(first, false, true, Optional.of(gate.record(first).request().action())));
    gate.press("ULENA", Decision.REJECT);
    assertThat(gate.intake.submit(gate.agent(), body, Optional.of("k9")))
        .isEqualTo(
            new Recorded(first, true, true, Optional.of(gate.record(first).request().action())));
    assertThat(gate.audit(first, EntryType.PROPOSED_AGAIN)).hasSize(1);
  }

  @Test
  void anAgentThatHasTooManyWaitingIsToldSoAndWhatIsAttachedTakesNoPlace() {
    int most = OpenBudget.DEFAULT.perAgent();
    ProposalId first = gate.propose();
    for (int i = 1; i < most; i++) {
      submit("{\"target_id\":\"no-" + i + "\"}");
    }

    Declined over = (Declined) submit("{\"target_id\":\"one-more\"}");
    assertThat(over.reason())
        .isEqualTo(new IntakeResult.Reason(IntakeResult.Kind.TOO_MANY, "agent_has_too_many_open"));
    assertThat(over.detail()).contains("50 requests").contains("proposals.open_per_agent is 50");
    assertThat(again("{}").attached()).isTrue();
    assertThat(submit("{\"target_id\":\"instead\",\"supersedes\":\"" + first + "\"}"))
        .as("what takes the place of another needs none of its own")
        .isInstanceOf(Recorded.class);
  }

  @Test
  void aSuccessorEndsItsPredecessorInTheSameCommit() {
    ProposalId first = gate.ask();
    byte[] body = TestGate.body("{\"supersedes\":\"" + first + "\"}");
    IntakeResult second = gate.intake.submit(gate.agent(), body, Optional.of("k2"));

    assertThat(gate.state(first)).isInstanceOf(Superseded.class);
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("already_decided");
    assertThat(gate.intake.submit(gate.agent(), body, Optional.of("k2")))
        .as("a repeat is still a repeat")
        .isEqualTo(new Recorded(((Recorded) second).id(), true));
  }

  @Test
  void whatIsDecidedOrSomebodyElsesCannotBeSuperseded() {
    ProposalId decided = gate.ask();
    gate.press("ULENA", Decision.REJECT);

    assertThat(code(submit("{\"supersedes\":\"" + decided + "\"}"))).isEqualTo("not_supersedable");
    assertThat(code(submit("{\"supersedes\":\"" + ProposalId.PREFIX + gate.ids.next() + "\"}")))
        .isEqualTo("not_supersedable");

    ProposalId pending = gate.ask();
    byte[] body = TestGate.body("{\"supersedes\":\"" + pending + "\"}");
    assertThat(code(gate.intake.submit(twin(), body, Optional.empty())))
        .isEqualTo("not_supersedable");
    assertThat(gate.state(pending)).isInstanceOf(Pending.class);
  }

  @Test
  void anAgentWithdrawsWhatNobodyHasDecided() {
    ProposalId id = gate.ask();

    assertThat(gate.withdrawals.withdraw(new AgentId("other-bot"), id))
        .isEqualTo(WithdrawalDesk.Result.UNKNOWN);
    assertThat(gate.withdrawals.withdraw(gate.agent().id(), id))
        .isEqualTo(WithdrawalDesk.Result.WITHDRAWN);
    assertThat(gate.withdrawals.withdraw(gate.agent().id(), id))
        .as("twice is once")
        .isEqualTo(WithdrawalDesk.Result.WITHDRAWN);
    assertThat(gate.state(id)).isInstanceOf(Withdrawn.class);
    assertThat(gate.audit(id, EntryType.WITHDRAWN)).hasSize(1);
  }

  @Test
  void whatIsApprovedIsNotWithdrawn() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.withdrawals.withdraw(gate.agent().id(), id))
        .isEqualTo(WithdrawalDesk.Result.DECIDED);
  }

  @Test
  void whatNobodyDecidedExpiresOnceAndNeverMovesTowardsExecution() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(4).minusMillis(1));
    assertThat(gate.due.run().expired()).isZero();
    assertThat(gate.state(id)).isInstanceOf(Pending.class);

    gate.clock.advance(Duration.ofMillis(1));

    assertThat(gate.due.run().expired()).isEqualTo(1);
    assertThat(gate.due.run().expired()).isZero();
    assertThat(gate.state(id)).isInstanceOf(Expired.class);
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void anEvaluationSaysWhatWouldHappenAndStoresNothing() {
    IntakeEvaluation evaluation = gate.intake.evaluate(gate.agent(), TestGate.body("{}"));

    assertThat(evaluation).isInstanceOf(IntakeEvaluation.Ruled.class);
    assertThat(gate.ledger.idsAfter(Optional.empty(), 10)).isEmpty();
  }
}

package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.Inputs;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RejectReason;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Withdrawn;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionTokens;
import dev.countersign.token.TokenId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionDeskTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");
  private static final String LEAD_THEN_FINANCE =
      TestGate.ONE_LEAD.replace(
          "\"approvals\":1}]",
          "\"approvals\":1},{\"group\":\"finance\",\"approvals\":1,\"distinct_function\":true}]");

  private final TestGate gate = TestGate.inMemory();

  // ---- what counts

  @Test
  void anApprovalOfAnEligiblePersonCompletesTheQuorumAndGrantsInOneCommit() {
    ProposalId id = gate.ask();

    ClickAnswer answer = gate.press("ULENA", Decision.APPROVE);

    assertThat(answer.kind()).isEqualTo(Kind.COUNTED);
    Approved approved = (Approved) gate.state(id);
    assertThat(approved.mode()).isEqualTo(GrantMode.QUORUM);
    assertThat(approved.execution()).isInstanceOf(Execution.Granted.class);
    assertThat(gate.audit(id)).endsWith("voted", "grant_issued");
    assertThat(gate.record(id).grant()).isPresent();
  }

  @Test
  void theVoteIsBoundToTheBytesAndTheCardThatWereShown() {
    ProposalId id = gate.ask();
    Message shown = gate.chat.only();

    gate.press("ULENA", Decision.APPROVE);

    var vote = gate.record(id).request().votes().getFirst();
    assertThat(vote.person()).isEqualTo(new PersonId("lena"));
    assertThat(vote.action()).isEqualTo(gate.record(id).proposal().action().digest());
    assertThat(vote.card()).isEqualTo(shown.card().digest());
    assertThat(vote.callback()).isEqualTo(Digest.of("callback of ULENA"));
  }

  @Test
  void aRejectionEndsTheRevision() {
    ProposalId id = gate.ask();

    gate.press("ULENA", Decision.REJECT);

    assertThat(gate.state(id)).isInstanceOf(Rejected.class);
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("already_decided");
    assertThat(gate.record(id).grant()).isEmpty();
  }

  @Test
  void anOutsiderCountsForNothingWhateverTheAccountIsLinkedTo() {
    ProposalId id = gate.ask();
    Click press = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);

    ClickAnswer answer = gate.desk.decide(press.byOutsider());

    assertThat(answer.code()).isEqualTo("outsider");
    assertThat(answer.text()).contains("Guests cannot");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id)).endsWith("click_refused");
  }

  @Test
  void twoApprovalsNeedTwoPersons() {
    TestGate two = TestGate.inMemory(TWO_LEADS);
    ProposalId id = two.ask();

    assertThat(two.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(two.state(id)).isInstanceOf(Pending.class);
    assertThat(two.press("ULENA", Decision.APPROVE).code()).isEqualTo("already_voted");
    assertThat(two.state(id)).isInstanceOf(Pending.class);
    assertThat(two.press("UMARC", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(two.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void stagesAreDecidedInOrderByTheirOwnGroups() {
    TestGate staged = TestGate.inMemory(LEAD_THEN_FINANCE);
    ProposalId id = staged.ask();

    assertThat(staged.press("UPIA", Decision.APPROVE).code()).isEqualTo("not_eligible");
    assertThat(staged.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    staged.showCards();
    assertThat(staged.chat.messages()).as("the next group is asked in its own channel").hasSize(2);
    assertThat(staged.press("UPIA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(staged.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void aFunctionThatApprovedAlreadyDoesNotCountTwice() {
    TestGate staged =
        TestGate.inMemory(
            TestGate.ONE_LEAD.replace(
                "\"approvals\":1}]", "\"approvals\":2,\"distinct_function\":true}]"));
    staged.ask();

    assertThat(staged.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(staged.press("UMARC", Decision.APPROVE).code()).isEqualTo("function_taken");
    assertThat(staged.press("UNINA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  /// Nina has both functions: whichever comes first, the two of them are enough.
  @ParameterizedTest
  @CsvSource({
    "finance,UNINA,UPIA",
    "finance,UPIA,UNINA",
    "support-leads,UNINA,ULENA",
    "support-leads,ULENA,UNINA"
  })
  void whoHasTwoFunctionsIsNotHeldToOneAtTheVote(String group, String first, String second) {
    TestGate both =
        TestGate.inMemory(
            TestGate.ONE_LEAD
                .replace("support-leads", group)
                .replace("\"approvals\":1}]", "\"approvals\":2,\"distinct_function\":true}]"));
    ProposalId id = both.ask();

    assertThat(both.press(first, Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    both.showCards();
    assertThat(both.press(second, Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(both.state(id)).isInstanceOf(Approved.class);
    assertThat(both.record(id).request().quorum().functions().values())
        .containsExactlyInAnyOrder("finance", "support");
  }

  /// nina is of both groups, and nobody else is of the second: had she approved in the first,
  /// nobody could ever complete it.
  @Test
  void whoIsNeededInALaterStageIsToldSoInsteadOfBeingCountedInAnEarlierOne() {
    TestGate staged =
        TestGate.inMemory(
            TestGate.ONE_LEAD.replace(
                "{\"group\":\"support-leads\",\"approvals\":1}",
                "{\"group\":\"finance\",\"approvals\":1},"
                    + "{\"group\":\"nina-only\",\"approvals\":1}"));
    ProposalId id = staged.ask();

    assertThat(staged.press("UNINA", Decision.APPROVE).code()).isEqualTo("needed_later");
    assertThat(staged.record(id).request().votes()).isEmpty();
    assertThat(staged.audit(id, EntryType.CLICK_REFUSED)).hasSize(1);
    assertThat(staged.press("UPIA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    staged.showCards();
    assertThat(staged.press("UNINA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(staged.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void whoIsNeededInALaterStageMayStillReject() {
    TestGate staged =
        TestGate.inMemory(
            TestGate.ONE_LEAD.replace(
                "{\"group\":\"support-leads\",\"approvals\":1}",
                "{\"group\":\"finance\",\"approvals\":1},"
                    + "{\"group\":\"nina-only\",\"approvals\":1}"));
    ProposalId id = staged.ask();

    assertThat(staged.press("UNINA", Decision.REJECT).kind()).isEqualTo(Kind.COUNTED);
    assertThat(staged.state(id)).isInstanceOf(Rejected.class);
  }

  // ---- what is said with it

  @Test
  void aRejectionKeepsItsReasonAndItsNote() {
    ProposalId id = gate.ask();

    gate.press("ULENA", Decision.REJECT, inputs("wrong_content", "It is 89, not 98."));

    assertThat(gate.record(id).request().votes().getFirst().remarks())
        .isEqualTo(
            new Remarks(Optional.of(RejectReason.WRONG_CONTENT), Optional.of("It is 89, not 98.")));
    var voted = gate.audit(id, EntryType.VOTED).getFirst().object("data");
    assertThat(voted.text("reason")).isEqualTo("wrong_content");
    assertThat(voted.text("comment")).isEqualTo("It is 89, not 98.");
  }

  @Test
  void aRequestForChangesKeepsItsNote() {
    ProposalId id = gate.ask();

    ClickAnswer answer = gate.press("ULENA", Decision.RETURN, inputs(null, "Halve it."));

    assertThat(answer.text()).contains("request for changes").contains("is counted");
    assertThat(gate.state(id)).isInstanceOf(Returned.class);
    assertThat(gate.record(id).request().votes().getFirst().remarks().comment())
        .contains("Halve it.");
  }

  @Test
  void anApprovalMayHaveANote() {
    ProposalId id = gate.ask();

    gate.press("ULENA", Decision.APPROVE, inputs(null, "Checked with the customer."));

    assertThat(gate.record(id).request().votes().getFirst().remarks())
        .isEqualTo(new Remarks(Optional.empty(), Optional.of("Checked with the customer.")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t", "\u00a0", "\u200b\u2060\ufeff", "\u202e"})
  void whatNobodyCanSeeIsNoNote(String unseen) {
    ProposalId id = gate.ask();

    assertThat(gate.press("UMARC", Decision.RETURN, inputs(null, unseen)).code())
        .isEqualTo("incomplete");
    gate.press("ULENA", Decision.REJECT, inputs("against_policy", unseen));

    assertThat(gate.record(id).request().votes().getFirst().remarks().comment()).isEmpty();
  }

  @Test
  void aRejectionWithoutAReasonWeKnowCountsForNothing() {
    ProposalId id = gate.ask();

    for (Inputs given :
        List.of(
            Inputs.NONE,
            inputs(null, "Just because."),
            inputs("", null),
            inputs("because", null),
            inputs("AGAINST_POLICY", null))) {
      ClickAnswer answer = gate.press("ULENA", Decision.REJECT, given);
      assertThat(answer.kind()).isEqualTo(Kind.INCOMPLETE);
      assertThat(answer.code()).isEqualTo("incomplete");
      assertThat(answer.text()).contains("needs one of the listed reasons");
    }

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).hasSize(1);
    assertThat(gate.press("ULENA", Decision.REJECT).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void onlyARejectionHasAReason() {
    ProposalId id = gate.ask();

    assertThat(gate.press("ULENA", Decision.APPROVE, inputs("against_policy", null)).code())
        .isEqualTo("incomplete");
    assertThat(gate.press("ULENA", Decision.RETURN, inputs("against_policy", "Halve it.")).code())
        .isEqualTo("incomplete");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void aNoteIsAsLongAsAChatLetsPeopleTypeAndNoLonger() {
    ProposalId id = gate.ask();

    for (Decision decision : List.of(Decision.APPROVE, Decision.RETURN)) {
      assertThat(gate.press("ULENA", decision, inputs(null, "x".repeat(1_001))).code())
          .isEqualTo("incomplete");
    }
    assertThat(
            gate.press("ULENA", Decision.REJECT, inputs("against_policy", "x".repeat(1_001)))
                .code())
        .isEqualTo("incomplete");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.press("ULENA", Decision.RETURN, inputs(null, "x".repeat(1_000))).kind())
        .isEqualTo(Kind.COUNTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\ud83d", "\ude00b", "a\uffffb", "\ufdd0"})
  void aNoteThatNoAuditEntryCanHoldCountsForNothing(String note) {
    ProposalId id = gate.ask();

    assertThat(gate.press("ULENA", Decision.RETURN, inputs(null, note)).code())
        .isEqualTo("incomplete");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whoMayNotDecideIsNotAskedToFillInMore() {
    gate.ask();

    assertThat(gate.press("UPIA", Decision.REJECT, Inputs.NONE).code()).isEqualTo("not_eligible");
    gate.press("ULENA", Decision.REJECT);
    assertThat(gate.press("UMARC", Decision.REJECT, Inputs.NONE).code())
        .isEqualTo("already_decided");
  }

  private static Inputs inputs(@Nullable String reason, @Nullable String comment) {
    return new Inputs(Optional.ofNullable(reason), Optional.ofNullable(comment));
  }

  // ---- who does not

  @Test
  void aStrangerIsToldThatTheAccountIsNotLinkedAndTheClickIsNoted() {
    ProposalId id = gate.ask();

    ClickAnswer answer = gate.press("USTRANGER", Decision.APPROVE);

    assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(answer.text()).contains("not linked").contains("administrator");
    var noted = gate.audit(id, EntryType.CLICK_REFUSED).getFirst();
    assertThat(noted.text("actor")).isEqualTo("account:slack:T01:USTRANGER");
    assertThat(noted.object("data").text("reason")).isEqualTo("unlinked_account");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void theAgentsOwnerIsConflictedAlthoughInTheGroup() {
    ProposalId id = gate.ask();

    assertThat(gate.press("UOTTO", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void whomTheAgentActsForIsConflicted() {
    gate.propose(TestGate.body("{\"agent\":{\"on_behalf_of\":\"lena\"}}"));
    gate.showCards();

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("UMARC", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void aPersonOutsideTheGroupIsNotEligible() {
    gate.ask();

    assertThat(gate.press("UPIA", Decision.APPROVE).code()).isEqualTo("not_eligible");
  }

  @Test
  void hammeringARefusedButtonIsNotedOnce() {
    ProposalId id = gate.ask();

    for (int i = 0; i < 50; i++) {
      gate.press("USTRANGER", Decision.APPROVE);
    }

    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).hasSize(1);
  }

  // ---- where and when it does not

  @Test
  void theSameTokenInAnotherChannelIsRefused() {
    ProposalId id = gate.ask();
    Click there = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);

    ClickAnswer answer =
        gate.desk.decide(
            new Click(
                there.account(),
                new ChatAddress(Surface.SLACK, TestGate.TEAM, "C99"),
                there.messageId(),
                there.token(),
                there.inputs(),
                there.callback()));

    assertThat(answer.code()).isEqualTo("other_channel");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void theSameTokenOnAnotherMessageIsRefused() {
    ProposalId id = gate.ask();
    Click there = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);

    ClickAnswer answer =
        gate.desk.decide(
            new Click(
                there.account(),
                there.address(),
                "m99",
                there.token(),
                there.inputs(),
                there.callback()));

    assertThat(answer.code()).isEqualTo("not_posted_card");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void anAccountOfAnotherWorkspaceIsRefusedInOurChannel() {
    gate.ask();
    Click there = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);

    ClickAnswer answer =
        gate.desk.decide(
            new Click(
                new AccountId(Surface.SLACK, "T99", "ULENA"),
                there.address(),
                there.messageId(),
                there.token(),
                there.inputs(),
                there.callback()));

    assertThat(answer.code()).isEqualTo("other_channel");
  }

  @Test
  void aValidSignatureOverACardThatWasNeverPostedIsRefused() {
    ProposalId id = gate.ask();
    Click forged = resigned(id, claims -> claims, Digest.of("another card"));

    assertThat(gate.desk.decide(forged).code()).isEqualTo("not_posted_card");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void aValidSignatureOverAnotherRevisionOrOtherBytesIsRefused() {
    ProposalId id = gate.ask();
    Digest card = gate.chat.only().card().digest();

    Click otherBytes =
        resigned(
            id,
            claims ->
                new DecisionClaims(
                    claims.issuer(),
                    claims.id(),
                    claims.issuedAt(),
                    claims.expiresAt(),
                    claims.request(),
                    claims.revision(),
                    Digest.of("other bytes"),
                    claims.card(),
                    claims.decision(),
                    claims.surface()),
            card);
    Click otherRevision =
        resigned(
            id,
            claims ->
                new DecisionClaims(
                    claims.issuer(),
                    claims.id(),
                    claims.issuedAt(),
                    claims.expiresAt(),
                    claims.request(),
                    2,
                    claims.action(),
                    claims.card(),
                    claims.decision(),
                    claims.surface()),
            card);

    assertThat(gate.desk.decide(otherBytes).code()).isEqualTo("stale_revision");
    assertThat(gate.desk.decide(otherRevision).code()).isEqualTo("not_posted_card");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void aTokenForARequestThatDoesNotExistIsRefused() {
    ProposalId id = gate.ask();
    Click unknown =
        resigned(
            id,
            claims ->
                new DecisionClaims(
                    claims.issuer(),
                    claims.id(),
                    claims.issuedAt(),
                    claims.expiresAt(),
                    new ProposalId(ProposalId.PREFIX + gate.ids.next()),
                    claims.revision(),
                    claims.action(),
                    claims.card(),
                    claims.decision(),
                    claims.surface()),
            gate.chat.only().card().digest());

    assertThat(gate.desk.decide(unknown).code()).isEqualTo("unknown_request");
  }

  @Test
  void aTamperedTokenIsRefusedAndSaysWhatToDo() {
    ProposalId id = gate.ask();
    Click good = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    String tampered = good.token().substring(0, good.token().length() - 2) + "AA";

    ClickAnswer answer =
        gate.desk.decide(
            new Click(
                good.account(),
                good.address(),
                good.messageId(),
                tampered,
                good.inputs(),
                good.callback()));

    assertThat(answer.code()).isEqualTo("bad_token");
    assertThat(answer.text()).contains("administrator");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void aButtonThatLapsedIsToldApartFromAForgedOne() {
    ProposalId id = gate.ask();
    gate.beginEpoch();

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("expired_token");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void atTheDeadlineItIsTooLate() {
    byte[] body = TestGate.body("{\"expires_at\":\"" + TestGate.START.plusSeconds(600) + "\"}");
    ProposalId id = gate.propose(body);
    gate.showCards();
    gate.clock.set(TestGate.START.plusSeconds(600));

    ClickAnswer answer = gate.press("ULENA", Decision.APPROVE);

    assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.record(id).request().votes()).isEmpty();
  }

  @Test
  void aClickAfterExpiryIsAnsweredWithTheState() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofMinutes(30));
    Click early = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    gate.withdrawals.withdraw(gate.agent().id(), id);

    ClickAnswer answer = gate.desk.decide(early);

    assertThat(answer.kind()).isEqualTo(Kind.STANDING);
    assertThat(answer.text()).contains("withdrew").contains("nothing is executed");
    assertThat(gate.state(id)).isInstanceOf(Withdrawn.class);
  }

  @Test
  void aClickIsGoodBeforeThePlatformHasNamedTheMessage() {
    ProposalId id = gate.propose();
    gate.chat.applyThenFail();
    gate.showCards();

    assertThat(gate.record(id).cards().getFirst().messageId()).isEmpty();
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  // ---- all at once

  @Test
  void aThousandPressesOfOneButtonAreOneVoteOneGrantOneExecution() throws Exception {
    ProposalId id = gate.ask();
    Click click = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);

    List<ClickAnswer> answers = together(1_000, () -> gate.desk.decide(click));
    gate.execute();
    gate.showCards();

    assertThat(answers).filteredOn(a -> a.kind() == Kind.COUNTED).hasSize(1);
    assertThat(answers).filteredOn(a -> a.kind() == Kind.REPEATED).hasSize(999);
    assertThat(gate.record(id).request().votes()).hasSize(1);
    assertThat(gate.executor.sent()).hasSize(1);
    for (EntryType once :
        List.of(
            EntryType.VOTED,
            EntryType.GRANT_ISSUED,
            EntryType.GRANT_REDEEMED,
            EntryType.EXECUTION_SUCCEEDED)) {
      assertThat(gate.audit(id, once)).as(once.name()).hasSize(1);
    }
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).isEmpty();
  }

  @Test
  void approveAgainstRejectHasOneWinner() throws Exception {
    for (int round = 0; round < 50; round++) {
      TestGate race = TestGate.inMemory();
      ProposalId id = race.ask();
      Click approve = TestGate.click("ULENA", race.chat.only(), Decision.APPROVE);
      Click reject = TestGate.click("UMARC", race.chat.only(), Decision.REJECT);

      List<ClickAnswer> answers =
          together(List.of(() -> race.desk.decide(approve), () -> race.desk.decide(reject)));

      assertThat(answers).extracting(ClickAnswer::kind).containsOnlyOnce(Kind.COUNTED);
      assertThat(race.record(id).request().votes()).hasSize(1);
      boolean approved = race.state(id) instanceof Approved;
      assertThat(race.record(id).grant().isPresent()).isEqualTo(approved);
    }
  }

  @Test
  void approveAgainstExpiryHasOneWinner() throws Exception {
    for (int round = 0; round < 50; round++) {
      TestGate race = TestGate.inMemory();
      ProposalId id =
          race.propose(
              TestGate.body("{\"expires_at\":\"" + TestGate.START.plusSeconds(600) + "\"}"));
      race.showCards();
      Click approve = TestGate.click("ULENA", race.chat.only(), Decision.APPROVE);
      race.clock.set(TestGate.START.plusSeconds(599));

      together(
          List.of(
              () -> race.desk.decide(approve),
              () -> {
                race.clock.set(TestGate.START.plusSeconds(600));
                return race.due.run();
              }));

      assertThat(race.state(id)).isInstanceOfAny(Approved.class, Expired.class);
      boolean approved = race.state(id) instanceof Approved;
      assertThat(race.record(id).request().votes().size()).isEqualTo(approved ? 1 : 0);
      assertThat(race.record(id).grant().isPresent()).isEqualTo(approved);
    }
  }

  @Test
  void twoApproversAtOnceBothCount() throws Exception {
    for (int round = 0; round < 50; round++) {
      TestGate race = TestGate.inMemory(TWO_LEADS);
      ProposalId id = race.ask();
      Click lena = TestGate.click("ULENA", race.chat.only(), Decision.APPROVE);
      Click marc = TestGate.click("UMARC", race.chat.only(), Decision.APPROVE);

      List<ClickAnswer> answers =
          together(List.of(() -> race.desk.decide(lena), () -> race.desk.decide(marc)));

      assertThat(answers).extracting(ClickAnswer::kind).containsOnly(Kind.COUNTED);
      assertThat(race.record(id).request().votes()).hasSize(2);
      assertThat(race.audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
    }
  }

  /// Our own key over other claims: what somebody could do who has stolen it.
  private Click resigned(ProposalId id, UnaryOperator<DecisionClaims> change, Digest card) {
    Message message = gate.chat.only();
    DecisionClaims claims =
        new DecisionClaims(
            gate.issuer,
            new TokenId(TokenId.PREFIX + gate.ids.next()),
            TestGate.START,
            TestGate.START.plusSeconds(60),
            id,
            1,
            gate.record(id).request().action(),
            card,
            Decision.APPROVE,
            message.address());
    return new Click(
        new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"),
        message.address(),
        message.id(),
        new DecisionTokens(gate.keys).mint(change.apply(claims)),
        Inputs.NONE,
        Digest.of("forged"));
  }

  private static <T> List<T> together(int times, Callable<T> call) throws Exception {
    return together(Collections.nCopies(times, call));
  }

  private static <T> List<T> together(List<? extends Callable<? extends T>> calls)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<? extends T> call : calls) {
        running.add(
            pool.submit(() -> {
              start.await();
              return call.call();
            }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get());
      }
      return results;
    }
  }
}

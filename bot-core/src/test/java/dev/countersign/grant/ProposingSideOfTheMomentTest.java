package dev.countersign.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.RecordingChat.Message;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChangingDirectory;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import dev.countersign.token.Grant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The account that the agent acts for, and the agent itself, may be given to somebody else while a
/// request waits. Who is of the proposing side is asked at each press, and before a grant is
/// issued, renewed and redeemed.
class ProposingSideOfTheMomentTest {
  private static final String TWO_LEADS = TestGate.ONE_LEAD.replace(":1}]", ":2}]");
  private static final String LEAD_THEN_ONE_OF_TWO =
      TestGate.ONE_LEAD.replace(":1}]", ":1},{\"group\":\"mixed\",\"approvals\":1}]");
  private static final String OBJECT = "5f1d3c88-0000-4000-8000-00000000007e";
  private static final String ANOTHER = "5f1d3c88-0000-4000-8000-00000000007d";

  /// The account of tess, whom the agent acts for when it proposes.
  private static final String ACCOUNT = "teams:" + TestGate.TENANT + ":" + OBJECT;

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private Directory people = TestGate.directory();
  private final TestGate gate =
      new TestGate(
          clock,
          ledger,
          ledger,
          ChangingDirectory.of(() -> people),
          TWO_LEADS,
          TestKeys.RING,
          new RecordingChat(),
          chat -> chat);

  private ProposalId asked() {
    ProposalId id =
        gate.propose(TestGate.body("{\"agent\":{\"on_behalf_of\":\"" + ACCOUNT + "\"}}"));
    gate.showCards();
    return id;
  }

  private void theAccountIsGivenToMarc() {
    people =
        new PeopleDirectory(
            TestGate.people(
                TestGate.PEOPLE
                    .replace(OBJECT, ANOTHER)
                    .replace(
                        "\"user\":\"UMARC\"}",
                        "\"user\":\"UMARC\"},\"teams\":{\"tenant\":\""
                            + TestGate.TENANT
                            + "\",\"aad_object_id\":\""
                            + OBJECT
                            + "\"}")));
  }

  private void theAgentIsGivenToMarc() {
    people =
        new PeopleDirectory(
            TestGate.people(TestGate.PEOPLE.replace("\"owner\":\"otto\"", "\"owner\":\"marc\"")));
  }

  @Test
  void whoHasTheAccountNowIsConflictedAtThePress() {
    asked();
    theAccountIsGivenToMarc();

    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void whoOwnsTheAgentNowIsConflictedAtThePress() {
    asked();
    theAgentIsGivenToMarc();

    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
  }

  @Test
  void whoOwnedTheAgentWhenItProposedStaysConflicted() {
    asked();
    theAgentIsGivenToMarc();

    assertThat(gate.press("UOTTO", Decision.APPROVE).code()).isEqualTo("conflicted");
  }

  @Test
  void whoOwnsTheAgentNowIsShownNoButtonsAndNothingThatWaits() {
    ProposalId id = asked();
    Message card = gate.chat.only();
    AccountId marc = new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC");
    assertThat(
            gate.personal
                .show(id.value(), card.address(), card.id(), marc)
                .orElseThrow()
                .mayDecide())
        .isTrue();
    assertThat(gate.queue.queue(marc, "", "").text()).contains(id.value());
    assertThat(gate.deciders.of(id.value(), Surface.SLACK, 9)).contains(marc);

    theAgentIsGivenToMarc();

    var shown = gate.personal.show(id.value(), card.address(), card.id(), marc).orElseThrow();
    assertThat(shown.viewer()).contains(Entitlement.CONFLICTED);
    assertThat(shown.tokens()).isEmpty();
    assertThat(gate.queue.queue(marc, "", "").text()).isEqualTo("Nothing waits for you.");
    assertThat(gate.queue.status(marc, id.value()).text()).contains(id.value());
    assertThat(gate.deciders.of(id.value(), Surface.SLACK, 9)).doesNotContain(marc).isNotEmpty();
  }

  @Test
  void whoHasTheAccountByTheLastApprovalCompletesNoQuorum() {
    ProposalId id = asked();
    gate.press("UMARC", Decision.APPROVE);
    theAccountIsGivenToMarc();
    gate.press("ULENA", Decision.APPROVE);

    assertBarred(id, "conflicted_vote", 0);
  }

  @Test
  void whoOwnsTheAgentByTheLastApprovalCompletesNoQuorum() {
    ProposalId id = asked();
    gate.press("UMARC", Decision.APPROVE);
    theAgentIsGivenToMarc();
    gate.press("ULENA", Decision.APPROVE);

    assertBarred(id, "conflicted_vote", 0);
  }

  @Test
  void theApprovalOfWhoHasTheAccountNowIsNotRedeemed() {
    ProposalId id = approved();
    theAccountIsGivenToMarc();
    gate.execute();

    assertBarred(id, "policy_changed", 1);
  }

  @Test
  void theApprovalOfWhoHasTheAccountNowIsNotRenewed() {
    ProposalId id = approved();
    clock.advance(Grant.LONGEST_LIFETIME);
    theAccountIsGivenToMarc();
    gate.execute();

    assertBarred(id, "policy_changed", 1);
  }

  /// Of the two of the second stage marc owns the agent by now, so lena is the one who is left.
  @Test
  void whoeverIsNeededBecauseSomebodyElseIsConflictedNowIsKeptForTheirStage() {
    gate.policy.set(TestGate.policy(LEAD_THEN_ONE_OF_TWO));
    people("[\"lena\",\"marc\"]", "otto");
    asked();
    people("[\"lena\",\"marc\"]", "marc");

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("needed_later");
    assertThat(gate.press("UNINA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void whoeverIsNeededBecauseSomebodyElseWasConflictedAtFirstIsKeptForTheirStage() {
    gate.policy.set(TestGate.policy(LEAD_THEN_ONE_OF_TWO));
    people("[\"lena\",\"otto\"]", "otto");
    asked();
    people("[\"lena\",\"otto\"]", "marc");

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("needed_later");
    assertThat(gate.press("UNINA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  /// @param mixed who is of the second group
  private void people(String mixed, String owner) {
    people =
        new PeopleDirectory(
            TestGate.people(
                TestGate.PEOPLE
                    .replace("[\"lena\",\"marc\",\"tess\"]", mixed)
                    .replace("\"owner\":\"otto\"", "\"owner\":\"" + owner + "\"")));
  }

  private ProposalId approved() {
    ProposalId id = asked();
    gate.press("UMARC", Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);
    assertThat(ledger.find(id).orElseThrow().grant()).isPresent();
    return id;
  }

  private void assertBarred(ProposalId id, String code, int grants) {
    List<String> codes =
        gate.audit(id, EntryType.EXECUTION_BARRED).stream()
            .map(entry -> entry.object("data").text("code"))
            .toList();
    assertThat(codes).containsExactly(code);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(grants);
    assertThat(gate.executor.sent()).isEmpty();
  }
}

package dev.countersign.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.UnseenCard;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.EntryType;
import dev.countersign.card.DetailsDesk;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.OnChain;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.token.Grant;
import dev.countersign.token.KeyRing;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Before a grant is issued, before it is renewed and before it is redeemed the same is proved
/// again: the seals of the entries and of the votes, the rows against the entries, who may decide
/// now, and what was shown. Each test spoils one of them right before one of the three.
class EveryPlaceProvesAnewTest {
  private static final String TWO_LEADS = TestGate.ONE_LEAD.replace(":1}]", ":2}]");
  private static final String LEADS = "[\"lena\",\"marc\",\"nina\",\"otto\"]";

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private Directory people = TestGate.directory();
  private UnaryOperator<RequestRecord> rows = record -> record;
  private UnaryOperator<List<AuditEntry>> entries = chain -> chain;
  private final TestGate gate =
      new TestGate(
          clock,
          proxy(Ledger.class, () -> ledger),
          ledger,
          proxy(Directory.class, () -> people),
          TWO_LEADS,
          TestKeys.RING,
          new RecordingChat(),
          chat -> chat);

  /// A ledger that lies as a test says, and a directory that changes.
  private <T> T proxy(Class<T> type, Supplier<T> target) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                Object answer = method.invoke(target.get(), arguments);
                return switch (method.getName()) {
                  case "find" ->
                      ((Optional<?>) answer).map(found -> rows.apply((RequestRecord) found));
                  case "findOnChain" ->
                      ((Optional<?>) answer)
                          .map(OnChain.class::cast)
                          .map(found ->
                              new OnChain(
                                  rows.apply(found.record()), entries.apply(found.chain())));
                  case "audit" ->
                      entries.apply(
                          ((List<?>) answer).stream().map(AuditEntry.class::cast).toList());
                  default -> answer;
                };
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  // What is spoilt.

  /// As whoever holds the database, and no key, would write them.
  private void sealEntriesByAnotherKey() {
    KeyRing stranger = KeyRing.generate(new SecureRandom(), clock);
    entries =
        chain ->
            EntrySeal.seal(
                AuditHead.genesis(chain.getFirst().request()), chain, stranger.evidence());
  }

  private void takeTheVotesSeals() {
    rows =
        read ->
            new RequestRecord(
                read.proposal(),
                read.ruling(),
                read.request(),
                read.head(),
                read.grant(),
                read.cards(),
                Map.of(),
                read.now());
  }

  private void takeTheCards() {
    rows =
        read ->
            new RequestRecord(
                read.proposal(),
                read.ruling(),
                read.request(),
                read.head(),
                read.grant(),
                List.of(),
                read.seals(),
                read.now());
  }

  private void moveTheDeadline() {
    rows =
        read ->
            new RequestRecord(
                read.proposal(),
                read.ruling(),
                new dev.countersign.request.ApprovalRequest(
                    read.request().id(),
                    read.request().revision(),
                    read.request().version(),
                    read.request().action(),
                    read.request().stages(),
                    read.request().conflicted(),
                    read.request().openedAt(),
                    read.request().deadline().plusSeconds(60),
                    read.request().remindAt(),
                    read.request().extension(),
                    read.request().votes(),
                    read.request().state()),
                read.head(),
                read.grant(),
                read.cards(),
                read.seals(),
                read.now());
  }

  private void lenaLeaves() {
    people =
        new PeopleDirectory(
            TestGate.people(TestGate.PEOPLE.replace(LEADS, "[\"marc\",\"nina\",\"otto\"]")));
  }

  // When: right before the grant.

  private ProposalId halfApproved() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private void assertNoGrant(ProposalId id) {
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("record_unsound");
    assertThat(ledger.find(id).orElseThrow().grant()).isEmpty();
  }

  @Test
  void entriesOfAnotherKeyLeadToNoGrant() {
    ProposalId id = halfApproved();
    sealEntriesByAnotherKey();
    assertNoGrant(id);
  }

  @Test
  void votesWithoutTheirSealsLeadToNoGrant() {
    ProposalId id = halfApproved();
    takeTheVotesSeals();
    assertNoGrant(id);
  }

  @Test
  void rowsThatAreNotWhatTheEntriesSayLeadToNoGrant() {
    ProposalId id = halfApproved();
    moveTheDeadline();
    assertNoGrant(id);
  }

  @Test
  void whoLeftTheGroupCompletesNoQuorum() {
    ProposalId id = halfApproved();
    lenaLeaves();
    gate.press("UMARC", Decision.APPROVE);

    assertThat(ledger.find(id).orElseThrow().grant()).isEmpty();
    assertThat(barred(id)).containsExactly("quorum_incomplete");
  }

  @Test
  void aVoteOnACardThatWasNeverShownCompletesNoQuorum() {
    ProposalId id = gate.ask();
    UnseenCard.vote(gate, id, "lena");
    gate.press("UMARC", Decision.APPROVE);

    assertThat(ledger.find(id).orElseThrow().grant()).isEmpty();
    assertThat(barred(id)).containsExactly("card_not_shown");
  }

  // When: right before the redemption, and right before the renewal of a grant that lapsed.

  private ProposalId approved() {
    ProposalId id = halfApproved();
    gate.press("UMARC", Decision.APPROVE);
    assertThat(ledger.find(id).orElseThrow().grant()).isPresent();
    return id;
  }

  private ProposalId lapsed() {
    ProposalId id = approved();
    clock.advance(Grant.LONGEST_LIFETIME);
    return id;
  }

  private void assertStopped(ProposalId id, String place) {
    int before = ledger.audit(id).size();
    assertThatThrownBy(() -> run(id))
        .isInstanceOf(UnsoundRecordException.class)
        .hasMessageContaining(": " + place + ": ");
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(ledger.audit(id)).as("nothing is written, no grant is renewed").hasSize(before);
  }

  private void assertBarred(ProposalId id, String code) {
    run(id);
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(barred(id)).containsExactly(code);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
  }

  private void run(ProposalId id) {
    gate.runner.run(new Delivery(id, DeliveryKind.EXECUTE, "", 1, 1, UUID.randomUUID()));
  }

  private List<String> barred(ProposalId id) {
    return gate.audit(id, EntryType.EXECUTION_BARRED).stream()
        .map(entry -> entry.object("data").text("code"))
        .toList();
  }

  @Test
  void entriesOfAnotherKeyAreNotRedeemed() {
    ProposalId id = approved();
    sealEntriesByAnotherKey();
    assertStopped(id, "audit_entry 1");
  }

  @Test
  void entriesOfAnotherKeyAreNotRenewed() {
    ProposalId id = lapsed();
    sealEntriesByAnotherKey();
    assertStopped(id, "audit_entry 1");
  }

  @Test
  void votesWithoutTheirSealsAreNotRedeemed() {
    ProposalId id = approved();
    takeTheVotesSeals();
    assertStopped(id, "vote of lena");
  }

  @Test
  void votesWithoutTheirSealsAreNotRenewed() {
    ProposalId id = lapsed();
    takeTheVotesSeals();
    assertStopped(id, "vote of lena");
  }

  @Test
  void rowsThatAreNotWhatTheEntriesSayAreNotRedeemed() {
    ProposalId id = approved();
    moveTheDeadline();
    assertStopped(id, "request");
  }

  @Test
  void rowsThatAreNotWhatTheEntriesSayAreNotRenewed() {
    ProposalId id = lapsed();
    moveTheDeadline();
    assertStopped(id, "request");
  }

  @Test
  void cardsThatWereTakenAwayAreMissedBeforeTheRedemption() {
    ProposalId id = approved();
    takeTheCards();
    assertStopped(id, "posted_card");
  }

  @Test
  void cardsThatWereTakenAwayAreMissedBeforeTheRenewal() {
    ProposalId id = lapsed();
    takeTheCards();
    assertStopped(id, "posted_card");
  }

  @Test
  void theApprovalOfWhoLeftIsNotRedeemed() {
    ProposalId id = approved();
    lenaLeaves();
    assertBarred(id, "policy_changed");
  }

  @Test
  void theApprovalOfWhoLeftIsNotRenewed() {
    ProposalId id = lapsed();
    lenaLeaves();
    assertBarred(id, "policy_changed");
  }

  @Test
  void anApprovalOfACardThatWasNeverShownIsNotRedeemed() {
    ProposalId id = gate.ask();
    UnseenCard.approve(gate, id, "lena", "marc");
    assertBarred(id, "card_not_shown");
  }

  @Test
  void anApprovalOfACardThatWasNeverShownIsNotRenewed() {
    ProposalId id = gate.ask();
    UnseenCard.approve(gate, id, "lena", "marc");
    clock.advance(Grant.LONGEST_LIFETIME);
    assertBarred(id, "card_not_shown");
  }

  /// Its card has just come, and its ruling gives people twenty seconds to read it.
  private ProposalId justAsked() {
    gate.policy.set(
        TestGate.policy(TWO_LEADS.replace("\"gate\":", "\"read_for\":\"20s\",\"gate\":")));
    return gate.ask();
  }

  private Digest shown(ProposalId id) {
    return ledger.find(id).orElseThrow().cards().getFirst().digest();
  }

  @Test
  void anApprovalThatCameTooFastCompletesNoQuorum() {
    ProposalId id = justAsked();
    UnseenCard.vote(gate, id, shown(id), "lena");
    clock.advance(Duration.ofSeconds(20));
    gate.press("UMARC", Decision.APPROVE);

    assertThat(ledger.find(id).orElseThrow().grant()).isEmpty();
    assertThat(barred(id)).containsExactly("too_fast");
  }

  @Test
  void anApprovalThatCameTooFastIsNotRedeemed() {
    ProposalId id = justAsked();
    UnseenCard.approve(gate, id, shown(id), "lena", "marc");
    assertBarred(id, "too_fast");
  }

  @Test
  void anApprovalThatCameTooFastIsNotRenewed() {
    ProposalId id = justAsked();
    UnseenCard.approve(gate, id, shown(id), "lena", "marc");
    clock.advance(Grant.LONGEST_LIFETIME);
    assertBarred(id, "too_fast");
  }

  /// Its card was cut, and nobody has opened the pages of its action.
  private ProposalId cut() {
    ProposalId id = gate.propose();
    gate.chat.shortenBeyond(0);
    gate.showCards();
    gate.chat.shortenBeyond(Integer.MAX_VALUE);
    return id;
  }

  @Test
  void anApprovalOfAnActionThatWasNotReadWholeCompletesNoQuorum() {
    ProposalId id = cut();
    UnseenCard.vote(gate, id, shown(id), "lena");
    RecordingChat.Message posted = gate.chat.only();
    DetailsDesk.Shown.Page page =
        (DetailsDesk.Shown.Page)
            gate.details.look(
                new DetailsDesk.Look(
                    new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC"),
                    id.value(),
                    posted.address(),
                    posted.id(),
                    1));
    var seen = new RecordingChat.Message(posted.address(), posted.id(), page.card(), page.tokens());
    gate.desk.decide(TestGate.click("UMARC", seen, Decision.APPROVE));

    assertThat(ledger.find(id).orElseThrow().grant()).isEmpty();
    assertThat(barred(id)).containsExactly("not_read");
  }

  @Test
  void anApprovalOfAnActionThatWasNotReadWholeIsNotRedeemed() {
    ProposalId id = cut();
    UnseenCard.approve(gate, id, shown(id), "lena", "marc");
    assertBarred(id, "not_read");
  }

  @Test
  void anApprovalOfAnActionThatWasNotReadWholeIsNotRenewed() {
    ProposalId id = cut();
    UnseenCard.approve(gate, id, shown(id), "lena", "marc");
    clock.advance(Grant.LONGEST_LIFETIME);
    assertBarred(id, "not_read");
  }
}

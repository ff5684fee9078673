package dev.countersign.decision;

import static dev.countersign.TestGate.click;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.FormOpening;
import dev.countersign.card.Inputs;
import dev.countersign.card.PostedCard;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardFacts;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One card about several alike requests: each ticked one is decided by itself.
class BatchTest {
  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger memory = new InMemoryLedger(clock);
  private final UnreliableLedger ledger = new UnreliableLedger(memory);
  private final TestGate gate =
      new TestGate(clock, ledger, memory, TestGate.directory(), TestGate.ONE_LEAD);
  private final List<ProposalId> ids = new ArrayList<>();

  @Test
  void eachTickedRequestGetsItsOwnVoteAndEntryAndTheOthersWait() {
    Message card = batchOf(4);

    ClickAnswer answer = press("ULENA", card, Decision.APPROVE, 0, 1, 3);

    assertThat(answer.kind()).isEqualTo(Kind.COUNTED);
    for (int i : List.of(0, 1, 3)) {
      assertThat(gate.state(ids.get(i))).isInstanceOf(Approved.class);
      List<JsonObject> votes = gate.audit(ids.get(i), EntryType.VOTED);
      assertThat(votes).hasSize(1);
      assertThat(gate.record(ids.get(i)).request().votes())
          .singleElement()
          .satisfies(vote -> {
            assertThat(vote.card()).isEqualTo(card.card().digest());
            assertThat(vote.action()).isEqualTo(gate.record(ids.get(i)).request().action());
          });
    }
    assertThat(gate.state(ids.get(2))).isInstanceOf(Pending.class);
    assertThat(gate.audit(ids.get(2), EntryType.VOTED)).isEmpty();
  }

  @Test
  void theOneThatWasLeftOutIsDecidedOnItsOwnCard() {
    Message card = batchOf(3);
    press("ULENA", card, Decision.APPROVE, 0, 1);
    gate.showCards();

    Message own = gate.chat.messages().get(2);
    ClickAnswer answer = gate.desk.decide(click("ULENA", own, Decision.APPROVE));

    assertThat(answer.kind()).isEqualTo(Kind.COUNTED);
    assertThat(gate.state(ids.get(2))).isInstanceOf(Approved.class);
  }

  @Test
  void aRejectionHasOneReasonForEach() {
    Message card = batchOf(2);

    ClickAnswer answer = press("ULENA", card, Decision.REJECT, 0, 1);

    assertThat(answer.kind()).isEqualTo(Kind.COUNTED);
    assertThat(ids)
        .allSatisfy(id -> {
          assertThat(gate.state(id)).isInstanceOf(Rejected.class);
          assertThat(gate.record(id).request().votes().getFirst().remarks().reason()).isPresent();
        });
  }

  @Test
  void theFormOfABatchIsAboutThoseOfTheTickedOnesThatCanStillBeDecided() {
    Message card = batchOf(3);
    gate.desk.decide(click("UMARC", gate.chat.messages().get(1), Decision.REJECT));

    FormOpening opening = gate.desk.open(clickOn(card, rejecting(card), 0, 1));

    assertThat(opening)
        .isInstanceOfSatisfying(
            FormOpening.Open.class,
            open ->
                assertThat(open.topic().lines())
                    .singleElement()
                    .asString()
                    .endsWith(ids.getFirst().value().substring(26)));
    assertThat(gate.desk.open(clickOn(card, rejecting(card))))
        .isInstanceOfSatisfying(
            FormOpening.Not.class,
            not -> assertThat(not.answer().code()).isEqualTo("nothing_ticked"));
  }

  @Test
  void oneThatSomebodyElseDecidedMeanwhileKeepsNoneOfTheOthersBack() {
    Message card = batchOf(3);
    gate.desk.decide(click("UMARC", gate.chat.messages().get(1), Decision.REJECT));

    ClickAnswer answer = press("ULENA", card, Decision.APPROVE, 0, 1, 2);

    assertThat(answer.kind()).isEqualTo(Kind.PARTLY);
    assertThat(answer.text()).contains("2 of the 3", "2 · " + ids.get(1), "is decided");
    assertThat(gate.state(ids.get(0))).isInstanceOf(Approved.class);
    assertThat(gate.state(ids.get(1))).isInstanceOf(Rejected.class);
    assertThat(gate.state(ids.get(2))).isInstanceOf(Approved.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aPressThatDiedInTheMidstIsFinishedByTheNext(int commits) {
    Message card = batchOf(3);
    ledger.endAfter(commits);
    try {
      press("ULENA", card, Decision.APPROVE, 0, 1, 2);
    } catch (UnreliableLedger.EndedException _) {
      assertThat(commits).isLessThan(3);
    }
    assertThat(ids.stream().filter(id -> gate.state(id) instanceof Approved).count())
        .as("what landed stands")
        .isEqualTo(commits);
    ledger.endAfter(Integer.MAX_VALUE);
    gate.showCards();

    press("ULENA", card, Decision.APPROVE, 0, 1, 2);

    assertThat(ids)
        .allSatisfy(id -> {
          assertThat(gate.state(id)).isInstanceOf(Approved.class);
          assertThat(gate.audit(id, EntryType.VOTED)).hasSize(1);
        });
  }

  @Test
  void aLedgerThatGoesAwayInTheMidstIsToldForThatOneAlone() {
    Message card = batchOf(3);
    ledger.loseAnswers(1);

    ClickAnswer answer = press("ULENA", card, Decision.APPROVE, 0, 1, 2);

    assertThat(answer.kind()).isEqualTo(Kind.PARTLY);
    assertThat(answer.text()).contains("2 of the 3", "1 · " + ids.getFirst(), "does not know");
  }

  @Test
  void aRequestThatGrewInANewRevisionIsNotApprovedWithTheOthers() {
    Message card = batchOf(3);
    gate.propose(
        TestGate.body(
            "{\"risk_level\":\"high\",\"target_id\":\"charge_1\",\"supersedes\":\""
                + ids.get(1)
                + "\"}"));

    ClickAnswer answer = press("ULENA", card, Decision.APPROVE, 0, 1, 2);

    assertThat(answer.kind()).isEqualTo(Kind.PARTLY);
    assertThat(answer.text()).contains("2 · " + ids.get(1), "newer revision");
    assertThat(gate.record(ids.get(1)).request().votes()).isEmpty();
    assertThat(gate.state(ids.get(2))).isInstanceOf(Approved.class);
  }

  @Test
  void aRowThatWasPutIntoTheListIsNotDecidedAndNothingBesideIt() {
    Message card = batchOf(2);
    ProposalId other = ask(7);
    PostedCard row = gate.record(ids.getFirst()).batched().getFirst();
    RequestRecord record = gate.record(other);
    // Whoever can write into the database puts another request into the batch.
    Step<Boolean> forged =
        Step.on(record)
            .noting(CardFacts.of(EntryType.CARD_OFFERED, row))
            .showing(
                new PostedCard(
                        PostedCard.PREFIX + gate.ids.next(),
                        other,
                        1,
                        1,
                        row.address(),
                        row.digest(),
                        row.messageId(),
                        false,
                        record.now())
                    .of(row.batch().orElseThrow()))
            .answering(true);
    memory.commit(forged.commit().orElseThrow());
    List<ProposalId> all = List.of(ids.get(0), ids.get(1), other);

    ClickAnswer answer =
        gate.desk.decide(
            click(
                "ULENA",
                card,
                Decision.APPROVE,
                Inputs.NONE.ticking(
                    all.stream().map(ProposalId::value).collect(Collectors.toSet()))));

    assertThat(answer.code()).isEqualTo("other_list");
    assertThat(all).allSatisfy(id -> assertThat(gate.record(id).request().votes()).isEmpty());
  }

  @Test
  void theButtonOfOneRequestsOwnCardDecidesNothingOnTheCardOfABatch() {
    Message card = batchOf(2);
    String own = approving(gate.chat.messages().getFirst());

    ClickAnswer answer = gate.desk.decide(clickOn(card, own, 0, 1));

    assertThat(answer.kind()).isNotEqualTo(Kind.COUNTED);
    assertThat(ids).allSatisfy(id -> assertThat(gate.record(id).request().votes()).isEmpty());
  }

  @Test
  void pressedAgainNobodyVotesTwice() {
    Message card = batchOf(3);
    press("ULENA", card, Decision.APPROVE, 0, 1);

    ClickAnswer answer = press("ULENA", card, Decision.APPROVE, 0, 1, 2);

    assertThat(answer.kind()).isEqualTo(Kind.PARTLY);
    assertThat(ids).allSatisfy(id -> assertThat(gate.record(id).request().votes()).hasSize(1));
  }

  @Test
  void theCardThenSaysWhatBecameOfEachAndAsksNoMore() {
    Message card = batchOf(3);
    press("ULENA", card, Decision.APPROVE, 0, 1);
    gate.showCards();

    Message now = gate.chat.message(card.id()).orElseThrow();
    assertThat(now.tokens()).isEmpty();
    assertThat(now.card().body().text("sections"))
        .contains("Nothing is decided on this card any more", "Approved, about to run", "Left out");
  }

  @Test
  void aRequestThatIsDecidedElsewhereLosesItsBoxAndTheOthersKeepTheirs() {
    Message card = batchOf(3);
    gate.desk.decide(click("UMARC", gate.chat.messages().get(1), Decision.REJECT));
    gate.showCards();

    Message now = gate.chat.message(card.id()).orElseThrow();
    assertThat(now.card().body().text("sections")).contains("Rejected, not executed");
    assertThat(now.tokens()).containsKeys(Decision.APPROVE, Decision.REJECT);
    assertThat(press("ULENA", now, Decision.APPROVE, 0, 2).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void aRequestThatIsNotInTheListIsNotDecidedWithIt() {
    Message card = batchOf(2);
    ProposalId other = ask(9);

    ClickAnswer answer =
        gate.desk.decide(
            click(
                "ULENA",
                card,
                Decision.APPROVE,
                Inputs.NONE.ticking(Set.of(ids.getFirst().value(), other.value()))));

    assertThat(answer.code()).isEqualTo("other_list");
    assertThat(gate.state(ids.getFirst())).isInstanceOf(Pending.class);
    assertThat(gate.state(other)).isInstanceOf(Pending.class);
    assertThat(gate.audit(ids.getFirst(), EntryType.CLICK_REFUSED)).hasSize(1);
  }

  @Test
  void theButtonOfAnotherBatchDecidesNothingHere() {
    Message first = batchOf(2);
    ids.add(ask(2));
    Message second = batch();
    assertThat(second.id()).isNotEqualTo(first.id());

    Click swapped = clickOn(second, approving(first), 0, 1);
    ClickAnswer answer = gate.desk.decide(swapped);

    assertThat(answer.kind()).isNotEqualTo(Kind.COUNTED);
    assertThat(ids).allSatisfy(id -> assertThat(gate.record(id).request().votes()).isEmpty());
  }

  @Test
  void aPressWithoutATickDecidesNothing() {
    Message card = batchOf(2);

    ClickAnswer answer = press("ULENA", card, Decision.APPROVE);

    assertThat(answer.code()).isEqualTo("nothing_ticked");
    assertThat(ids).allSatisfy(id -> assertThat(gate.state(id)).isInstanceOf(Pending.class));
  }

  @Test
  void whoDoesNotCountForOneDecidesThatOneNeither() {
    Message card = batchOf(2);

    // Otto owns the agent; Pia is in no group that is asked.
    for (String user : List.of("UOTTO", "UPIA")) {
      ClickAnswer answer = press(user, card, Decision.APPROVE, 0, 1);
      assertThat(answer.kind()).isIn(Kind.REFUSED, Kind.NOT_ENTITLED);
    }
    assertThat(ids)
        .allSatisfy(id -> {
          assertThat(gate.state(id)).isInstanceOf(Pending.class);
          assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).hasSize(2);
        });
  }

  @Test
  void atTheDeadlineOfOneItAloneIsTooLate() {
    ids.add(ask(0));
    gate.clock.advance(Duration.ofMinutes(10));
    ids.add(ask(1));
    Message card = batch();
    gate.clock.advance(Duration.ofHours(4).minus(Duration.ofMinutes(10)));

    ClickAnswer answer = press("ULENA", card, Decision.APPROVE, 0, 1);

    assertThat(answer.kind()).isEqualTo(Kind.PARTLY);
    assertThat(gate.state(ids.get(0))).isInstanceOf(Pending.class);
    assertThat(gate.state(ids.get(1))).isInstanceOf(Approved.class);
  }

  @Test
  void onePressOnABatchIsAsManyPressesInVotesAndEntries() {
    Message card = batchOf(3);
    press("ULENA", card, Decision.APPROVE, 0, 1, 2);
    TestGate single = TestGate.inMemory();
    List<ProposalId> alone = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      alone.add(single.propose(body(i)));
    }
    single.showCards();
    List.copyOf(single.chat.messages())
        .forEach(message -> single.desk.decide(click("ULENA", message, Decision.APPROVE)));

    for (int i = 0; i < 3; i++) {
      assertThat(gate.audit(ids.get(i)).stream().filter(type -> !type.startsWith("card_")).toList())
          .isEqualTo(
              single.audit(alone.get(i)).stream()
                  .filter(type -> !type.startsWith("card_"))
                  .toList());
      var vote = gate.record(ids.get(i)).request().votes().getFirst();
      var own = single.record(alone.get(i)).request().votes().getFirst();
      assertThat(vote.person()).isEqualTo(own.person());
      assertThat(vote.action()).isEqualTo(own.action());
      assertThat(vote.group()).isEqualTo(own.group());
    }
  }

  @Test
  void whoAsksAgainIsToldWhereTheCardStands() {
    batchOf(2);
    int before = gate.chat.messages().size();

    assertThat(gate.batches.gather(account("UMARC"))).contains("stands where support-leads");
    gate.showCards();
    assertThat(gate.chat.messages()).hasSize(before);
  }

  @Test
  void whatIsNotAlikeIsNotGathered() {
    ids.add(ask(0));
    gate.propose(
        TestGate.body(
            "{\"risk_level\":\"medium\",\"target_id\":\"charge_99\",\"rationale\":\"x\",\"action_type\":\"refund.other\"}"));
    gate.showCards();

    assertThat(gate.batches.gather(account("ULENA"))).contains("No two requests");
    assertThat(gate.batches.gather(account("UPIA"))).contains("No two requests");
    assertThat(gate.batches.gather(account("UNOBODY"))).contains("not linked");
  }

  private static String approving(Message card) {
    return Objects.requireNonNull(card.tokens().get(Decision.APPROVE));
  }

  private Message batchOf(int many) {
    for (int i = 0; i < many; i++) {
      ids.add(ask(i));
    }
    return batch();
  }

  private Message batch() {
    assertThat(gate.batches.gather(account("ULENA"))).contains("One card with");
    gate.showCards();
    ids.sort(Comparator.comparing(ProposalId::value));
    return gate.chat.messages().getLast();
  }

  private ProposalId ask(int number) {
    gate.clock.advance(Duration.ofMillis(2));
    ProposalId id = gate.propose(body(number));
    gate.showCards();
    return id;
  }

  private static byte[] body(int number) {
    return TestGate.body(
        """
        {"risk_level":"medium","target_id":"charge_%1$d","proposed_changes":{"class":"api_call","method":"POST",
         "url":"https://api.billing.example/v1/refunds",
         "body":{"media_type":"application/json","json":{"charge":"charge_%1$d","amount":%2$d}}}}
        """
            .formatted(number, 1000 + number));
  }

  private ClickAnswer press(String user, Message card, Decision decision, int... ticked) {
    return gate.desk.decide(
        click(user, card, decision, TestGate.inputs(decision).ticking(values(ticked))));
  }

  private static String rejecting(Message card) {
    return Objects.requireNonNull(card.tokens().get(Decision.REJECT));
  }

  private Click clickOn(Message card, String token, int... ticked) {
    return new Click(
        account("ULENA"),
        card.address(),
        card.id(),
        token,
        Inputs.NONE.ticking(values(ticked)),
        Digest.of("callback"));
  }

  private Set<String> values(int... ticked) {
    return Arrays.stream(ticked)
        .mapToObj(index -> ids.get(index).value())
        .collect(Collectors.toSet());
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}

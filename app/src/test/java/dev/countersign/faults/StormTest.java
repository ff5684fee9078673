package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.Vote;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Ten people press the same buttons at once, on real Postgres where steps are committed together:
/// two approve each request, the others are told how it stands, and the trail proves it.
class StormTest {
  /// Each is pressed by everybody. For a larger storm see CONTRIBUTING.md.
  private static final int REQUESTS = Integer.getInteger("countersign.storm.requests", 100);

  private static final int QUORUM = 2;
  private static final int PRESSES_OF_ONE_BUTTON = 1_000;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @AfterEach
  void everythingThatWasWrittenIsSound() {
    assertThat(Gates.verifier(postgres.store(), TestKeys.RING).verifyDeployment()).isEmpty();
    assertThat(Gates.damages(postgres.store(), TestKeys.RING)).isEmpty();
  }

  @Test
  void aThousandPressesOfOneButtonByTenPeopleCountTwoOfThemOnceEach() throws Exception {
    Crowd crowd = new Crowd(1, QUORUM);
    TestGate gate = gate(crowd);
    ProposalId id = crowd.ask(gate).getFirst();
    Message card = gate.chat.only();

    List<ClickAnswer> answers =
        pressed(
            gate,
            IntStream.range(0, PRESSES_OF_ONE_BUTTON)
                .mapToObj(nth -> approval(nth % Crowd.PEOPLE, card))
                .toList());
    Crowd.work(gate, DeliveryKind.EXECUTE);

    assertThat(answers).filteredOn(answer -> answer.kind() == Kind.COUNTED).hasSize(QUORUM);
    assertApprovedOnce(gate, id);
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void ofAllPressesOnManyRequestsTwoCountOnEach() throws Exception {
    Crowd crowd = new Crowd(REQUESTS, QUORUM);
    TestGate gate = gate(crowd);
    List<ProposalId> ids = crowd.ask(gate);
    Map<ProposalId, Message> cards = Crowd.cards(gate);
    List<Click> clicks = new ArrayList<>();
    for (ProposalId id : ids) {
      Message card = Objects.requireNonNull(cards.get(id));
      for (int person = 0; person < Crowd.PEOPLE; person++) {
        clicks.add(approval(person, card));
      }
    }
    Collections.shuffle(clicks, new Random(REQUESTS));

    List<ClickAnswer> answers = pressed(gate, clicks);
    Crowd.work(gate, DeliveryKind.EXECUTE);

    assertThat(answers)
        .filteredOn(answer -> answer.kind() == Kind.COUNTED)
        .hasSize(QUORUM * ids.size());
    for (ProposalId id : ids) {
      assertApprovedOnce(gate, id);
    }
    assertThat(gate.executor.sent()).hasSize(ids.size());
  }

  private TestGate gate(Crowd crowd) {
    crowd.importInto(postgres.store());
    return new TestGate(
        Gates.clock(),
        postgres.store().ledger(),
        postgres.store().deliveries(),
        postgres.store().directory(),
        crowd.policy(),
        TestKeys.RING,
        new RecordingChat(),
        line -> line);
  }

  private static Click approval(int person, Message card) {
    return TestGate.click(Crowd.user(person), card, Decision.APPROVE);
  }

  private static List<ClickAnswer> pressed(TestGate gate, List<Click> clicks) throws Exception {
    List<ClickAnswer> answers =
        Crowd.together(
            clicks.stream()
                .map(click -> (Callable<ClickAnswer>) () -> Crowd.patiently(gate, click))
                .toList());
    assertThat(answers)
        .extracting(ClickAnswer::kind)
        .isSubsetOf(Kind.COUNTED, Kind.REPEATED, Kind.STANDING);
    return answers;
  }

  private static void assertApprovedOnce(TestGate gate, ProposalId id) {
    RequestRecord record = gate.record(id);
    assertThat(record.request().votes())
        .hasSize(QUORUM)
        .extracting(Vote::person)
        .doesNotHaveDuplicates();
    assertThat(Gates.execution(record.request().state())).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.audit(id, EntryType.VOTED)).hasSize(QUORUM);
    for (EntryType once :
        List.of(EntryType.GRANT_ISSUED, EntryType.GRANT_REDEEMED, EntryType.EXECUTION_SUCCEEDED)) {
      assertThat(gate.audit(id, once)).as(once.name()).hasSize(1);
    }
  }
}
